import type { ApplyOrder } from "./apply-order";
import type { Operation } from "./operations";

/** Sets of operations, each of which an order may have done while it has not done the others. */
export interface SomeDownSets {
  readonly sets: readonly ReadonlySet<Operation>[];
  /** Whether there are more of them. */
  readonly isTruncated: boolean;
}

/** The sets in which some operations may be done while the others of them are not: the ideals of their order. */
export class DownSets {
  private readonly needs: ReadonlyMap<Operation, readonly Operation[]>;
  private readonly chance = numbersByChance();

  public constructor(
    private readonly operations: readonly Operation[],
    order: Pick<ApplyOrder, "upTo">,
  ) {
    const known = new Set(operations);
    this.needs = new Map(
      operations.map((operation) => [
        operation,
        [...order.upTo(operation)].filter((other) => other !== operation && known.has(other)),
      ]),
    );
  }

  /** All of them; where there are more than so many, those that as many orders drawn by chance pass through, and no more. */
  public atMost(most: number): SomeDownSets {
    const found = new Map<string, ReadonlySet<Operation>>();
    const open: ReadonlySet<Operation>[] = [new Set()];
    while (open.length > 0 && found.size <= most) {
      const done = open.pop() as ReadonlySet<Operation>;
      const key = keyOf(done, this.operations);
      if (!found.has(key)) {
        found.set(key, done);
        open.push(...this.readyAfter(done).map((operation) => new Set([...done, operation])));
      }
    }
    if (found.size <= most) {
      return { sets: [...found.values()], isTruncated: false };
    }
    found.clear();
    // Some are passed through so rarely that nobody can wait for them.
    for (let orders = 0; orders < most && found.size < most; orders += 1) {
      for (const done of this.inAnyOrder()) {
        found.set(keyOf(done, this.operations), done);
      }
    }
    return { sets: [...found.values()].slice(0, most), isTruncated: true };
  }

  /** Those that one order passes through, which is drawn by chance: the same in every run. */
  public *inAnyOrder(): Generator<ReadonlySet<Operation>> {
    let done: ReadonlySet<Operation> = new Set();
    let ready = this.readyAfter(done);
    while (ready.length > 0) {
      done = new Set([...done, ready[this.chance(ready.length)] as Operation]);
      yield done;
      ready = this.readyAfter(done);
    }
  }

  /** The operations that may be done next. */
  private readyAfter(done: ReadonlySet<Operation>): readonly Operation[] {
    return this.operations.filter(
      (operation) => !done.has(operation) && this.needs.get(operation)?.every((other) => done.has(other)),
    );
  }
}

/** What tells sets of some operations apart. */
export function keyOf(done: ReadonlySet<Operation>, operations: readonly Operation[]): string {
  return operations.map((operation) => (done.has(operation) ? 1 : 0)).join("");
}

/** Whole numbers below another one: the multiplicative generator of Park and Miller. */
function numbersByChance(): (below: number) => number {
  let last = 1;
  return (below) => {
    last = (last * 48_271) % 2_147_483_647;
    return last % below;
  };
}
