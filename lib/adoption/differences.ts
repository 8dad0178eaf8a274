import { type Fields, mean } from "./fields";
import type { Menu } from "./menus";

/** A field in which a row is not what it should be; undefined where a side does not say it. */
export interface Difference {
  readonly field: string;
  readonly wanted?: string;
  readonly found?: string;
}

/** What a router leaves out of the reply for a disabled route, whatever its values are. */
const HIDDEN_WHILE_DISABLED = ["distance", "scope", "target-scope", "routing-table", "check-gateway"];

/** The fields in which a row is not what is wanted of it. */
export function differencesOf(menu: Menu, wanted: Fields, row: Fields): readonly Difference[] {
  return Object.entries(wanted)
    .filter(([field, value]) => !mean(field, value, row[field] ?? menu.absent[field]))
    .filter(([field]) => !isHidden(menu, field, row))
    .map(([field, value]) => ({ field, wanted: value, ...found(row[field]) }));
}

/** The fields of a row that do something and that nobody wants there. */
export function additionsTo(menu: Menu, row: Fields, unsaid: readonly string[]): readonly Difference[] {
  return (menu.sparse ? unsaid : [])
    .filter((field) => row[field] !== undefined && !mean(field, menu.absent[field], row[field]))
    .map((field) => ({ field, ...found(row[field]) }));
}

/** The part of what identifies a row that it shares with what is wanted: 1 for the row itself. */
export function likeness(menu: Menu, wanted: Fields, row: Fields): number {
  const identifying = menu.identifiedBy.filter((field) => wanted[field] !== undefined);
  const alike = identifying.filter((field) => mean(field, wanted[field], row[field] ?? menu.absent[field]));
  return identifying.length === 0 ? 0 : alike.length / identifying.length;
}

function isHidden(menu: Menu, field: string, row: Fields): boolean {
  return (
    menu.path === "/ip/route" &&
    row["disabled"] === "true" &&
    row[field] === undefined &&
    HIDDEN_WHILE_DISABLED.includes(field)
  );
}

const found = (value: string | undefined): { found?: string } =>
  value === undefined ? {} : { found: value };
