import type { Wan } from "../../lib";
import type { RowSpec } from "../../lib/gateway/row-spec";
import type { Plan } from "../../lib/plan-review";
import { Dependencies } from "../../lib/plan-review/plan/dependencies";
import type { ResourceChange } from "../../lib/plan-review/plan/resource-change";
import { ApplyOrder } from "../../lib/plan-review/transient/apply-order";
import type { Operation } from "../../lib/plan-review/transient/operations";

/** A row as text, by its resource: what the provider sends of it. */
export interface SentRow {
  readonly address: string;
  readonly menu: string;
  readonly values: Readonly<Record<string, string>>;
}

/** What Terraform does to one resource. */
export interface Step {
  readonly kind: Operation["kind"];
  readonly before?: SentRow;
  readonly after?: SentRow;
}

/** The attributes of which a change makes the provider replace a row. */
const REPLACING: Readonly<Record<string, readonly string[]>> = {
  "routing/table": ["fib"],
  "ip/dns/static": ["type"],
  "interface/list": ["name"],
};

/** The rows of a gateway, and those that each waits for. */
interface Graph {
  readonly rows: ReadonlyMap<string, SentRow>;
  readonly after: ReadonlyMap<string, readonly string[]>;
}

/** An apply that turns the rows of one gateway into those of another, in any order that Terraform may take. */
export class SimulatedApply {
  public readonly before: readonly SentRow[];
  public readonly after: readonly SentRow[];
  private readonly steps: ReadonlyMap<Operation, Step>;
  private readonly order: ApplyOrder;
  private readonly graphs: readonly [Graph, Graph];

  /** @param wans of the gateway that comes: a renamed one's resources are moved */
  public constructor(before: readonly RowSpec[], after: readonly RowSpec[], wans: readonly Wan[]) {
    const moves = movesOf(new Set(before.map(placeOf)), after, wans);
    const old = graphOf(before, (place) => moves.get(place) ?? place);
    const now = graphOf(after, (place) => place);
    this.graphs = [old, now];
    this.before = [...old.rows.values()];
    this.after = [...now.rows.values()];
    const addresses = [...new Set([...old.rows.keys(), ...now.rows.keys()])];
    const changes = addresses.flatMap((address) => changeOf(old.rows.get(address), now.rows.get(address)));
    this.order = new ApplyOrder(changes, dependenciesOf(old, now));
    this.steps = new Map(
      this.order.operations.map((operation) => [
        operation,
        {
          kind: operation.kind,
          before: operation.kind === "create" ? undefined : old.rows.get(operation.change.address),
          after: operation.kind === "delete" ? undefined : now.rows.get(operation.change.address),
        },
      ]),
    );
  }

  /** The steps in one of the orders that Terraform may take: of those that may come next, the one of the lowest rank. */
  public inOrderOf(rank: (step: Step) => number): Step[] {
    const waiting = new Map(
      this.order.operations.map((operation) => [operation, this.order.upTo(operation).size - 1]),
    );
    const ranks = new Map([...this.steps].map(([operation, step]) => [operation, rank(step)]));
    const done: Step[] = [];
    while (waiting.size > 0) {
      const free = [...waiting].filter(([, count]) => count === 0).map(([operation]) => operation);
      const [first, ...others] = free;
      if (first === undefined) {
        throw new Error("the operations wait for each other in a circle");
      }
      const next = others.reduce((a, b) => ((ranks.get(b) ?? 0) < (ranks.get(a) ?? 0) ? b : a), first);
      waiting.delete(next);
      for (const later of this.order.from(next)) {
        waiting.set(later, (waiting.get(later) ?? 0) - 1);
      }
      waiting.delete(next);
      done.push(this.steps.get(next) as Step);
    }
    return done;
  }

  /** Whether some row waits, through others, for itself, once a state remembers what was and what is: Terraform refuses that. */
  public get isTurned(): boolean {
    const open = new Set<string>();
    const closed = new Set<string>();
    const visit = (address: string): boolean => {
      if (open.has(address)) {
        return true;
      }
      if (closed.has(address)) {
        return false;
      }
      open.add(address);
      const turned = this.graphs.some(({ after }) => (after.get(address) ?? []).some(visit));
      open.delete(address);
      closed.add(address);
      return turned;
    };
    return this.graphs.some(({ rows }) => [...rows.keys()].some(visit));
  }
}

function placeOf({ path }: RowSpec): string {
  return path.join("/");
}

/** Where the state finds resources that were known by another place before. */
function movesOf(
  before: ReadonlySet<string>,
  after: readonly RowSpec[],
  wans: readonly Wan[],
): ReadonlyMap<string, string> {
  const moves = new Map<string, string>();
  for (const row of after) {
    const former = wans.find(({ name }) => name === row.path[0])?.renamedFrom;
    const places = [row.path, ...(row.movedFrom === undefined ? [] : [row.movedFrom])];
    const all = [
      ...places,
      ...(former === undefined ? [] : places.map((path) => [former, ...path.slice(1)])),
    ];
    const from = all.map((path) => path.join("/")).find((place) => before.has(place));
    if (from !== undefined) {
      moves.set(from, placeOf(row));
    }
  }
  return moves;
}

function graphOf(placed: readonly RowSpec[], addressOf: (place: string) => string): Graph {
  const nameOf = (row: RowSpec) => addressOf(placeOf(row));
  return {
    rows: new Map(
      placed.map((row) => [
        nameOf(row),
        { address: nameOf(row), menu: row.menu.slice(1), values: sent(row.row) },
      ]),
    ),
    after: new Map(placed.map((row) => [nameOf(row), row.dependsOn.map(nameOf)])),
  };
}

/** The values of a row as REST has them. */
function sent(row: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(row)
      .filter(([name, value]) => !(name === "gateway" && value === ""))
      .map(([name, value]) => [name, Array.isArray(value) ? value.join(",") : String(value)]),
  );
}

function changeOf(before: SentRow | undefined, after: SentRow | undefined): ResourceChange[] {
  const change = (action: ResourceChange["action"]) => {
    const address = (after ?? before)?.address ?? "";
    return [{ address, block: address, action, mode: "managed" } as unknown as ResourceChange];
  };
  if (before === undefined || after === undefined) {
    return change(before === undefined ? "create" : "delete");
  }
  const names = [...new Set([...Object.keys(before.values), ...Object.keys(after.values)])];
  const changed = names.filter((name) => before.values[name] !== after.values[name]);
  if (changed.length === 0) {
    return [];
  }
  const isReplaced = changed.some((name) => REPLACING[after.menu]?.includes(name));
  return change(isReplaced ? "delete-create" : "update");
}

/** The state remembers all that a resource waited for, through others too. */
function dependenciesOf(old: Graph, now: Graph): Dependencies {
  const blocks = new Map(
    [...now.after].map(([address, dependsOn]) => [address, { address, dependsOn, unfollowed: [] }]),
  );
  const stateDependencies = new Map<string, string[]>();
  const remembered = (address: string): string[] => {
    const known = stateDependencies.get(address);
    if (known !== undefined) {
      return known;
    }
    const direct = old.after.get(address) ?? [];
    const all = [...new Set(direct.flatMap((other) => [other, ...remembered(other)]))];
    stateDependencies.set(address, all);
    return all;
  };
  [...old.rows.keys()].forEach(remembered);
  return new Dependencies({ configuration: { blocks }, stateDependencies } as unknown as Plan);
}
