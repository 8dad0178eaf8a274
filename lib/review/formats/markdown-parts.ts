/** Text that a Markdown renderer shows as it is: no markup, no HTML, no line breaks. */
export function cell(text: string): string {
  return (
    text
      .replace(/\s+/g, " ")
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
  return `| ${texts.map(cell).join(" | ")} |`;
}
