import type { GatewayDescription } from "../gateway-description";
import { Otherwise, type Policy } from "./policy";

/** Policies by what carries them out. */
export interface PoliciesByMechanism {
  /** The first policies: routes to their destinations are enough, and cost packets nothing. */
  readonly routed: readonly Policy[];
  /** The others: routing rules that select a table of each policy. */
  readonly ruled: readonly Policy[];
}

/**
 * Sorts the policies of a gateway.
 *
 * A policy with sources needs rules. Rules come before the default routes, so a policy before it needs rules too if its
 * connections may fall through to the balancing. So does every policy after it, because routes would come before the rules.
 */
export function policiesByMechanism({ policies = [] }: GatewayDescription): PoliciesByMechanism {
  const hasSources = policies.some(({ from }) => from !== undefined);
  const isRuled = ({ from, otherwise = Otherwise.BALANCE }: Policy) =>
    from !== undefined || (hasSources && otherwise === Otherwise.BALANCE);
  const first = policies.findIndex(isRuled);
  const count = first === -1 ? policies.length : first;
  return { routed: policies.slice(0, count), ruled: policies.slice(count) };
}
