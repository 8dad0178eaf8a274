import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The version of this package, from the package.json above this folder, in the sources as in `dist`. */
export function packageVersion(): string {
  return JSON.parse(readFileSync(join(__dirname, "..", "..", "package.json"), "utf8")).version;
}
