/** Runs one task at a time, and once more for whatever was asked meanwhile: a burst of changes is one run. */
export class Reconciler {
  private current: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;
  private closed = false;

  constructor(private readonly task: () => Promise<void>) {}

  /** Asks for a run that begins after this call; resolves at its end, rejects where it failed. */
  run(): Promise<void> {
    this.next ??= this.current
      .catch(() => {})
      .then(() => {
        this.next = undefined;
        this.current = this.closed ? Promise.resolve() : this.task();
        return this.current;
      });
    return this.next;
  }

  /** Resolves once no run is under way or asked for, however they end. */
  async idle(): Promise<void> {
    await (this.next ?? this.current).catch(() => {});
  }

  /** Lets the current run end, and begins no other. */
  async close(): Promise<void> {
    this.closed = true;
    await this.current.catch(() => {});
  }
}
