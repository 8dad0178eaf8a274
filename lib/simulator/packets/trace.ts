import { CannotTell } from "../model";
import { describe, type RowReference } from "../row-reference";

/** One step on a packet's way: what happened, and the rows that made it happen. */
export interface Step {
  readonly rows: readonly RowReference[];
  /** One message. */
  readonly message: string;
}

/** Why a packet went as it went: the steps in order. */
export type Trace = readonly Step[];

/** Writes the steps down while a packet walks. */
export class Tracer {
  private readonly steps: Step[] = [];

  public note(message: string, ...rows: readonly RowReference[]): void {
    this.steps.push({ rows, message });
  }

  public get trace(): Trace {
    return [...this.steps];
  }
}

/** Runs a part of a walk, and returns what is unknown instead of throwing it. */
export function orCannotTell<Result>(run: () => Result): Result | CannotTell {
  try {
    return run();
  } catch (error) {
    if (error instanceof CannotTell) {
      return error;
    }
    throw error;
  }
}

/** A trace as lines of text, for people. */
export function formatTrace(trace: Trace): string {
  return trace
    .map(({ message, rows }) => [message, ...rows.map((row) => `    ${describe(row)}`)].join("\n"))
    .join("\n");
}
