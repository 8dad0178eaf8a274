import type { ApplyOrder } from "./apply-order";
import type { Operation } from "./operations";

/** Some of the sets of operations that can be done while the others are not. */
export interface SomeDownSets {
  readonly sets: readonly ReadonlySet<Operation>[];
  /** Whether there are more. */
  readonly isTruncated: boolean;
}

/** The sets of operations that can be done while the others are not: the down-sets of their order. */
export class DownSets {
  private readonly needs: ReadonlyMap<Operation, readonly Operation[]>;
  private readonly randomBelow = pseudoRandomNumbers();

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

  /** All down-sets. Where there are more than `most`: as many of them, taken from random orders. */
  public atMost(most: number): SomeDownSets {
    const found = new Map<string, ReadonlySet<Operation>>();
    const open: ReadonlySet<Operation>[] = [new Set()];
    while (open.length > 0 && found.size <= most) {
      const done = open.pop() as ReadonlySet<Operation>;
      const key = downSetKey(done, this.operations);
      if (!found.has(key)) {
        found.set(key, done);
        open.push(...this.readyAfter(done).map((operation) => new Set([...done, operation])));
      }
    }
    if (found.size <= most) {
      return { sets: [...found.values()], isTruncated: false };
    }
    found.clear();
    // Some sets occur in so few orders that drawing must stop.
    for (let orders = 0; orders < most && found.size < most; orders += 1) {
      for (const done of this.inRandomOrder()) {
        found.set(downSetKey(done, this.operations), done);
      }
    }
    return { sets: [...found.values()].slice(0, most), isTruncated: true };
  }

  /** The down-sets that one random order passes through; the same in every run. */
  public *inRandomOrder(): Generator<ReadonlySet<Operation>> {
    let done: ReadonlySet<Operation> = new Set();
    let ready = this.readyAfter(done);
    while (ready.length > 0) {
      done = new Set([...done, ready[this.randomBelow(ready.length)] as Operation]);
      yield done;
      ready = this.readyAfter(done);
    }
  }

  /** The operations that can be done next. */
  private readyAfter(done: ReadonlySet<Operation>): readonly Operation[] {
    return this.operations.filter(
      (operation) => !done.has(operation) && this.needs.get(operation)?.every((other) => done.has(other)),
    );
  }
}

/** A text that tells sets of operations apart. */
export function downSetKey(done: ReadonlySet<Operation>, operations: readonly Operation[]): string {
  return operations.map((operation) => (done.has(operation) ? 1 : 0)).join("");
}

/** Whole numbers below a limit, by the generator of Park and Miller. */
function pseudoRandomNumbers(): (below: number) => number {
  let last = 1;
  return (below) => {
    last = (last * 48_271) % 2_147_483_647;
    return last % below;
  };
}
