import { readFile } from "node:fs/promises";
import { text as readAll } from "node:stream/consumers";

/** Something that a user handed to a command and that cannot be used. The message is one line. */
export class InputError extends Error {}

/** The text of a file, or of the standard input for `-`. */
export async function readText(source: string): Promise<string> {
  if (source === "-") {
    if (process.stdin.isTTY) {
      throw new InputError(
        "no plan: name a file, or pipe one in: terraform show -json PLANFILE | routeros-plan-review",
      );
    }
    return readAll(process.stdin);
  }
  try {
    return await readFile(source, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(`${source} cannot be read${code === undefined ? "" : ` (${code})`}`);
  }
}
