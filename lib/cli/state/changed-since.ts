import { isUnchanged } from "../../state/differences";
import type { Fields } from "../../state/fields";
import type { StateMenu } from "../../state/state-menus";
import type { RouterClient } from "../router";

/**
 * Reads rows again directly before one of them is written, imported or removed.
 *
 * @param shown the rows as they were shown to the user
 * @returns why the rows must not be changed; undefined if they have not changed since
 */
export async function changedSince(
  router: RouterClient,
  menu: StateMenu,
  shown: readonly Fields[],
): Promise<string | undefined> {
  const rows = (await router.rows([menu.path])).get(menu.path) ?? [];
  for (const row of shown) {
    const now = menu.singleton ? rows[0] : rows.find((one) => one[".id"] === row[".id"]);
    if (now === undefined) {
      return `row ${row[".id"]} was removed after it was read`;
    }
    if (!isUnchanged(menu, row, now)) {
      return `row ${row[".id"] ?? menu.path} was changed after it was read`;
    }
  }
  return undefined;
}
