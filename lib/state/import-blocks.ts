import type { ResourceMatch } from "./matching";

/** Terraform's JSON with an `import` block for each row that was matched. */
export function importBlocks(matches: readonly ResourceMatch[]): string {
  const blocks = matches.flatMap((match) =>
    match.kind === "row" ? [{ to: match.resource.address, id: match.row[".id"] }] : [],
  );
  return `${JSON.stringify({ import: blocks }, null, 2)}\n`;
}
