import { createInterface } from "node:readline/promises";
import { Failure } from "../tools/failure";
import { say } from "./print-progress";

/** Asks a person, or takes `--yes` for every answer. */
export class Confirmation {
  constructor(private readonly yes: boolean) {}

  /** Fails with one line if there is no terminal to ask on and no `--yes`. */
  requireAnswers(): void {
    if (!this.yes && !(process.stdin.isTTY === true && process.stdout.isTTY === true)) {
      throw new Failure(
        "A change of a real router needs your confirmation, but there is no terminal: run: npm run demo -- --yes",
      );
    }
  }

  /** Whether the answer is yes; anything but `y` or `yes` is no. */
  async ask(question: string): Promise<boolean> {
    if (this.yes) {
      return true;
    }
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    // The interface takes Ctrl-C for itself: hand it on.
    terminal.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
    // The end of the input is an answer as well.
    const ended = new Promise<string>((resolve) => terminal.once("close", () => resolve("\n")));
    const answer = await Promise.race([terminal.question(`\n${question} [y/N] `), ended]);
    terminal.close();
    if (answer === "\n") {
      say();
    }
    return /^y(es)?$/i.test(answer.trim());
  }
}
