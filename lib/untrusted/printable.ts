/**
 * Characters that a reader does not see as what they are: control characters (C0, DEL, C1), line separators, marks and
 * overrides of the writing direction, and halves of surrogate pairs.
 */
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const escaped = (letter: string): string => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;

/**
 * Text that a terminal, an editor or a web page shows as it is: every hidden character but the line feed becomes an
 * escape such as `\u202e`. In the text of a JSON document these are JSON's own escapes, so it keeps its meaning.
 */
export function printable(text: string): string {
  return text.replace(HIDDEN, (letter) => (letter === "\n" ? letter : escaped(letter)));
}

/** The same for a text that must stay within its line: the line feed becomes an escape too. */
export function printableLine(text: string): string {
  return text.replace(HIDDEN, (letter) => (letter === "\n" ? "\\n" : escaped(letter)));
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
