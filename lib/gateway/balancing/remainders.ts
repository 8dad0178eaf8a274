import type { GatewayDescription } from "../gateway-description";
import type { Wan } from "../wan/wan";
import { byRouterName, reduced } from "./weights";

/**
 * The remainders of the hash that are a WAN's, and the denominator.
 *
 * Weights 2 and 1 give the denominator 3: the first WAN has the remainders 0 and 1, the second has 2.
 */
export function remaindersOf(
  wan: Wan,
  description: GatewayDescription,
): { readonly own: readonly number[]; readonly denominator: number } {
  const tier = description.wans
    .filter((other) => !other.disabled && other.tier === wan.tier)
    .sort(byRouterName);
  const units = reduced(tier.map(({ weight }) => weight));
  const owners = units.flatMap((count, i) => Array.from({ length: count }, () => tier[i]));
  return {
    own: owners.flatMap((owner, remainder) => (owner === wan ? [remainder] : [])),
    denominator: owners.length,
  };
}

/**
 * The suffixes of a WAN's equal default routes: one without a suffix and, where weights are repeated routes, numbers from 2
 * on.
 */
export function repeatsOf(wan: Wan, description: GatewayDescription): string[] {
  const isRepeated = description.balancing?._kind === "repeated routes";
  const count = isRepeated ? Math.max(1, remaindersOf(wan, description).own.length) : 1;
  return Array.from({ length: count }, (_, i) => (i === 0 ? "" : `-${i + 1}`));
}
