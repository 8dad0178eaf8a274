import { MENU_OF, ORDERED_MENUS, SINGLETON_MENUS } from "../routeros/menus";
import type { RouterChange } from "./model/router-change";
import { changesRouter, type ResourceChange } from "./plan/resource-change";
import { counted, listedUpTo } from "./text/list-text";

/** How a router gets back to what it was, and what stays different. */
export interface Rollback {
  /** What a plan of the reverted configuration does, in one sentence for each kind of operation. */
  readonly steps: readonly string[];
  /** What no apply restores. */
  readonly remains: readonly string[];
}

/** What a rollback does: revert the change, plan, review and apply again. REST has no safe mode that would undo an apply. */
export function rollbackOf({ changes, configuration, sources }: RouterChange): Rollback {
  const changed = changes.filter(changesRouter);
  const of = (...actions: readonly string[]) => changed.filter(({ action }) => actions.includes(action));
  const created = of("create", "create-forget");
  const replaced = of("delete-create", "create-delete");
  const [updated, deleted] = [of("update"), of("delete")];
  const recreated = [...deleted, ...replaced];
  const singletons = changed.filter(({ type }) => SINGLETON_MENUS.has(MENU_OF[type] ?? ""));
  const unplaced = recreated.filter(
    ({ type, block }) =>
      ORDERED_MENUS.has(MENU_OF[type] ?? "") &&
      !configuration.blocks.get(block)?.configured.has("place_before"),
  );
  return {
    steps: [
      ...step(created, "is deleted", "are deleted"),
      ...step(updated, "gets its earlier values back", "get their earlier values back"),
      ...step(replaced, "is replaced again", "are replaced again"),
      ...step(deleted, "is created again", "are created again"),
      ...(sources.length < 2
        ? []
        : [`Apply the plans in the reverse order: ${[...sources].reverse().join(", ")}.`]),
    ],
    remains: [
      ...(recreated.length > 0
        ? ["Rows that are created again get new ids, and their counters start at zero."]
        : []),
      ...(unplaced.length > 0
        ? [`Rules that are created again end up last in their menu: ${addresses(unplaced)}.`]
        : []),
      ...(singletons.length > 0
        ? [
            `Device-wide settings get the values of the configuration, not those that the router had before it: ${addresses(singletons)}.`,
          ]
        : []),
      "Connections that the apply moved or broke move or break again.",
    ],
  };
}

function step(changes: readonly ResourceChange[], one: string, many: string): readonly string[] {
  const count = changes.length;
  return count === 0 ? [] : [`${counted(count, "row")} ${count === 1 ? one : many}.`];
}

/** How many addresses a sentence names. */
const MOST_ADDRESSES = 5;

function addresses(changes: readonly ResourceChange[]): string {
  return listedUpTo(
    MOST_ADDRESSES,
    changes.map(({ address }) => address),
  );
}
