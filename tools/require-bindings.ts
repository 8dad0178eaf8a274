import { bindingsState } from "./bindings-stamp";
import { Failure, RERUN, runToExit } from "./failure";
import { requireNode } from "./node-version";
import { requireProvider } from "./terraform-environment";

/** Runs before commands that need what `npm ci` prepares, and `npm ci --ignore-scripts` does not. */
function requireBindings(): void {
  requireNode();
  const state = bindingsState();
  if (state !== "current") {
    throw new Failure(
      `the RouterOS bindings are ${state === "missing" ? "not built" : "out of date"}: run: ${RERUN}`,
    );
  }
  requireProvider();
}

void runToExit(requireBindings);
