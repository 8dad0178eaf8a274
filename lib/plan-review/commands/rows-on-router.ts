import { identityIn } from "../../routeros/row-identity";
import type { ResourceChange } from "../plan/resource-change";
import { quotedInFind } from "./command-text";
import { knownField, type WrittenRow } from "./written-row";

type Condition = readonly [name: string, value: string];

/** The rows of the plan that the router has at one time of the apply, and how a command finds each of them. */
export class RowsOnRouter {
  private readonly rows = new Map<ResourceChange, WrittenRow[]>();
  private readonly byCondition = new Map<string, Set<WrittenRow>>();
  private searches = 0;

  /** Whether any row was looked for. */
  public get isSearched(): boolean {
    return this.searches > 0;
  }

  /** The row of a resource: the older one while there are two. */
  public rowOf(change: ResourceChange): WrittenRow | undefined {
    return this.rows.get(change)?.[0];
  }

  /** The newest row of a resource. */
  public newestOf(change: ResourceChange): WrittenRow | undefined {
    return this.rows.get(change)?.at(-1);
  }

  public add(change: ResourceChange, row: WrittenRow): void {
    this.rows.set(change, [...(this.rows.get(change) ?? []), row]);
    for (const key of keysOf(row)) {
      const found = this.byCondition.get(key) ?? new Set();
      this.byCondition.set(key, found.add(row));
    }
  }

  public remove(change: ResourceChange): void {
    const [row, ...others] = this.rows.get(change) ?? [];
    this.rows.set(change, others);
    for (const key of row === undefined ? [] : keysOf(row)) {
      this.byCondition.get(key)?.delete(row as WrittenRow);
    }
  }

  /** `[find comment=...]`; undefined where no condition tells the row from the others of its menu. */
  public find(row: WrittenRow): string | undefined {
    this.searches += 1;
    const conditions = selectorsOf(row).find((each) => each.length > 0 && this.isOnly(row, each));
    return (
      conditions && `[find ${conditions.map(([name, value]) => `${name}=${quotedInFind(value)}`).join(" ")}]`
    );
  }

  private isOnly(row: WrittenRow, conditions: readonly Condition[]): boolean {
    const sets = conditions.map((condition) => this.byCondition.get(keyOf(row.menu, condition)) ?? new Set());
    const [smallest] = sets.sort((a, b) => a.size - b.size);
    for (const other of smallest ?? []) {
      if (
        other !== row &&
        conditions.every(([name, value]) => knownField(other as WrittenRow, name) === value)
      ) {
        return false;
      }
    }
    return true;
  }
}

/** The ways to tell a row from others, best first. */
function selectorsOf(row: WrittenRow): readonly (readonly Condition[])[] {
  const pick = (names: Iterable<string>): readonly Condition[] =>
    [...names].flatMap((name): Condition[] => {
      const value = knownField(row, name);
      return value === undefined || row.fields.get(name)?.isFlag === true ? [] : [[name, value]];
    });
  const comment = pick(["comment"]);
  const { identifiedBy } = identityIn(row.menu);
  const identity = pick(identifiedBy);
  return comment.length > 0
    ? [comment, [...comment, ...identity], pick(row.fields.keys())]
    : [identity, pick(row.fields.keys())];
}

function keysOf(row: WrittenRow): readonly string[] {
  return [...row.fields.keys()].flatMap((name) => {
    const value = knownField(row, name);
    return value === undefined ? [] : [keyOf(row.menu, [name, value])];
  });
}

const keyOf = (menu: string, [name, value]: Condition): string => `${menu} ${name}=${value}`;
