import ora, { type Ora } from "ora";
import { createColors } from "picocolors";
import { secondsSince } from "../tools/progress";

/** Says what is going on: a line that lives while a step runs at a terminal, plain lines elsewhere. */

const out = process.stdout;
const isTerminal = out.isTTY === true;

/** Colours at a terminal only: `CI` or a pipe must not get them. */
export const colors = createColors(isTerminal && process.env["NO_COLOR"] === undefined);

const TICK_MS = 100;

/** Says where a running step is. */
export type ProgressReport = (detail: string) => void;

/** Prints text of any number of lines. */
export function say(text = ""): void {
  out.write(`${text}\n`);
}

/** Prints a line while a step runs, above the step's own; nothing once the story is abandoned. */
export function tell(text: string): void {
  if (!abandoned) {
    running?.clear();
    say(text);
  }
}

/** Complains of what went wrong beside the story; at the end of an abandoned one that is no news. */
export function warn(problem: unknown): void {
  if (!abandoned) {
    running?.clear();
    console.error(problem instanceof Error ? problem.message : problem);
  }
}

/** Prints the heading of a chapter. */
export function heading(text: string): void {
  say(`\n${colors.bold(text)}`);
}

/** Runs a step, shows where it is and for how long it has been running, and what it came to. */
export async function step<T>(title: string, work: (report: ProgressReport) => Promise<T>): Promise<T> {
  if (abandoned) {
    return never();
  }
  const line = isTerminal ? new LiveLine(title) : new PlainLines(title);
  try {
    const result = await work((detail) => {
      // What a stopped command has said before it ended may still come in.
      if (!abandoned) {
        line.report(detail);
      }
    });
    if (abandoned) {
      return await never();
    }
    line.end(true);
    return result;
  } catch (error) {
    if (abandoned) {
      return await never();
    }
    line.end(false);
    throw error;
  }
}

/** Ends the story: the terminal is left clean, the running step never comes back, and no other one starts. */
export function abandonSteps(): void {
  abandoned = true;
  running?.erase();
}

let abandoned = false;

const never = (): Promise<never> => new Promise(() => {});

/** One line at a terminal, with the time that has passed. */
class LiveLine {
  private readonly start = Date.now();
  private readonly spinner: Ora;
  private readonly timer: NodeJS.Timeout;
  private detail = "";

  constructor(private readonly title: string) {
    running = this;
    // Ctrl-C is ours to handle: the terminal's input stays as it is.
    this.spinner = ora({ text: this.text, stream: out, discardStdin: false }).start();
    this.timer = setInterval(() => this.draw(), TICK_MS);
  }

  report(detail: string): void {
    this.detail = detail;
    this.draw();
  }

  end(ok: boolean): void {
    this.erase();
    this.spinner[ok ? "succeed" : "fail"](`${this.title} ${colors.dim(secondsSince(this.start))}`);
  }

  /** Takes the line away, so that something else may be printed. */
  erase(): void {
    clearInterval(this.timer);
    running = undefined;
    this.spinner.stop();
  }

  /** Makes room for a line above; the next tick draws this one below it. */
  clear(): void {
    this.spinner.clear();
  }

  private draw(): void {
    this.spinner.text = this.text;
  }

  private get text(): string {
    // One line, whatever the terminal's width: two columns are the spinner's.
    return `${this.title} ${secondsSince(this.start)}  ${this.detail}`.slice(0, Math.max(out.columns - 3, 1));
  }
}

/** A line when a step starts, one per report, and one at its end. */
class PlainLines {
  private readonly start = Date.now();

  constructor(private readonly title: string) {
    say(`- ${title}`);
  }

  report(detail: string): void {
    say(`  ${detail}`);
  }

  end(ok: boolean): void {
    say(`  ${ok ? "done" : "failed"} after ${secondsSince(this.start)}: ${this.title}`);
  }
}

let running: LiveLine | undefined;
