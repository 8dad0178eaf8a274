import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { REPOSITORY } from "./checkout";

/** The modules of the library. What they import is dependency-cruiser's rule: see `npm run lint`. */
const MODULES = readdirSync(join(REPOSITORY, "lib"), { recursive: true, encoding: "utf8" }).filter((file) =>
  file.endsWith(".ts"),
);

/** A declaration that a module exports, which is not a name that it passes on. */
const EXPORTED =
  /^export (?:abstract |async |declare )*(?:class|const|enum|function\*?|interface|let|type) (\w+)/gm;

const sourceOf = (file: string): string => readFileSync(join(REPOSITORY, "lib", file), "utf8");

/** Keys that have more than so many values, each with those values. */
function repeated(
  pairs: readonly (readonly [key: string, value: string])[],
  most: number,
): Record<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [key, value] of pairs) {
    values.set(key, [...(values.get(key) ?? []), value]);
  }
  return Object.fromEntries([...values].filter(([, { length }]) => length > most));
}

test("no module of lib has more than 350 lines", () => {
  expect(MODULES.filter((file) => sourceOf(file).trimEnd().split("\n").length > 350)).toEqual([]);
});

test("no folder of lib has more than 25 modules", () => {
  const folders = repeated(
    MODULES.map((file) => [dirname(file), file]),
    25,
  );
  expect(Object.keys(folders)).toEqual([]);
});

test("no two modules of lib have the same file name, apart from entry points", () => {
  const named = MODULES.filter((file) => basename(file) !== "index.ts");
  const names = named.map((file) => [basename(file), file] as const);
  expect(repeated(names, 1)).toEqual({});
});

test("no two modules of lib export the same name", () => {
  const names = MODULES.flatMap((file) => {
    // An overloaded function has a declaration for each of its signatures.
    const exported = new Set([...sourceOf(file).matchAll(EXPORTED)].map(([, name = ""]) => name));
    return [...exported].map((name) => [name, file] as const);
  });
  expect(names.length).toBeGreaterThan(300);
  expect(repeated(names, 1)).toEqual({});
});
