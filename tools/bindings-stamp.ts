import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROVIDER } from "./pinned-provider";

/** The workspace that the bindings are built in. */
export const BINDINGS_FOLDER = join(__dirname, "..", "bindings");

/** What is generated; its stamp lies inside, so that the two appear and go together. */
export const BINDINGS_LIB = join(BINDINGS_FOLDER, "lib");

const STAMP_FILE = "stamp.json";
const RECIPE = ["bindings-schema.ts", "bindings-generator.ts"];
const TOOLS = ["@cdktf/provider-generator", "cdktf", "typescript"];

/** All that decides what the bindings look like. */
export function currentStamp(): string {
  const recipe = createHash("sha256");
  for (const file of RECIPE) {
    recipe.update(readFileSync(join(__dirname, file)));
  }
  const versions = TOOLS.map((tool) => [tool, require(`${tool}/package.json`).version]);
  return `${JSON.stringify(
    { [PROVIDER.source]: PROVIDER.version, ...Object.fromEntries(versions), recipe: recipe.digest("hex") },
    null,
    2,
  )}\n`;
}

/** The stamp of the bindings in a folder, or none. */
export function readStamp(lib: string): string | undefined {
  try {
    return readFileSync(join(lib, STAMP_FILE), "utf8");
  } catch {
    return undefined;
  }
}

/** Where the stamp of the bindings in a folder lies. */
export const stampFile = (lib: string): string => join(lib, STAMP_FILE);
