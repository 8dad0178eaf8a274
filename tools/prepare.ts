import { existsSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateBindings } from "./bindings-generator";
import { readSchema } from "./bindings-schema";
import { BINDINGS_FOLDER, BINDINGS_LIB, currentStamp, readStamp, stampFile } from "./bindings-stamp";
import { runToExit } from "./failure";
import { PROVIDER } from "./pinned-provider";
import { say, step } from "./progress";
import { installProvider } from "./provider-installation";
import { inTemporaryFolder } from "./temporary-folder";
import { requireTerraform } from "./terraform-cli";

/** `npm ci` ends here: the pinned provider in its mirror, the bindings generated, each only if it is not there yet. */
async function prepare(): Promise<void> {
  requireTerraform();
  const installed = await installProvider();
  const stamp = currentStamp();
  if (readStamp(BINDINGS_LIB) === stamp) {
    if (!installed) {
      say(`nothing to do: the provider ${PROVIDER.source} ${PROVIDER.version} and its bindings are in place`);
    }
    return;
  }
  await inTemporaryFolder(join(BINDINGS_FOLDER, ".build-"), async (folder) => {
    const lib = join(folder, "lib");
    const schema = await step("reading the provider's schema", readSchema);
    await step("generating and compiling the bindings", () => generateBindings(schema, lib));
    writeFileSync(stampFile(lib), stamp);
    if (existsSync(BINDINGS_LIB)) {
      renameSync(BINDINGS_LIB, join(folder, "old"));
    }
    renameSync(lib, BINDINGS_LIB);
  });
}

void runToExit(prepare);
