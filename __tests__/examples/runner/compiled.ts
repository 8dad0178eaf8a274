import { copyFileSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { transformFileSync } from "@swc/core";

const ROOT = resolve(__dirname, "../../..");
const SOURCES = ["lib", "__tests__/examples/runner"];

/**
 * Compiles the programs that the pipelines call into a folder, each at its place in the repository. A pipeline calls so many
 * that loading TypeScript for each took most of the time.
 */
export function compileTo(folder: string): void {
  for (const source of SOURCES) {
    for (const name of readdirSync(join(ROOT, source), { recursive: true, encoding: "utf8" })) {
      const target = join(folder, source, name);
      mkdirSync(dirname(target), { recursive: true });
      if (name.endsWith(".ts")) {
        writeFileSync(target.replace(/ts$/, "js"), compiled(join(ROOT, source, name)));
      } else if (name.endsWith(".json")) {
        copyFileSync(join(ROOT, source, name), target);
      }
    }
  }
  for (const name of ["package.json", "node_modules"]) {
    symlinkSync(join(ROOT, name), join(folder, name));
  }
}

function compiled(file: string): string {
  const parser = { syntax: "typescript" } as const;
  return transformFileSync(file, {
    swcrc: false,
    jsc: { parser, target: "es2022" },
    module: { type: "commonjs" },
  }).code;
}
