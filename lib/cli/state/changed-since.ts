import { isUnchanged } from "../../state/differences";
import type { Fields } from "../../state/fields";
import type { Menu } from "../../state/state-menus";
import type { Router } from "../router";

/**
 * Reads rows again, to be called directly before one of them is written to, imported or removed.
 *
 * @param shown the rows as they were shown to the user
 * @returns why nothing may be done to them; undefined where each is what was shown
 */
export async function changedSince(
  router: Router,
  menu: Menu,
  shown: readonly Fields[],
): Promise<string | undefined> {
  const rows = (await router.rows([menu.path])).get(menu.path) ?? [];
  for (const row of shown) {
    const now = menu.singleton ? rows[0] : rows.find((one) => one[".id"] === row[".id"]);
    if (now === undefined) {
      return `the row ${row[".id"]} is gone since it was read`;
    }
    if (!isUnchanged(menu, row, now)) {
      return `the row ${row[".id"] ?? menu.path} has changed since it was read`;
    }
  }
  return undefined;
}
