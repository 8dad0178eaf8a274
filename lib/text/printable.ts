/**
 * Characters that a reader does not see as what they are: control and format characters (the overrides of the writing
 * direction among them), line separators, and halves of surrogate pairs.
 */
export const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

const EACH = new RegExp(UNPRINTABLE, "gu");

/** As JSON writes it: a character beyond the first 65,536 by its two halves. */
const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`,
  ).join("");

/**
 * Text that a terminal, an editor or a web page shows as it is: every unprintable character but the line feed becomes an
 * escape such as `\u202e`. In the text of a JSON document these are JSON's own escapes, so it keeps its meaning.
 */
export function printable(text: string): string {
  return text.replace(EACH, (letter) => (letter === "\n" ? letter : escaped(letter)));
}

/** The same for a text that must stay within its line: the line feed becomes an escape too. */
export function printableLine(text: string): string {
  return text.replace(EACH, (letter) => (letter === "\n" ? "\\n" : escaped(letter)));
}

/** A printable line of at most so many characters; a longer one ends with three dots. */
export function shortened(text: string, most: number): string {
  // What is cut off need not be escaped: the text may be long.
  const line = printableLine(text.slice(0, most + 1));
  return text.length <= most && line.length <= most ? line : `${whole(line.slice(0, most - 3))}...`;
}

/** A text without an escape or a letter that was cut in half at its end. */
function whole(text: string): string {
  return text.replace(/\\(u[0-9a-f]{0,3})?$|[\ud800-\udbff]$/, "");
}
