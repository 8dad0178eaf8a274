import { readFile } from "node:fs/promises";
import { text as readAll } from "node:stream/consumers";

/** An input of a command that cannot be used. The message is one line. */
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
    throw new InputError(`${source} cannot be read: ${reasonOf(error)}`);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "no permission",
  EISDIR: "it is a folder",
  ENOENT: "no such file or folder",
  ENOTDIR: "a part of its path is a file",
};

/** Why a file cannot be read or written. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ""] ?? code ?? message;
}
