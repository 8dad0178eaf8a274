import { type CliEnvironment, routerosState } from "../../lib/cli/state/state-command";
import { captured, type Said } from "./captured";

/** Runs `routeros-state` in this process; questions are answered with no where nothing else is said. */
export function runState(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  ask: CliEnvironment["ask"] = async () => false,
  time?: CliEnvironment["time"],
): Promise<Said> {
  return captured((terminal) => routerosState(args, terminal, { environment, ask, time }));
}
