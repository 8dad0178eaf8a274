import { shortened } from "../../text/printable";
import type { Section } from "./fit";

/** How many characters of one text a Markdown report shows. */
const MOST_CHARACTERS = 2_000;

/** Text that Markdown renders literally: no markup, no HTML, no line breaks, no hidden characters. */
export function cell(text: string, most = MOST_CHARACTERS): string {
  return (
    shortened(text.replace(/\s+/g, " "), most)
      .replace(/[\\`*_[\]|~#]/g, "\\$&")
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      // GitHub would notify the person that is mentioned, even if the @ were an entity.
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

/** A section that a reader opens. */
export function foldedSection(priority: number, summary: string, items: readonly string[]): Section {
  return {
    priority,
    head: `<details><summary>${summary}</summary>\n\n`,
    items,
    separator: "\n",
    tail: "\n\n</details>",
  };
}
