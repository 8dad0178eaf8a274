import type { Menu, MenuRows } from "../routeros/rows";

/** A row of the router: its menu, its fields, the place of its resource and the rows that it depends on. */
export interface RowSpec<In extends Menu = Menu> {
  readonly menu: In;
  /** Ids below the gateway, such as `["wlan1", "address"]`. They are part of the API: another id replaces the row. */
  readonly path: readonly string[];
  /** The row as RouterOS holds it. */
  readonly row: Readonly<MenuRows[In]>;
  /** The rows that are applied before this one, and destroyed after it. */
  readonly dependsOn: readonly RowSpec[];
  /** The path that this row may have had before; the row is then changed instead of created. */
  readonly movedFrom?: readonly string[];
}
