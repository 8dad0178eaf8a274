import { consoleValue } from "./command-text";
import type { WrittenField } from "./written-row";

/** The words of a command that give a field a value; none where the provider leaves it out. */
export function fieldWord(
  name: string,
  after: WrittenField | undefined,
  before: WrittenField | undefined,
): string[] {
  const value = after?.value;
  if (name === "fib" && value === "no") {
    // The provider leaves it out.
    return [];
  }
  if (name === "blackhole" && value !== undefined) {
    // The provider sends its value, and RouterOS looks at its presence alone.
    return [name];
  }
  if ((after ?? before)?.isFlag === true) {
    return [value === "yes" ? name : `!${name}`];
  }
  if (value === undefined || value === "") {
    const { cleared } = after ?? before ?? {};
    return [cleared === undefined ? `!${name}` : `${name}=${cleared === "" ? '""' : cleared}`];
  }
  return [`${name}=${consoleValue(value as string)}`];
}

/** Valid property names of RouterOS: nothing else may become a part of a command. */
export const PROPERTY = /^[A-Za-z0-9][A-Za-z0-9./-]*$/;
