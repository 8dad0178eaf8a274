import spawn from "cross-spawn";

/** What became of a command; `found` is false when there is no such program on the PATH. */
export interface Outcome {
  readonly found: boolean;
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a command is run. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** The command is given up after this long. */
  readonly timeoutMs?: number;
}

/** Runs a command to its end and captures what it says; never throws for what the command does. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Outcome {
  const result = spawn.sync(command, [...args], {
    cwd: options.cwd,
    env: options.env ?? process.env,
    timeout: options.timeoutMs,
    encoding: "utf8",
    // A provider's schema alone is more than the 1 MB Node keeps by default.
    maxBuffer: 256 * 1024 * 1024,
    stdio: ["ignore", "pipe", "pipe"],
  });
  return {
    found: (result.error as NodeJS.ErrnoException | undefined)?.code !== "ENOENT",
    ok: result.status === 0,
    stdout: result.stdout ?? "",
    stderr: result.stderr || result.error?.message || result.signal || "",
  };
}
