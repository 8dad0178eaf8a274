import { existsSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateBindings } from "./bindings-generator";
import { readSchema } from "./bindings-schema";
import { BINDINGS_FOLDER, BINDINGS_LIB, bindingsState, currentStamp, stampFile } from "./bindings-stamp";
import { timed } from "./progress";
import { inTemporaryFolder } from "./temporary-folder";

/** Generates the bindings from the installed provider, unless they are up to date; true if it had to. */
export async function installBindings(): Promise<boolean> {
  if (bindingsState() === "current") {
    return false;
  }
  await inTemporaryFolder(join(BINDINGS_FOLDER, ".build-"), async (folder) => {
    const lib = join(folder, "lib");
    const schema = await timed("reading the provider's schema", readSchema);
    await timed("generating and compiling the bindings", () => generateBindings(schema, lib));
    writeFileSync(stampFile(lib), currentStamp());
    // Another run may have been faster; what is in place may be in use by now and is as good.
    if (bindingsState() !== "current") {
      replaceLib(lib, join(folder, "old"));
    }
  });
  return true;
}

function replaceLib(by: string, old: string): void {
  if (existsSync(BINDINGS_LIB)) {
    renameSync(BINDINGS_LIB, old);
  }
  renameSync(by, BINDINGS_LIB);
}
