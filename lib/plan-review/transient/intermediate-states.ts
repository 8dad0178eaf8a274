import { MENU_OF } from "../../routeros/menus";
import { type PlannedRow, plannedRow } from "../model/planned-row";
import { type RouterChange, rowBefore, rowsAfter } from "../model/router-change";
import { isMove } from "../model/rule-moves";
import { Snapshot } from "../model/snapshot";
import type { ResourceChange } from "../plan/resource-change";
import { ApplyOrder } from "./apply-order";
import { downSetKey } from "./down-sets";
import type { Operation } from "./operations";

/** The menus whose rows decide where traffic goes. */
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

/** The states that a router passes through during an apply. */
export class IntermediateStates {
  public readonly order: ApplyOrder;
  private readonly relevant: readonly ResourceChange[];
  private readonly rows: ReadonlyMap<ResourceChange, RowsOfChange>;
  /** A state keeps what was worked out about it: one search asks for the same state several times. */
  private readonly known = new Map<string, Snapshot>();

  public constructor(private readonly change: RouterChange) {
    this.relevant = change.changes.filter((each) => MENUS.has(MENU_OF[each.type] ?? "") || isMove(each));
    this.rows = new Map(this.relevant.map((each) => [each, rowsOf(each)]));
    this.order = new ApplyOrder(this.relevant, change.dependencies);
  }

  /** How many resources decide where traffic goes. */
  public get size(): number {
    return this.relevant.length;
  }

  /** The router once some operations are done. */
  public at(done: ReadonlySet<Operation>): Snapshot {
    const key = downSetKey(done, this.order.operations);
    const snapshot = this.known.get(key) ?? this.make(done);
    this.known.set(key, snapshot);
    return snapshot;
  }

  private make(done: ReadonlySet<Operation>): Snapshot {
    const doneOf = (change: ResourceChange) =>
      this.order.operationsOf(change).filter((operation) => done.has(operation));
    const rows = this.relevant.flatMap((change) => rowsAt(this.rows.get(change), doneOf(change)));
    const order = {
      configuration: this.change.configuration,
      dependencies: this.change.dependencies,
      moves: this.relevant
        .filter(isMove)
        .map((change) => ({ change, isDone: doneOf(change).some(({ kind }) => kind !== "delete") })),
    };
    return new Snapshot(rows, order, this.change.after.lists);
  }
}

/** The rows of a resource before its operations, while a new one is created, and after. */
interface RowsOfChange {
  readonly before: readonly PlannedRow[];
  readonly created: readonly PlannedRow[];
  readonly after: readonly PlannedRow[];
}

function rowsOf(change: ResourceChange): RowsOfChange {
  const created = change.after && plannedRow(change, change.after);
  return {
    before: rowBefore(change),
    created: created === undefined ? [] : [created],
    after: rowsAfter(change),
  };
}

/** The rows of a resource once some of its operations are done. */
function rowsAt(rows: RowsOfChange | undefined, done: readonly Operation[]): readonly PlannedRow[] {
  const isDone = (wanted: Operation["kind"]): boolean => done.some(({ kind }) => kind === wanted);
  if (rows === undefined || isDone("update")) {
    return rows?.after ?? [];
  }
  return [...(isDone("delete") ? [] : rows.before), ...(isDone("create") ? rows.created : [])];
}
