import { installBindings } from "./bindings-installation";
import { runToExit } from "./failure";
import { requireNode } from "./node-version";
import { PROVIDER } from "./pinned-provider";
import { note } from "./progress";
import { installProvider } from "./provider-installation";
import { requireTerraform } from "./terraform-cli";

/** `npm ci` ends here: the pinned provider in its mirror and the bindings generated, each unless it is there. */
async function prepare(): Promise<void> {
  requireNode();
  requireTerraform();
  const installed = await installProvider();
  const generated = await installBindings();
  if (!installed && !generated) {
    note(`nothing to do: the provider ${PROVIDER.source} ${PROVIDER.version} and its bindings are in place`);
  }
}

void runToExit(prepare);
