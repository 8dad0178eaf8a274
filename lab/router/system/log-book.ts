import type { Values } from "../menus/menu";
import { dateAndTime } from "../values/date";

/** The commands of `/log` that write an entry. */
export const LOG_LEVELS = ["debug", "error", "info", "warning"] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

export const isLevel = (word: string): word is LogLevel => (LOG_LEVELS as readonly string[]).includes(word);

/** How many entries a router keeps in memory. */
const KEPT = 1000;

/** `/log`: what happened, oldest first; a reboot empties it. */
export class LogBook {
  private entries: readonly Values[] = [];
  private last = 0;

  constructor(private readonly now: () => number) {}

  write(topics: string, message: string): void {
    this.last += 1;
    const entry = {
      ".id": `*${this.last.toString(16).toUpperCase()}`,
      message,
      time: dateAndTime(this.now()),
      topics,
    };
    this.entries = [...this.entries, entry].slice(-KEPT);
  }

  rows(): readonly Values[] {
    return this.entries;
  }

  clear(): void {
    this.entries = [];
  }
}
