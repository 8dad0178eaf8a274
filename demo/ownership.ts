import type { RouterRow } from "./rest-client";
import { MENUS, type MenuPath, type RowsOfMenus } from "./router-rows";

/** Which rows Terraform manages: ids by menu, from its state. */
export type ManagedIds = ReadonlyMap<MenuPath, ReadonlySet<string>>;

/** What a row says about the moment rather than about what was written. */
const PASSING = new Set([
  "active",
  "actual-interface",
  "bytes",
  "connect",
  "ecmp",
  "immediate-gw",
  "inactive",
  "invalid",
  "local-address",
  "packets",
]);

/** Up to so many rows of other people are shown one by one; more are counted. */
export const FEW = 5;

/** The menu whose single row is shared by everybody. */
export const SHARED: MenuPath = "ip/dns";

/** A row that somebody else wrote. */
export interface ForeignRow {
  readonly menu: MenuPath;
  readonly row: RouterRow;
}

/** Whether the router made a row itself, as it does with routes to its own networks. */
export const isRoutersOwn = (row: RouterRow): boolean => row["dynamic"] === "true";

/** The rows that are neither Terraform's nor the router's own. */
export function foreignRows(rows: RowsOfMenus, managed: ManagedIds = new Map()): readonly ForeignRow[] {
  return MENUS.filter((menu) => menu !== SHARED).flatMap((menu) =>
    (rows.get(menu) ?? [])
      .filter((row) => !isRoutersOwn(row) && managed.get(menu)?.has(row[".id"] ?? "") !== true)
      .map((row) => ({ menu, row })),
  );
}

/** One sentence per row that was there before and is not the same now. */
export function changesOf(before: readonly ForeignRow[], after: RowsOfMenus): readonly string[] {
  return before.flatMap(({ menu, row }) => {
    const now = after.get(menu)?.find((other) => other[".id"] === row[".id"]);
    if (now === undefined) {
      return [`/${menu} ${titleOf(row)} is gone`];
    }
    return written(now) === written(row) ? [] : [`/${menu} ${titleOf(row)} has changed`];
  });
}

/** How a row is called in a message. */
export const titleOf = (row: RouterRow): string =>
  row["comment"] === undefined ? `row ${row[".id"]}` : `"${row["comment"]}"`;

const written = (row: RouterRow): string =>
  JSON.stringify(
    Object.entries(row)
      .filter(([name]) => !PASSING.has(name))
      .sort(([a], [b]) => a.localeCompare(b)),
  );
