import { abandonSteps, say } from "./print-progress";

/** Signals that end the demo, and the exit codes that say so. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** What has been started or made, and how it is undone: at the end, on a failure, on Ctrl-C. */
export class Cleanup {
  private readonly tasks: (() => void | Promise<void>)[] = [];
  private interrupted = false;
  private cleaning: Promise<void> | undefined;

  constructor() {
    for (const signal of Object.keys(SIGNALS) as (keyof typeof SIGNALS)[]) {
      // Not `once`: npm and the terminal may both send it, and a second one must not cut the cleaning short.
      process.on(signal, () => void this.interrupt(SIGNALS[signal]));
    }
    // The program that reads our output has ended, as in `npm run demo | head`.
    process.stdout.on("error", () => void this.interrupt(SIGNALS.SIGINT));
  }

  /** Adds a task; the last one added is done first. */
  add(task: () => void | Promise<void>): void {
    this.tasks.unshift(task);
  }

  /** Does the work, and then every task; after an interruption the work's own end, good or bad, is of no interest. */
  async after(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } finally {
      await this.clean();
      if (this.interrupted) {
        await new Promise(() => {});
      }
    }
  }

  private clean(): Promise<void> {
    this.cleaning ??= this.doTasks();
    return this.cleaning;
  }

  private async doTasks(): Promise<void> {
    const problems: unknown[] = [];
    for (const task of this.tasks) {
      try {
        await task();
      } catch (error) {
        // One that fails must not keep the others from being done.
        problems.push(error);
      }
    }
    for (const problem of problems) {
      console.error(`Cleaning up failed: ${problem instanceof Error ? problem.message : problem}`);
      process.exitCode = 1;
    }
  }

  private async interrupt(code: number): Promise<void> {
    if (this.interrupted) {
      return;
    }
    this.interrupted = true;
    abandonSteps();
    say("\nInterrupted: cleaning up.");
    await this.clean();
    process.exit(code);
  }
}
