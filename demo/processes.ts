import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import spawn from "cross-spawn";
import { killTree } from "./process-tree";

/** Commands that run beside the lab router, which lives in this process: never synchronously. */

/** How a command is run. */
export interface CommandOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Hears every line of stdout while the command runs. */
  readonly onLine?: (line: string) => void;
  /** Interrupted, the command must come to an end of its own: it holds the state of rows on a router. */
  readonly endsItself?: boolean;
}

/** How a command ended. */
export interface CommandOutcome {
  readonly status: number | null;
  readonly stdout: string;
  /** All it said, as it came. */
  readonly output: string;
}

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<unknown>;
  readonly endsItself: boolean;
}

const processes = new Set<Running>();

/** Runs a command to its end, or until it is stopped. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandOutcome> {
  const child = spawn(command, [...args], {
    cwd: options.cwd,
    env: options.env,
    stdio: ["ignore", "pipe", "pipe"],
    // A terminal sends Ctrl-C to its whole process group; who is stopped, and how, is decided here.
    detached: process.platform !== "win32",
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const running: Running = { child, ended: ended.catch(() => {}), endsItself: options.endsItself ?? false };
  processes.add(running);
  const said = collect(child, options.onLine);
  try {
    return { status: await ended, ...said };
  } finally {
    processes.delete(running);
  }
}

/** Stops whatever runs, with everything it has started, and waits until it is gone. */
export async function stopCommands(): Promise<void> {
  await Promise.all([...processes].map(stop));
}

/** Whether a running command has to finish what it is doing before it can be stopped. */
export const mustFinish = (): boolean => [...processes].some(({ endsItself }) => endsItself);

async function stop({ child, ended, endsItself }: Running): Promise<void> {
  if (endsItself) {
    child.kill("SIGINT");
  } else {
    killTree(child.pid);
  }
  await ended;
}

function collect(child: ChildProcess, onLine?: (line: string) => void): { stdout: string; output: string } {
  const said = { stdout: "", output: "" };
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) {
    return said;
  }
  createInterface({ input: stdout }).on("line", (line) => {
    said.stdout += `${line}\n`;
    said.output += `${line}\n`;
    onLine?.(line);
  });
  createInterface({ input: stderr }).on("line", (line) => {
    said.output += `${line}\n`;
  });
  return said;
}
