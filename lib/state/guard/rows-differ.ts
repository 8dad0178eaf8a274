import { isArgument } from "../../routeros/arguments";
import { ORDERED_MENUS } from "../../routeros/menus";
import { type Fields, isDynamic, meaning } from "../fields";
import type { RouterRowsByMenu } from "../matching";

/** The menus whose rows differ between two readings, ids, counters and rows of the router's own aside. */
export function menusThatDiffer(before: RouterRowsByMenu, after: RouterRowsByMenu): readonly string[] {
  return [...before.keys()].filter((menu) => textOf(menu, before) !== textOf(menu, after));
}

function textOf(menu: string, rows: RouterRowsByMenu): string {
  const texts = (rows.get(menu) ?? []).filter((row) => !isDynamic(row)).map((row) => rowText(menu, row));
  return (ORDERED_MENUS.has(menu) ? texts : texts.sort()).join("\n");
}

function rowText(menu: string, row: Fields): string {
  const fields = Object.entries(row).filter(([name]) => isArgument(menu, name));
  return JSON.stringify(fields.map(([name, value]) => [name, meaning(name, value)]).sort());
}
