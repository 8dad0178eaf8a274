import { CommanderError } from "commander";
import { printable, shortened } from "../text/printable";

/** What a command ends with, for pipelines: nothing to say, something found, or no look taken. */
export const STATUS = { fine: 0, findings: 1, unreadable: 2 } as const;

/** Where a command writes. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
}

/** A terminal to which nothing is written but what a reader sees as what it is, wherever the text came from. */
export function printing({ out, err }: Terminal): Terminal {
  return { out: (text) => out(printable(text)), err: (text) => err(printable(text)) };
}

/** How long the line about an error may be. */
const MOST_LETTERS = 2_000;

/** The status for what a command threw, after one line about it. Commander has written its own lines by then. */
export function statusOf(error: unknown, terminal: Terminal): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? STATUS.fine : STATUS.unreadable;
  }
  const message = error instanceof Error ? error.message : String(error);
  terminal.err(`error: ${shortened(message, MOST_LETTERS)}\n`);
  return STATUS.unreadable;
}
