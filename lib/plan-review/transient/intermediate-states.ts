import { MENU_OF } from "../../routeros/menus";
import { type PlannedRow, plannedRow } from "../model/planned-row";
import { type RouterChange, rowBefore, rowsAfter } from "../model/router-change";
import { isMove } from "../model/rule-moves";
import { Snapshot } from "../model/snapshot";
import type { ResourceChange } from "../plan/resource-change";
import { ApplyOrder } from "./apply-order";
import type { Operation } from "./operations";

/** A router in the middle of an apply. */
export interface IntermediateState {
  readonly done: ReadonlySet<Operation>;
  /** The operation that was done last, where the moment is the earliest at which it is. */
  readonly last?: Operation;
}

/** The menus whose rows decide about the ways that an apply must not interrupt. */
const MENUS: ReadonlySet<string> = new Set([
  "/interface/list",
  "/interface/list/member",
  "/interface/pppoe-client",
  "/ip/address",
  "/ip/dhcp-client",
  "/ip/firewall/address-list",
  "/ip/firewall/mangle",
  "/ip/firewall/nat",
  "/ip/route",
  "/routing/rule",
  "/routing/table",
]);

/** How many rows all moments of a router may have together: what a second is enough for. */
const MOST_ROWS = 60_000;

/**
 * The moments of an apply at which one operation opens what is wrong, or closes it.
 *
 * There are as many orders as nobody can walk. These are the earliest moment at which each operation is done, and the latest at
 * which it is not; and a danger that only several removals make together shows when all are done and nothing else that need
 * not be. Where operations hide each other, sets of those that matter are looked at besides.
 */
export class IntermediateStates {
  public readonly order: ApplyOrder;
  /** The moments that are looked at. */
  public readonly all: readonly IntermediateState[];
  /** Whether the plan is so large that some moments are left out. */
  public readonly isTruncated: boolean;
  private readonly relevant: readonly ResourceChange[];
  private readonly rows: ReadonlyMap<ResourceChange, Rows>;

  /** @param weight how much more than usual it takes to look at a moment */
  public constructor(
    private readonly change: RouterChange,
    weight = 1,
  ) {
    this.relevant = change.changes.filter((each) => MENUS.has(MENU_OF[each.type] ?? "") || isMove(each));
    this.rows = new Map(this.relevant.map((each) => [each, rowsOf(each)]));
    this.order = new ApplyOrder(this.relevant, change.dependencies);
    const touching = this.order.operations;
    const most = Math.max(8, Math.floor(MOST_ROWS / Math.max(1, this.relevant.length * weight)));
    const chosen = touching.slice(0, Math.floor(most / 2));
    this.isTruncated = chosen.length < touching.length;
    this.all = this.distinct([
      ...chosen.map((operation) => ({ done: this.order.upTo(operation), last: operation })),
      ...chosen.map((operation) => ({ done: this.order.without(operation) })),
      this.together(touching.filter(({ kind }) => kind === "remove")),
      this.together(touching.filter(({ kind }) => kind === "change")),
    ]);
  }

  /** The router at a moment. */
  public at(done: ReadonlySet<Operation>): Snapshot {
    const doneOf = (change: ResourceChange) =>
      this.order.operationsOf(change).filter((operation) => done.has(operation));
    const rows = this.relevant.flatMap((change) => rowsAt(this.rows.get(change), doneOf(change)));
    const order = {
      configuration: this.change.configuration,
      dependencies: this.change.dependencies,
      moves: this.relevant
        .filter(isMove)
        .map((change) => ({ change, isDone: doneOf(change).some(({ kind }) => kind !== "remove") })),
    };
    return new Snapshot(rows, order, this.change.after.lists);
  }

  /** Each moment once, and neither the beginning nor the end of the apply. */
  private distinct(moments: readonly IntermediateState[]): readonly IntermediateState[] {
    const numbers = new Map(this.order.operations.map((operation, i) => [operation, i]));
    const known = new Set<string>();
    return moments.filter(({ done }) => {
      const key = [...done]
        .map((operation) => numbers.get(operation))
        .sort()
        .join();
      const isNew = !known.has(key) && done.size > 0 && done.size < numbers.size;
      known.add(key);
      return isNew;
    });
  }

  /** The earliest moment at which all of some operations are done. */
  private together(operations: readonly Operation[]): IntermediateState {
    return { done: this.order.upTo(...operations) };
  }
}

/** The rows of a resource: what there is of it at the one or the other moment. */
interface Rows {
  readonly before: readonly PlannedRow[];
  readonly made: readonly PlannedRow[];
  readonly after: readonly PlannedRow[];
}

function rowsOf(change: ResourceChange): Rows {
  const made = change.after && plannedRow(change, change.after);
  return {
    before: rowBefore(change),
    made: made === undefined ? [] : [made],
    after: rowsAfter(change),
  };
}

/** The rows of a resource once some of its operations are done. */
function rowsAt(rows: Rows | undefined, done: readonly Operation[]): readonly PlannedRow[] {
  const isDone = (wanted: Operation["kind"]): boolean => done.some(({ kind }) => kind === wanted);
  if (rows === undefined || isDone("change")) {
    return rows?.after ?? [];
  }
  return [...(isDone("remove") ? [] : rows.before), ...(isDone("make") ? rows.made : [])];
}
