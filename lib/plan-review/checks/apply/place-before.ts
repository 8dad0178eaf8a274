import { MENU_OF, ORDERED_MENUS } from "../../../routeros/menus";
import type { ChangeCheck } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import type { ResourceChange } from "../../plan/resource-change";

/**
 * `place_before` beside other writes to the same menu: the provider does not lock the list of rules, so new rules can end up
 * last. It never reads their position, so no later plan shows this. [measured, provider 1.99.1]
 */
export const placeBefore: ChangeCheck = ({ change: { changes, configuration, dependencies } }) => {
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
    const wanted = written.filter(
      ({ action, block }) =>
        action !== "update" && configuration.blocks.get(block)?.configured.has("place_before"),
    );
    const isOrdered = ({ block: one }: ResourceChange, { block: other }: ResourceChange): boolean =>
      dependencies.waitsFor(one, other) || dependencies.waitsFor(other, one);
    const placed = wanted.filter((rule) =>
      written.some((other) => other !== rule && !isOrdered(rule, other)),
    );
    return placed.length === 0
      ? []
      : [
          {
            id: "place-before-lost",
            severity: "warning",
            verdict: "unknown",
            subject: menu,
            resources: placed.map(({ address }) => address),
            message: `New rules of ${menu} use place_before while the plan writes other rules of that menu (${written.length} in all) that they do not wait for; with Terraform's default parallelism some of the new rules can end up last, without an error.`,
            remediation:
              "Apply with -parallelism=1, chain the rules with depends_on, or order them with routeros_move_items.",
          },
        ];
  });
};

/** The actions that write to the shared list. */
const WRITING: ReadonlySet<string> = new Set([
  "create",
  "update",
  "delete-create",
  "create-delete",
  "create-forget",
]);
