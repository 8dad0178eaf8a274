/** What may go wrong with a write. */
export type Fault =
  /** The router says no and does nothing. */
  | "refuse"
  /** The router gives up on its session, after a short while, and does nothing. */
  | "time-out"
  /** The connection breaks before anything is done. */
  | "drop-before"
  /** The connection breaks after everything is done: the client cannot know. */
  | "drop-after"
  /** The router takes its time, and does it. */
  | { readonly delayMs: number };

/** A switch for tests: makes chosen writes go wrong, counted from the moment it is set. */
export class Faults {
  private readonly planned = new Map<number, Fault>();
  private count = 0;

  /** How long a session lasts before `time-out` closes it. A router waits 60 seconds. */
  sessionMs = 50;

  /** The writes so far: PUT, PATCH, DELETE, and each POST of a command that changes rows. */
  get writes(): number {
    return this.count;
  }

  /** Lets the k-th write from now, counted from 1, go wrong. */
  onWrite(k: number, fault: Fault): void {
    this.planned.set(this.count + k, fault);
  }

  /** Takes back what has not happened yet. */
  clear(): void {
    this.planned.clear();
  }

  /** Counts a write and says what is to become of it. */
  take(): Fault | undefined {
    this.count += 1;
    const fault = this.planned.get(this.count);
    this.planned.delete(this.count);
    return fault;
  }
}
