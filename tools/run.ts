import { createInterface } from "node:readline";
import spawn from "cross-spawn";

/** What became of a command; `found` is false when there is no such program on the PATH. */
export interface ProgramOutcome {
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
export function run(command: string, args: readonly string[], options: RunOptions = {}): ProgramOutcome {
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

/** Runs a command to its end like `run`, and hears every line of its stderr while it runs. */
export function runHeard(
  command: string,
  args: readonly string[],
  options: Pick<RunOptions, "cwd" | "env">,
  hear: (line: string) => void,
): Promise<ProgramOutcome> {
  const child = spawn(command, [...args], {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  const lines: string[] = [];
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    stdout += chunk;
  });
  createInterface({ input: child.stderr as NodeJS.ReadableStream }).on("line", (line) => {
    lines.push(line);
    hear(line);
  });
  const outcome = (found: boolean, ok: boolean, said: string): ProgramOutcome => ({
    found,
    ok,
    stdout,
    stderr: lines.join("\n") || said,
  });
  return new Promise((resolve) => {
    child.on("error", (error: NodeJS.ErrnoException) =>
      resolve(outcome(error.code !== "ENOENT", false, error.message)),
    );
    child.on("close", (code, signal) => resolve(outcome(true, code === 0, signal ?? "")));
  });
}
