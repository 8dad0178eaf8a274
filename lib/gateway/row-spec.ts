import type { Menu, MenuRows } from "../routeros/rows";

/** A row, its menu, the place of its resource in the construct tree, and the rows that must stand before it. */
export interface RowSpec<In extends Menu = Menu> {
  readonly menu: In;
  /** Ids below the gateway, such as `["wlan1", "address"]`. They are API: a change replaces the row. */
  readonly path: readonly string[];
  /** The row as RouterOS will hold it. */
  readonly row: Readonly<MenuRows[In]>;
  /** The rows that are applied before this one, and destroyed after it. */
  readonly dependsOn: readonly RowSpec[];
  /** Whether the row was known by the path without its last id before, and is to be changed, not made anew. */
  readonly tookOver: boolean;
}

/** Places a row; what is placed never changes. */
export function rowSpec<In extends Menu>(
  menu: In,
  path: readonly string[],
  row: MenuRows[In],
  after: readonly RowSpec[],
  tookOver = false,
): RowSpec<In> {
  return Object.freeze({
    menu,
    path: Object.freeze([...path]),
    row: Object.freeze(row),
    dependsOn: Object.freeze([...after]),
    tookOver,
  });
}
