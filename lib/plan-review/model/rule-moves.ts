import type { Configuration } from "../plan/configuration";
import type { Dependencies } from "../plan/dependencies";
import type { Attributes, ResourceChange } from "../plan/resource-change";
import type { PlannedRow } from "./planned-row";

/** What decides the order of the rules of one menu. */
export interface OrderSources {
  readonly configuration: Configuration;
  readonly dependencies: Dependencies;
  readonly moves: readonly Move[];
}

/** A `routeros_move_items`, applied or not. */
export interface Move {
  readonly change: ResourceChange;
  /** Whether what it says after the apply is so already. */
  readonly isDone: boolean;
}

/** The `routeros_move_items` among changes, all done or none. */
export const movesIn = (changes: readonly ResourceChange[], isDone: boolean): readonly Move[] =>
  changes.filter(isMove).map((change) => ({ change, isDone }));

export const isMove = ({ type }: ResourceChange): boolean => type === "routeros_move_items";

/**
 * The rules of a menu in the order in which the router checks them.
 *
 * A plan does not show the position of a rule. Existing rules are assumed to be in the order of their ids, which is
 * the order in which they were made; new ones come after them in the order in which Terraform makes them, and where
 * it may choose, by address. `place_before` and `routeros_move_items` then move them.
 */
export function inRuleOrder(rows: readonly PlannedRow[], sources: OrderSources): readonly PlannedRow[] {
  const existing = rows.filter(({ routerId }) => routerId !== undefined);
  const made = rows.filter(({ routerId }) => routerId === undefined);
  const byId = existing
    .map((row) => ({ row, id: idNumber(row.routerId) }))
    .sort((a, b) => a.id - b.id)
    .map(({ row }) => row);
  const all =
    made.length === 0 ? byId : placed([...byId, ...inMakingOrder(made, sources.dependencies)], sources);
  return sources.moves.length === 0 ? all : moved(all, sources);
}

/** `*1A` as a number. */
function idNumber(id = ""): number {
  const number = Number.parseInt(id.replace(/^\*/, ""), 16);
  return Number.isNaN(number) ? Number.MAX_SAFE_INTEGER : number;
}

/** New rules in an order in which Terraform may make them: each after those it waits for, and else by address. */
function inMakingOrder(rows: readonly PlannedRow[], dependencies: Dependencies): readonly PlannedRow[] {
  const byBlock = new Map<string, PlannedRow[]>();
  const stageOf = ({ change }: PlannedRow): number => dependencies.stageOf(change.block);
  const sorted = [...rows].sort(
    (a, b) => stageOf(a) - stageOf(b) || compare(a.change.address, b.change.address),
  );
  for (const row of sorted) {
    byBlock.set(row.change.block, [...(byBlock.get(row.change.block) ?? []), row]);
  }
  const ordered: PlannedRow[] = [];
  const seen = new Set<string>();
  for (const { change } of sorted) {
    const open: { block: string; ready: boolean }[] = [{ block: change.block, ready: false }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next.ready) {
        ordered.push(...(byBlock.get(next.block) ?? []));
      } else if (!seen.has(next.block)) {
        seen.add(next.block);
        open.push({ block: next.block, ready: true });
        open.push(...[...dependencies.of(next.block)].reverse().map((block) => ({ block, ready: false })));
      }
    }
  }
  return ordered;
}

/** New rules with `place_before`; if that rule is outside the plan, they stay at the end. */
function placed(rows: readonly PlannedRow[], { configuration }: OrderSources): readonly PlannedRow[] {
  const before = new Map<PlannedRow, PlannedRow[]>();
  const find = finder(rows);
  const free = rows.filter((row) => {
    const target = row.routerId === undefined ? placeOf(row, configuration, find) : undefined;
    if (target === undefined || target === row) {
      return true;
    }
    const placedThere = before.get(target) ?? [];
    before.set(target, placedThere);
    placedThere.push(row);
    return false;
  });
  // A rule comes after those that are placed before it. A chain of them can be longer than calls can be deep.
  const ordered: PlannedRow[] = [];
  const open = [...free].reverse().map((row) => ({ row, ready: false }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { row, ready } = next;
    if (ready) {
      ordered.push(row);
    } else {
      open.push({ row, ready: true });
      open.push(...[...(before.get(row) ?? [])].reverse().map((other) => ({ row: other, ready: false })));
    }
  }
  return ordered.length === rows.length ? ordered : rows;
}

/** The rule that a new rule is placed before. */
export function placeOf(
  row: PlannedRow,
  { blocks }: Configuration,
  find: (id: string) => PlannedRow | undefined,
): PlannedRow | undefined {
  const wanted = row.change.after?.get("place_before");
  const [mentioned] = blocks.get(row.change.block)?.mentions.get("place_before") ?? [];
  return (typeof wanted === "string" ? find(wanted) : undefined) ?? (mentioned ? find(mentioned) : undefined);
}

/**
 * `routeros_move_items` moves the rules of its sequence one after the other, to the position of the last of them. Before that,
 * new rules are last.
 */
function moved(rows: readonly PlannedRow[], { moves, configuration }: OrderSources): readonly PlannedRow[] {
  const find = finder(rows);
  return moves.reduce((ordered, { change, isDone }) => {
    const { before, after, block } = change;
    const mentioned = configuration.blocks.get(block)?.mentions.get("sequence") ?? [];
    const later = membersOf(after, find, mentioned);
    if (isDone) {
      return inSequence(ordered, later);
    }
    // The last of them stays where it is, and may be made before the others.
    const made = new Set(later.slice(0, -1).filter(({ routerId }) => routerId === undefined));
    const unmoved = inSequence(ordered, membersOf(before, find));
    return [...unmoved.filter((row) => !made.has(row)), ...unmoved.filter((row) => made.has(row))];
  }, rows);
}

type Find = ReturnType<typeof finder>;

/** The rules of a sequence; where it is not known yet, those that the configuration mentions. */
function membersOf(
  move: Attributes | undefined,
  find: Find,
  mentioned: readonly string[] = [],
): readonly PlannedRow[] {
  const sequence = move?.get("sequence");
  const named = typeof sequence === "string" ? sequence.split(",") : [];
  return [...new Set((named.length > 0 ? named : mentioned).flatMap((id) => find(id) ?? []))];
}

function inSequence(rows: readonly PlannedRow[], members: readonly PlannedRow[]): readonly PlannedRow[] {
  const chosen = new Set(members);
  const last = members.at(-1);
  return rows.flatMap((row) => (row === last ? members : chosen.has(row) ? [] : [row]));
}

/** Finds a rule by its id on the router, its address or its block. */
export function finder(rows: readonly PlannedRow[]): (id: string) => PlannedRow | undefined {
  const found = new Map<string, PlannedRow>();
  for (const row of rows) {
    for (const id of [row.change.block, row.change.address, row.routerId ?? row.change.address]) {
      found.set(id, row);
    }
  }
  return (id) => found.get(id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
