import { spawn } from "node:child_process";
import { InputError } from "../../input";
import type { GuardContext } from "./guard-context";

/** How a command ended. */
export interface CommandEnd {
  /** Whether it succeeded. */
  readonly ok: boolean;
  /** In words. */
  readonly how: string;
}

const SIGNALS = ["SIGHUP", "SIGINT", "SIGTERM"] as const;

/** How often it is looked at how much time is left. */
const LOOK_MS = 1000;

/**
 * Runs the command that applies, and passes its output through. A signal, or the end of the time, ends it as Ctrl-C does.
 *
 * @param isLate whether the time is over that the command has
 * @throws InputError if it cannot be started
 */
export function runGuarded(
  [program = "", ...args]: readonly string[],
  folder: string,
  { environment, terminal }: GuardContext,
  isLate: () => boolean,
): Promise<CommandEnd> {
  const child = spawn(program, args, { cwd: folder, env: environment, stdio: ["inherit", "pipe", "pipe"] });
  child.stdout.setEncoding("utf8").on("data", (text: string) => terminal.out(text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => terminal.err(text));
  let reason: string | undefined;
  const stop = (why: string, isTold: boolean) => {
    if (reason === undefined) {
      reason = why;
      if (!isTold) {
        child.kill("SIGINT");
      }
    }
  };
  // The terminal sends Ctrl-C to the command too, and a second one would make Terraform lose its state.
  const onSignal = (signal: NodeJS.Signals) => stop(`it was interrupted by ${signal}`, signal === "SIGINT");
  for (const signal of SIGNALS) {
    process.on(signal, onSignal);
  }
  const timer = setInterval(() => isLate() && stop("it took too long and was stopped", false), LOOK_MS);
  const ended = new Promise<CommandEnd>((resolve, reject) => {
    child.on("error", (error: NodeJS.ErrnoException) =>
      reject(
        new InputError(
          `${program} cannot be run: ${error.code === "ENOENT" ? "it is not on the PATH" : error.message}`,
        ),
      ),
    );
    child.on("close", (code, signal) => {
      const how = reason ?? (code === null ? `it was ended by ${signal}` : `it ended with status ${code}`);
      resolve({ ok: code === 0 && reason === undefined, how });
    });
  });
  return ended.finally(() => {
    clearInterval(timer);
    for (const signal of SIGNALS) {
      process.off(signal, onSignal);
    }
  });
}
