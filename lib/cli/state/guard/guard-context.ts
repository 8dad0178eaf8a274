import type { Terminal } from "../../terminal";

/** What a guard gets from outside. */
export interface GuardContext {
  readonly environment: NodeJS.ProcessEnv;
  readonly terminal: Terminal;
  /** This machine's time in milliseconds. */
  readonly now: () => number;
  /** Waits. */
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

/** How a guarded apply ended. */
export const GUARD_STATUS = {
  /** The apply is done and proven, and the guard is removed. */
  applied: 0,
  /** The apply failed or was not proven, and the router is as it was. */
  undone: 1,
  /** Nothing was applied. */
  refused: 2,
  /** It is not known what the router has, or it is not all as it was. */
  unknown: 3,
  /** The apply failed, and its changes were kept. */
  kept: 4,
} as const;

/** Says what happens, how much time is left, and what follows if this process ends now. */
export class Narrator {
  private fate: () => string = () => "if this process ends now, the router stays as it is";

  public constructor(private readonly context: GuardContext) {}

  public say(text: string): void {
    this.context.terminal.out(`${text} (${this.fate()})\n`);
  }

  /** From now on, the router undoes the apply at a time. */
  public armedUntil(deadline: number): void {
    this.fate = () => {
      const left = Math.round((deadline - this.context.now()) / 1000);
      return left <= 0
        ? "the time is up: the router undoes the apply"
        : `${clock(left)} left; if this process ends now, the router undoes the apply then`;
    };
  }

  /** From now on, the router is left as it is. */
  public ended(how: string): void {
    this.fate = () => how;
  }
}

/** `2:05` for 125 seconds. */
const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
