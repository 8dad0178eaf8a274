import type { ApplyOrder } from "./apply-order";
import { DownSets, downSetKey } from "./down-sets";
import type { Operation } from "./operations";

/** A text of everything about a router that matters once some operations are done; equal texts mean no difference. */
export type Fingerprint = (done: ReadonlySet<Operation>) => string;

/**
 * The operations that change the fingerprint by themselves: in the earliest state in which they can be done, in the latest,
 * or in one of some random orders.
 */
export function influentialOf(
  order: ApplyOrder,
  fingerprint: Fingerprint,
  randomOrders: number,
): ReadonlySet<Operation> {
  const { operations } = order;
  const known = new Map<string, string>();
  const influential = new Set<Operation>();
  const fingerprintOnce = (done: ReadonlySet<Operation>): string => {
    const key = downSetKey(done, operations);
    const found = known.get(key) ?? fingerprint(done);
    known.set(key, found);
    return found;
  };
  const compare = (done: ReadonlySet<Operation>, operation: Operation): void => {
    const without = new Set([...done].filter((other) => other !== operation));
    if (!influential.has(operation) && fingerprintOnce(done) !== fingerprintOnce(without)) {
      influential.add(operation);
    }
  };
  for (const operation of operations) {
    compare(order.upTo(operation), operation);
    compare(new Set([...order.without(operation), operation]), operation);
  }
  const downSets = new DownSets(operations, order);
  for (let i = 0; i < randomOrders; i += 1) {
    for (const done of downSets.inRandomOrder()) {
      const last = [...done].at(-1);
      if (last !== undefined) {
        compare(done, last);
      }
    }
  }
  return influential;
}
