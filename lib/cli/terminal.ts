import { CommanderError } from "commander";
import { printable, shortened } from "../text/printable";

/** The exit status of a command: nothing was found, something was found, or the command could not run. */
export const STATUS = { fine: 0, findings: 1, unreadable: 2 } as const;

/** Where a command writes. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
}

/** A terminal that escapes unprintable characters, wherever the text comes from. */
export function printing({ out, err }: Terminal): Terminal {
  return { out: (text) => out(printable(text)), err: (text) => err(printable(text)) };
}

/** How long the line about an error may be. */
const MOST_LETTERS = 2_000;

/** Prints one line about an error, and returns the exit status for it. Commander prints its own errors before. */
export function statusOf(error: unknown, terminal: Terminal): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? STATUS.fine : STATUS.unreadable;
  }
  const message = error instanceof Error ? error.message : String(error);
  terminal.err(`error: ${shortened(message, MOST_LETTERS)}\n`);
  return STATUS.unreadable;
}
