import { printableLine } from "../../text/printable";

/** A value as a RouterOS script needs it: in quotes unless it is a plain word. [manual: scripting, constant escape sequences] */
export function consoleValue(value: string): string {
  return /^[\w.:/,!*@%-]+$/.test(value) ? value : inQuotes(value);
}

/** A value within `[find ...]`, which is an expression: there `,` and `!` are operators. */
export function quotedInFind(value: string): string {
  return /^[\w.:/-]+$/.test(value) ? value : inQuotes(value);
}

function inQuotes(value: string): string {
  const escaped = [...value].map((letter) => {
    if (/["\\$?]/.test(letter)) {
      return `\\${letter}`;
    }
    return letter >= " " && letter <= "~" ? letter : hexOf(letter);
  });
  return `"${escaped.join("")}"`;
}

/** A character outside ASCII as its UTF-8 bytes. */
function hexOf(letter: string): string {
  const bytes = [...new TextEncoder().encode(letter)];
  return bytes.map((byte) => `\\${byte.toString(16).padStart(2, "0").toUpperCase()}`).join("");
}

/** A comment on one line, whatever the text contains. */
export function commentLine(text: string): string {
  return `# ${printableLine(text.replace(/\s+/g, " "))}`;
}
