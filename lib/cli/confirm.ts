import { createInterface } from "node:readline/promises";
import { InputError } from "./input";

/**
 * Asks a yes/no question on the terminal; any other answer is no.
 *
 * @throws InputError if the input is not a terminal
 */
export async function confirmOnTerminal(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new InputError("there is no terminal to ask on, so nothing was changed: write --yes to confirm");
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
