import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROVIDER } from "./pinned-provider";

/** The workspace that the bindings are built in. */
export const BINDINGS_FOLDER = join(__dirname, "..", "bindings");

/** What is generated. */
export const BINDINGS_LIB = join(BINDINGS_FOLDER, "lib");

/** The stamp of generated bindings; it lies among them, so that the two appear and go together. */
export const stampFile = (lib: string): string => join(lib, "stamp.json");

const RECIPE = ["bindings-schema.ts", "bindings-generator.ts", "emit-typescript.ts"];
const TOOLS = ["@cdktf/provider-generator", "cdktf", "typescript"];

/** All that decides what the bindings look like, in readable form. */
export function currentStamp(): string {
  const recipe = createHash("sha256");
  for (const file of RECIPE) {
    recipe.update(readFileSync(join(__dirname, file)));
  }
  const stamp = {
    [PROVIDER.source]: PROVIDER.version,
    ...Object.fromEntries(TOOLS.map((tool) => [tool, require(`${tool}/package.json`).version])),
    recipe: recipe.digest("hex"),
  };
  return `${JSON.stringify(stamp, null, 2)}\n`;
}

/** Whether the bindings are in place, and made from what is here now. */
export function bindingsState(): "missing" | "outdated" | "current" {
  if (!existsSync(stampFile(BINDINGS_LIB))) {
    return "missing";
  }
  return readFileSync(stampFile(BINDINGS_LIB), "utf8") === currentStamp() ? "current" : "outdated";
}
