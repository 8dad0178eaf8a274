import { abandonStep } from "./progress";

/** Signals that end the demo, and the exit codes that say so. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** What has been started or made, and how it is undone: at the end, on a failure, on Ctrl-C. */
export class Cleanup {
  private readonly tasks: (() => void | Promise<void>)[] = [];
  private interrupted = false;

  constructor() {
    for (const signal of Object.keys(SIGNALS) as (keyof typeof SIGNALS)[]) {
      // Not `once`: npm and the terminal may both send it, and a second one must not cut the cleaning short.
      process.on(signal, () => void this.interrupt(SIGNALS[signal]));
    }
    // Whoever reads our output has gone, as in `npm run demo | head`.
    process.stdout.on("error", () => void this.interrupt(SIGNALS.SIGINT));
  }

  /** Adds a task; the last one added is done first. */
  add(task: () => void | Promise<void>): void {
    this.tasks.unshift(task);
  }

  /** Does every task once. */
  async run(): Promise<void> {
    for (const task of this.tasks.splice(0)) await task();
  }

  private async interrupt(code: number): Promise<void> {
    if (this.interrupted) return;
    this.interrupted = true;
    abandonStep();
    await this.run();
    process.exit(code);
  }
}
