import { createInterface } from "node:readline/promises";
import { InputError } from "./input";

/**
 * Asks a question on the terminal; anything but yes is no.
 *
 * @throws InputError where there is nobody to be asked
 */
export async function confirmOnTerminal(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new InputError("nobody is there to be asked, so nothing was changed: write --yes to go ahead");
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
