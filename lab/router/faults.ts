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
  /** The router starts again before anything is done. */
  | "reboot-before"
  /** The router starts again after everything is done, and before it replies. */
  | "reboot-after"
  /** The router takes its time, and does it. */
  | { readonly delayMs: number }
  /** The router waits for something, and does it. */
  | { readonly after: () => Promise<void> };

/** What may go wrong with every request, from a write on: none reaches the router, or no reply reaches the client. */
export type LastingFault = "drop-before" | "drop-after";

/** A switch for tests: makes chosen writes go wrong, counted from the moment it is set. */
export class Faults {
  private readonly planned = new Map<number, Fault>();
  private readonly plannedByMenu = new Map<string, Fault>();
  private lasting: { readonly from: number; readonly fault: LastingFault } | undefined;
  private count = 0;
  private used = false;

  /** How long a session lasts before `time-out` closes it. A router waits 60 seconds. */
  sessionMs = 50;

  /** The writes so far: PUT, PATCH, DELETE, and each POST of a command that changes rows. */
  get writes(): number {
    return this.count;
  }

  /** Whether any write was ever told to go wrong: what clients know of the rows may then be wrong too. */
  get everSet(): boolean {
    return this.used;
  }

  /** Lets the k-th write from now, counted from 1, go wrong. */
  onWrite(k: number, fault: Fault): void {
    this.used = true;
    this.planned.set(this.count + k, fault);
  }

  /** Lets the next write to a menu, such as `/ip/route`, go wrong: a client may write in any order. */
  onWriteTo(menu: string, fault: Fault): void {
    this.used = true;
    this.plannedByMenu.set(menu, fault);
  }

  /** Lets every request from the k-th write from now on go wrong, reads included, until it is taken back. */
  fromWrite(k: number, fault: LastingFault): void {
    this.used = true;
    this.lasting = { from: this.count + k, fault };
  }

  /** Takes back what has not happened yet, and what lasts. */
  clear(): void {
    this.lasting = undefined;
    this.planned.clear();
    this.plannedByMenu.clear();
  }

  /** Counts a write to a menu and says what is to become of it. */
  take(menu: string): Fault | undefined {
    this.count += 1;
    const fault = this.planned.get(this.count) ?? this.plannedByMenu.get(menu);
    this.planned.delete(this.count);
    this.plannedByMenu.delete(menu);
    return fault ?? this.ofReads;
  }

  /** What is to become of a request that writes nothing. */
  get ofReads(): LastingFault | undefined {
    return this.lasting !== undefined && this.count >= this.lasting.from ? this.lasting.fault : undefined;
  }
}
