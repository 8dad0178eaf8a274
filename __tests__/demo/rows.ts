import type { ManagedIds } from "../../demo/ownership";
import type { RouterRow } from "../../demo/rest-client";
import type { MenuPath, RowsOfMenus } from "../../demo/router-rows";

/** Rows of menus, with ids `*1`, `*2` ... in every menu. */
export const rowsOf = (menus: Partial<Record<MenuPath, readonly RouterRow[]>>): RowsOfMenus =>
  new Map(
    Object.entries(menus).map(([menu, rows]) => [
      menu as MenuPath,
      rows.map((row, index) => ({ ".id": `*${index + 1}`, ...row })),
    ]),
  );

/** Every row is Terraform's. */
export const allManaged = (rows: RowsOfMenus): ManagedIds =>
  new Map([...rows].map(([menu, list]) => [menu, new Set(list.map((row) => row[".id"] ?? ""))]));
