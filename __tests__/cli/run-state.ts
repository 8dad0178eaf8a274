import { type CliEnvironment, routerosState } from "../../lib/cli/state/state-command";

/** What `routeros-state` said, and how it ended. */
export interface Said {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `routeros-state` in this process; questions are answered with no where nothing else is said. */
export async function runState(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  ask: CliEnvironment["ask"] = async () => false,
  time?: CliEnvironment["time"],
): Promise<Said> {
  const said = { out: "", err: "" };
  const status = await routerosState(
    args,
    {
      out: (text) => {
        said.out += text;
      },
      err: (text) => {
        said.err += text;
      },
    },
    { environment, ask, time },
  );
  return { status, ...said };
}
