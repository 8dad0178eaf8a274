import type { ApplyOrder } from "./apply-order";
import { DownSets, keyOf } from "./down-sets";
import type { Operation } from "./operations";

/** What can be read of a router once some operations are done; equal where nothing differs. */
export type Reading = (done: ReadonlySet<Operation>) => string;

/**
 * The operations that change a reading by themselves: at the earliest moment at which they can be done, at the latest, or
 * where one of some orders that are drawn by chance has them.
 */
export function influentialOf(order: ApplyOrder, read: Reading, orders: number): ReadonlySet<Operation> {
  const { operations } = order;
  const known = new Map<string, string>();
  const influential = new Set<Operation>();
  const readOnce = (done: ReadonlySet<Operation>): string => {
    const key = keyOf(done, operations);
    const found = known.get(key) ?? read(done);
    known.set(key, found);
    return found;
  };
  const compare = (done: ReadonlySet<Operation>, operation: Operation): void => {
    const without = new Set([...done].filter((other) => other !== operation));
    if (!influential.has(operation) && readOnce(done) !== readOnce(without)) {
      influential.add(operation);
    }
  };
  for (const operation of operations) {
    compare(order.upTo(operation), operation);
    compare(new Set([...order.without(operation), operation]), operation);
  }
  const ideals = new DownSets(operations, order);
  for (let i = 0; i < orders; i += 1) {
    for (const done of ideals.inAnyOrder()) {
      const last = [...done].at(-1);
      if (last !== undefined) {
        compare(done, last);
      }
    }
  }
  return influential;
}
