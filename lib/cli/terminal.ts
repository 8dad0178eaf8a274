import { CommanderError } from "commander";

/** What a command ends with, for pipelines: nothing to say, something found, or no look taken. */
export const STATUS = { fine: 0, findings: 1, unreadable: 2 } as const;

/** Where a command writes. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
}

/** The status for what a command threw, after one line about it. Commander has written its own lines by then. */
export function statusOf(error: unknown, terminal: Terminal): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? STATUS.fine : STATUS.unreadable;
  }
  const message = error instanceof Error ? error.message : String(error);
  terminal.err(`error: ${message.split("\n")[0]}\n`);
  return STATUS.unreadable;
}
