import Table from "cli-table3";
import type { ArticleSection, SectionPart } from "./article-sections";
import { FEW, isRoutersOwn, type ManagedIds, SHARED } from "./ownership";
import { colors } from "./print-progress";
import type { RouterRow } from "./rest-client";
import type { MenuPath, RowsOfMenus } from "./router-rows";
import { cellsOf, columnsOf, legendOf } from "./row-cells";

/** No column is wider, so that a table fits a page: what is longer is wrapped. */
const WIDEST = 32;

const PADDING = 2;

/** Whose a row is. */
type Owner = "ours" | "router" | "foreign";

interface ShownRow {
  readonly row: RouterRow;
  /** The row's number in its menu, as `print` counts. */
  readonly number: number;
  readonly owner: Owner;
}

/** Draws a section of the article: its commands, and below them the rows that correspond to them on the router. */
export function drawSection(section: ArticleSection, rows: RowsOfMenus, managed: ManagedIds): string {
  const commands = section.commands.map((line) =>
    colors.cyan(line.startsWith("/") ? `  ${line}` : `    ${line}`),
  );
  const notes = (section.notes ?? []).map((line) => colors.dim(`  ${line}`));
  const parts = section.parts.map((part) => drawPart(part, rows, managed));
  return [colors.bold(section.heading), ...commands, ...notes, ...parts].join("\n");
}

function drawPart({ menu, rows: belongs }: SectionPart, rows: RowsOfMenus, managed: ManagedIds): string {
  const here = (rows.get(menu) ?? [])
    .map((row, number) => ({ row, number, owner: ownerOf(menu, row, managed) }))
    .filter(({ row }) => belongs?.(row) ?? true);
  const foreign = here.filter(({ owner }) => owner === "foreign").length;
  const shown = foreign > FEW ? here.filter(({ owner }) => owner !== "foreign") : here;
  const legend = legendOf(
    menu,
    shown.map(({ row }) => row),
  );
  const hidden = foreign > FEW ? [colors.yellow(`  and ${foreign} rows of somebody else's`)] : [];
  return [`  on the router: /${menu}${legend}`, drawTable(menu, shown), ...hidden].join("\n");
}

/** A table as wide as its rows need, with a line under its head only; a column without content is left out. */
function drawTable(menu: MenuPath, shown: readonly ShownRow[]): string {
  const isList = menu !== SHARED;
  const head = [...(isList ? ["#"] : []), ...columnsOf(menu), ...(isList ? ["comment"] : [])];
  const body = shown.map(({ row, number, owner }) => ({
    owner,
    cells: [
      ...(isList ? [String(number)] : []),
      ...cellsOf(menu, row),
      ...(isList ? [commentOf(owner, row)] : []),
    ],
  }));
  const used = head.flatMap((name, at) =>
    name !== "" || body.some(({ cells }) => cells[at] !== "") ? [at] : [],
  );
  const widthOf = (at: number): number => {
    const lines = [head, ...body.map(({ cells }) => cells)].flatMap((cells) => (cells[at] ?? "").split("\n"));
    return Math.min(Math.max(...lines.map((line) => line.length)) + PADDING, WIDEST);
  };
  const table = new Table({
    head: used.map((at) => head[at] ?? ""),
    colWidths: used.map(widthOf),
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const { owner, cells } of body) {
    const ink = owner === "ours" ? String : colors.yellow;
    table.push(used.map((at) => ink(cells[at] ?? "")));
  }
  return table
    .toString()
    .split("\n")
    .filter(
      (line, at, lines) => !line.startsWith("├") || lines.findIndex((other) => other.startsWith("├")) === at,
    )
    .map((line) => `  ${line}`)
    .join("\n");
}

function ownerOf(menu: MenuPath, row: RouterRow, managed: ManagedIds): Owner {
  if (menu === SHARED) {
    return managed.has(menu) ? "ours" : "foreign";
  }
  if (managed.get(menu)?.has(row[".id"] ?? "") === true) {
    return "ours";
  }
  return isRoutersOwn(row) ? "router" : "foreign";
}

/** The comment of a row of ours says which gateway it belongs to; of the others it is said whose they are. */
function commentOf(owner: Owner, row: RouterRow): string {
  if (owner === "ours") {
    return row["comment"] ?? "";
  }
  if (owner === "router") {
    return "the router's own";
  }
  return row["comment"] === undefined ? "somebody else's" : `somebody else's:\n${row["comment"]}`;
}
