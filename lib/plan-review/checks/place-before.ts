import { MENU_OF, ORDERED_MENUS } from "../../routeros/menus";
import type { ChangeCheck } from "../findings/check-types";
import type { Finding } from "../findings/finding";
import type { ResourceChange } from "../plan/resource-change";

/**
 * `place_before` beside other writes of the same menu: the provider changes a list that they share without a lock, and
 * new rules land last. It never asks where they stand, so that no later plan shows it. [measured, provider 1.99.1]
 */
export const placeBefore: ChangeCheck = ({ change: { changes, configuration } }) => {
  const writes = new Map<string, ResourceChange[]>();
  for (const change of changes) {
    const menu = MENU_OF[change.type] ?? "";
    if (ORDERED_MENUS.has(menu) && WRITING.has(change.action)) {
      const list = writes.get(menu) ?? [];
      list.push(change);
      writes.set(menu, list);
    }
  }
  return [...writes].flatMap(([menu, written]): Finding[] => {
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
            verdict: "unknown",
            subject: menu,
            resources: placed.map(({ address }) => address),
            message: `New rules of ${menu} say place_before, and the plan writes ${written.length} rules of that menu: at Terraform's usual parallelism some of the new ones land last, silently.`,
            remediation: "Apply with -parallelism=1, or order the rules by routeros_move_items.",
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
