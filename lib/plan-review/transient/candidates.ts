import type { ApplyOrder } from "./apply-order";
import type { Budget } from "./budget";
import { DownSets } from "./down-sets";
import { type Fingerprint, influentialOf } from "./influence";
import type { Operation } from "./operations";

/** A state of the router in the middle of an apply: some operations are done, the others are not. */
export interface IntermediateState {
  readonly done: ReadonlySet<Operation>;
  /** The operation that is done last, where the state is the earliest in which it is done. */
  readonly last?: Operation;
}

/** Which states a search looks at. */
export interface Candidates {
  readonly states: readonly IntermediateState[];
  /** Whether some are left out because there are too many. */
  readonly isTruncated: boolean;
}

/**
 * States that show what one operation does: for each, the earliest state in which it is done and the latest in which it is
 * not. Besides, all deletions together and all updates together, which can cause a fault that none of them causes alone.
 */
export function singleCandidates(order: ApplyOrder, most: number): Candidates {
  const { operations } = order;
  const chosen = operations.slice(0, Math.floor(most / 2));
  const allOf = (kind: Operation["kind"]): IntermediateState => ({
    done: order.upTo(...operations.filter((operation) => operation.kind === kind)),
  });
  const states = [
    ...chosen.map((operation) => ({ done: order.upTo(operation), last: operation })),
    ...chosen.map((operation) => ({ done: order.without(operation) })),
    allOf("delete"),
    allOf("update"),
  ];
  return {
    states: distinct(states, operations),
    isTruncated: chosen.length < operations.length,
  };
}

/** At most so many random orders are walked to find the operations that matter. */
const MOST_RANDOM_ORDERS = 6;

/** States in which several operations that matter are done, and the others that matter are not. */
export function jointCandidates(order: ApplyOrder, fingerprint: Fingerprint, budget: Budget): Candidates {
  const { operations } = order;
  const randomOrders = Math.min(MOST_RANDOM_ORDERS, Math.floor(budget.jointStates / operations.length));
  const influential = influentialOf(order, fingerprint, randomOrders);
  const { sets, isTruncated } = new DownSets([...influential], order).atMost(budget.jointStates);
  const states = sets
    .map((set) => ({ done: order.upTo(...set) }))
    .filter(({ done }) => done.size > 0 && done.size < operations.length);
  // Evaluating them is not taken from the budget for explanations.
  budget.grant(sets.length);
  return { states, isTruncated };
}

/** Each state once, without the beginning and the end of the apply. */
function distinct(
  states: readonly IntermediateState[],
  operations: readonly Operation[],
): readonly IntermediateState[] {
  const numbers = new Map(operations.map((operation, i) => [operation, i]));
  const known = new Set<string>();
  return states.filter(({ done }) => {
    const key = [...done]
      .map((operation) => numbers.get(operation))
      .sort()
      .join();
    const isNew = !known.has(key) && done.size > 0 && done.size < numbers.size;
    known.add(key);
    return isNew;
  });
}
