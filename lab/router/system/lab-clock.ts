/** The clock of a router: real time, which tests can move. Times are in milliseconds since 1970. */
export class LabClock {
  /** How far it is ahead of this machine's. */
  private ahead = 0;
  /** The part of that which has passed for the router, so that it counts for its uptime. */
  private passed = 0;
  private booted = Date.now();

  get now(): number {
    return Date.now() + this.ahead;
  }

  get uptime(): number {
    return Date.now() + this.passed - this.booted;
  }

  /** Lets time pass. */
  pass(milliseconds: number): void {
    this.ahead += milliseconds;
    this.passed += milliseconds;
  }

  /** Sets the clock forward, or back, as NTP does: no time passes. */
  step(milliseconds: number): void {
    this.ahead += milliseconds;
  }

  /** The router starts again; what the clock shows goes on. */
  boot(): void {
    this.booted = Date.now() + this.passed;
  }
}
