import { MENU_OF, ORDERED_MENUS } from "../../provider/menus";
import type { ResourceChange } from "../plan/resource-change";
import type { ChangeFamily } from "./family";
import type { Claim } from "./finding";

/**
 * `place_before` beside other writes of the same menu: the provider changes a list that they share without a lock, and
 * new rules land last. It never asks where they stand, so that no later plan shows it. [measured, provider 1.99.1]
 */
export const placement: ChangeFamily = ({ change: { changes, configuration } }) => {
  const writes = new Map<string, ResourceChange[]>();
  for (const change of changes) {
    const menu = MENU_OF[change.type] ?? "";
    if (ORDERED_MENUS.has(menu) && WRITING.has(change.action)) {
      const list = writes.get(menu) ?? [];
      list.push(change);
      writes.set(menu, list);
    }
  }
  return [...writes].flatMap(([menu, written]): Claim[] => {
    const placed = written.filter(
      ({ action, block }) =>
        action !== "update" && configuration.blocks.get(block)?.configured.has("place_before"),
    );
    return placed.length === 0 || written.length < 2
      ? []
      : [
          {
            id: "place-before-lost",
            severity: "warning",
            verdict: "cannot tell",
            subject: menu,
            resources: placed.map(({ address }) => address),
            sentence: `New rules of ${menu} say place_before, and the plan writes ${written.length} rules of that menu: at Terraform's usual parallelism some of the new ones land last, silently.`,
            advice: "Apply with -parallelism=1, or order the rules by routeros_move_items.",
          },
        ];
  });
};

/** What the provider does under the list that it shares. */
const WRITING: ReadonlySet<string> = new Set([
  "create",
  "update",
  "delete-create",
  "create-delete",
  "create-forget",
]);
