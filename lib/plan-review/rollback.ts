import { MENU_OF, ORDERED_MENUS, SINGLETON_MENUS } from "../routeros/menus";
import type { RouterChange } from "./model/router-change";
import { changesRouter, type ResourceChange } from "./plan/resource-change";

/** How a router gets back to what it was, and what stays otherwise. */
export interface Rollback {
  /** What a plan of the reverted configuration does, in one sentence for each kind of operation. */
  readonly steps: readonly string[];
  /** What no apply brings back. */
  readonly remains: readonly string[];
}

/**
 * The way back: revert the change, plan, review and apply again. Terraform then does the reverse in reverse order.
 * Nothing is undone by itself: REST knows no safe mode.
 */
export function rollbackOf({ changes, configuration }: RouterChange): Rollback {
  const changed = changes.filter(changesRouter);
  const of = (...actions: readonly string[]) => changed.filter(({ action }) => actions.includes(action));
  const made = of("create", "create-forget");
  const replaced = of("delete-create", "create-delete");
  const [updated, deleted] = [of("update"), of("delete")];
  const again = [...deleted, ...replaced];
  const ordered = again.filter(({ type }) => ORDERED_MENUS.has(MENU_OF[type] ?? ""));
  const singletons = changed.filter(({ type }) => SINGLETON_MENUS.has(MENU_OF[type] ?? ""));
  const unplaced = ordered.filter(
    ({ block }) => !configuration.blocks.get(block)?.configured.has("place_before"),
  );
  return {
    steps: [
      ...said(made, "is removed", "are removed"),
      ...said(updated, "is set back", "are set back"),
      ...said(replaced, "is replaced again", "are replaced again"),
      ...said(deleted, "is made again", "are made again"),
    ],
    remains: [
      ...(again.length > 0
        ? ["Rows that are made again get new ids, and their counters start at zero."]
        : []),
      ...(unplaced.length > 0
        ? [
            `${rows(unplaced)} made again ${unplaced.length === 1 ? "comes" : "come"} last in the menu, wherever ${unplaced.length === 1 ? "it" : "they"} stood: ${names(unplaced)}.`,
          ]
        : []),
      ...(singletons.length > 0
        ? [
            `Settings of the device get the configuration's values, not those from before it: ${names(singletons)}.`,
          ]
        : []),
      "Connections that the apply has moved or broken move or break once more.",
    ],
  };
}

function said(changes: readonly ResourceChange[], one: string, many: string): readonly string[] {
  return changes.length === 0 ? [] : [`${rows(changes)} ${changes.length === 1 ? one : many}.`];
}

function rows({ length }: readonly ResourceChange[]): string {
  return length === 1 ? "1 row" : `${length} rows`;
}

/** How many addresses a sentence names. */
const MOST_NAMES = 5;

function names(changes: readonly ResourceChange[]): string {
  const shown = changes.slice(0, MOST_NAMES).map(({ address }) => address);
  const more = changes.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}
