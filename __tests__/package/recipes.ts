import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const ROOT = resolve(__dirname, "../..");

/** The lines of the first console block that the README has under a heading. */
export function recipe(heading: string): readonly string[] {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const [, section = ""] = readme.split(`\n${heading}\n`);
  const [, block = ""] = /```console\n(.*?)```/s.exec(section.split(/^#/m)[0] ?? "") ?? [];
  return block.trimEnd().split("\n");
}
