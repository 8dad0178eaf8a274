import { shortened } from "../../text/printable";

/** How much of one text a report shows: more of a name is for the JSON report. */
const MOST_LETTERS = 2_000;

/** Text that a Markdown renderer shows as it is: no markup, no HTML, no line breaks, no hidden characters. */
export function cell(text: string, most = MOST_LETTERS): string {
  return (
    shortened(text.replace(/\s+/g, " "), most)
      .replace(/[\\`*_[\]|~#]/g, "\\$&")
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      // A mention would notify somebody: GitHub looks for it in each text between tags, entities decoded.
      .replace(/@/g, "<span>@</span>")
  );
}

/** The first two lines of a table. */
export function tableHead(names: readonly string[]): string {
  return `| ${names.join(" | ")} |\n| ${names.map(() => "---").join(" | ")} |`;
}

/** A line of a table. */
export function tableRow(texts: readonly string[]): string {
  return `| ${texts.map((text) => cell(text)).join(" | ")} |`;
}
