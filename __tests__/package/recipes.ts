import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const ROOT = resolve(__dirname, "../..");

/** The lines of the first console block that a page has under a heading. */
export function recipe(heading: string, page = "README.md"): readonly string[] {
  const text = readFileSync(join(ROOT, page), "utf8");
  const [, section = ""] = text.split(`\n${heading}\n`);
  const [, block = ""] = /```console\n(.*?)```/s.exec(section.split(/^#/m)[0] ?? "") ?? [];
  return block.trimEnd().split("\n");
}
