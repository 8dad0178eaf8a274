import { isChanged, type RouterChange, routersOf } from "../model/router-change";
import { PlanError } from "../plan/plan-error";
import type { Plan } from "../plan/read-plan";
import { changesRouter } from "../plan/resource-change";
import type { RouterRow } from "./selector";
import { type UndoScript, undoneMenus, undoScript } from "./undo-script";

/** What a plan does to one router, as something that the router can undo by itself. */
export interface PlannedUndo {
  /** How many rows the plan changes. */
  readonly operations: number;
  /** The addresses of the resources that the plan changes. */
  readonly addresses: readonly string[];
  /** The menus that the plan changes. */
  readonly menus: readonly string[];
  /** How many objects of other providers the plan has: nothing undoes what it does to them. */
  readonly others: number;
  /**
   * The script that undoes it.
   *
   * @param rows the rows of `menus` that the router has before the apply
   * @param version the router's version of RouterOS
   */
  script(rows: ReadonlyMap<string, readonly RouterRow[]>, version: string): UndoScript;
}

/**
 * Prepares to undo a plan.
 *
 * @throws PlanError for a plan that changes several routers
 */
export function plannedUndo(plan: Plan): PlannedUndo {
  const routers = routersOf([plan]).filter(isChanged);
  const [router, ...others] = routers;
  if (others.length > 0) {
    throw new PlanError(
      `the plan changes several routers: ${routers.map(({ name }) => name).join(", ")}; make a plan of one with -target`,
    );
  }
  const changed = router?.changes.filter(changesRouter) ?? [];
  return {
    operations: changed.length,
    addresses: changed.map(({ address }) => address),
    menus: router === undefined ? [] : undoneMenus(router),
    others: plan.others,
    script: (rows, version) => undoScript(router ?? noChange(), rows, version),
  };
}

function noChange(): RouterChange {
  throw new PlanError("the plan changes nothing on the router");
}
