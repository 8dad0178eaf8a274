import { MENU_OF, ORDERED_MENUS } from "../../../routeros/menus";
import type { ChangeCheck } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import type { Dependencies } from "../../plan/dependencies";
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
    if (isChain(written, dependencies)) {
      return [];
    }
    const isOrdered = ({ block: one }: ResourceChange, { block: other }: ResourceChange): boolean =>
      dependencies.waitsFor(one, other) || dependencies.waitsFor(other, one);
    const isAlone = (rule: ResourceChange): boolean =>
      written.every((other) => other === rule || isOrdered(rule, other));
    const isEachCompared = written.length <= MOST_COMPARED;
    const placed = isEachCompared ? wanted.filter((rule) => !isAlone(rule)) : wanted;
    return placed.length === 0
      ? []
      : [
          {
            id: "place-before-lost",
            severity: "warning",
            verdict: "unknown",
            subject: menu,
            resources: placed.map(({ address }) => address),
            message: `New rules of ${menu} use place_before while the plan writes other rules of that menu (${written.length} in all) that they do not wait for${isEachCompared ? "" : `, or may not: of more than ${MOST_COMPARED} rules, each with place_before is named`}; with Terraform's default parallelism some of the new rules can end up last, without an error.`,
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

/** Of so many rules each is compared with each other. */
const MOST_COMPARED = 256;

/** Whether each of some rules waits for the next of them by naming it: then they are written one after the other. */
function isChain(written: readonly ResourceChange[], dependencies: Dependencies): boolean {
  const blocks = new Set(written.map(({ block }) => block));
  const behind = (block: string) => dependencies.of(block).filter((other) => blocks.has(other));
  const named = new Set([...blocks].flatMap(behind));
  const [first, ...others] = [...blocks].filter((block) => !named.has(block));
  const passed = new Set<string>();
  for (let next = first; next !== undefined && !passed.has(next); next = behind(next)[0]) {
    passed.add(next);
  }
  return others.length === 0 && passed.size === written.length;
}
