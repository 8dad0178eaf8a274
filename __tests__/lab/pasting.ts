import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import spawn from "cross-spawn";

/** Something to try, as it was printed. */
export interface Printed {
  readonly what: string;
  readonly text: string;
}

/** The things to try in what a lab has printed. */
export function printedThings(output: string): readonly Printed[] {
  const [, list = ""] = output.split(/^To try it, .*:\n/m);
  return list
    .trim()
    .split(/\n\n/)
    .map((block) => {
      const [what = "", ...lines] = block.trim().split("\n");
      return { what: what.replace(/^# /, ""), text: lines.map((line) => line.trim()).join("\n") };
    });
}

/** How something that was pasted ended. */
export interface Outcome {
  readonly status: number;
  readonly output: string;
}

/** A shell in which somebody pastes one thing after the other. */
export class Shell {
  private readonly child: ChildProcess;
  private readonly lines: string[] = [];
  private wake: () => void = () => {};

  public constructor() {
    this.child = spawn("bash", [], { stdio: ["pipe", "pipe", "pipe"] });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      createInterface({ input: stream as Readable }).on("line", (line) => {
        this.lines.push(line);
        this.wake();
      });
    }
  }

  /** Pastes commands, and waits for the end of the last. */
  public async paste(text: string): Promise<Outcome> {
    this.lines.length = 0;
    (this.child.stdin as Writable).write(`${text}\nprintf "\\nended: %d\\n" $?\n`);
    for (;;) {
      const end = this.lines.findIndex((line) => line.startsWith("ended: "));
      if (end >= 0) {
        const status = Number(this.lines[end]?.slice("ended: ".length));
        return { status, output: this.lines.slice(0, end).join("\n").trim() };
      }
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  public close(): void {
    this.child.stdin?.end();
  }
}
