import type { ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import spawn from "cross-spawn";

/** It takes moments; a program that never gets there must not hang the lab. */
const START_LIMIT_MS = 30_000;

/** Starts a program that runs on, and resolves when it has said what it says when it is ready. */
export function startProgram(
  command: readonly string[],
  ready: string,
  limitMs = START_LIMIT_MS,
): Promise<ChildProcess> {
  const [program = "", ...args] = command;
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
  const log = child.stderr as Readable;
  return new Promise((resolve, reject) => {
    let said = "";
    const limit = setTimeout(() => {
      reject(new Error(`${command.join(" ")} has not started within ${limitMs / 1000} s: ${said.trim()}`));
      child.kill("SIGKILL");
    }, limitMs);
    // Read all output: a program blocks when its pipe is full.
    log.setEncoding("utf8").on("data", (text: string) => {
      if (said.includes(ready)) {
        return;
      }
      said += text;
      if (!said.includes(ready)) {
        return;
      }
      clearTimeout(limit);
      // A program that is done may end without waiting for it; the guard ends it.
      child.unref();
      (log as { unref?: () => void }).unref?.();
      resolve(child);
    });
    child.once("error", (error) => {
      clearTimeout(limit);
      reject(error);
    });
    child.once("close", () => {
      clearTimeout(limit);
      reject(new Error(`${command.join(" ")} ended: ${said.trim()}`));
    });
  });
}

/** Ends a program that was started, and waits for its end. */
export async function endProgram(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  child.ref();
  child.kill("SIGKILL");
  await ended;
}
