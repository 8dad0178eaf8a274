import { BINDINGS_LIB, currentStamp, readStamp } from "./bindings-stamp";
import { Failure, RERUN, runToExit } from "./failure";
import { PROVIDER } from "./pinned-provider";
import { isProviderInstalled } from "./terraform-environment";

/** Stands in front of commands that need what `npm ci` prepares, which `--ignore-scripts` leaves out. */
function requireBindings(): void {
  const stamp = readStamp(BINDINGS_LIB);
  if (stamp === undefined) {
    throw new Failure(`the RouterOS bindings are not built: run: ${RERUN}`);
  }
  if (stamp !== currentStamp()) {
    throw new Failure(`the RouterOS bindings are out of date: run: ${RERUN}`);
  }
  if (!isProviderInstalled()) {
    throw new Failure(`the Terraform provider ${PROVIDER.source} ${PROVIDER.version} is not installed: run: ${RERUN}`);
  }
}

void runToExit(requireBindings);
