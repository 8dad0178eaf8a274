import type { GatewayDescription } from "../gateway-description";
import { defaultRouteTable, MAIN } from "../router-names";
import type { Wan } from "../wan/wan";
import { ClassifyBy, RouterTraffic } from "./balancing";
import { byRouterName, reduced } from "./weights";

/** Whether a classifier chooses the WAN of a new connection. */
export function isClassified({ balancing }: GatewayDescription): boolean {
  return balancing?._kind === "classifier";
}

/** Whether every user keeps one WAN, and uses the others in a fixed order while it is down. */
export function keepsUsers({ balancing }: GatewayDescription): boolean {
  return balancing?.classifyBy === ClassifyBy.SOURCE_ADDRESS;
}

/** Whether what the router sends from a WAN's address leaves by that WAN. */
export function routesBySource(description: GatewayDescription): boolean {
  return description.sourceRouting === true || isClassified(description);
}

/**
 * Whether the router's own connections are classified.
 *
 * They are not if the classifier hashes source addresses, because the router is one user, nor with
 * `RouterTraffic.FAILOVER`. They need the address of a LAN as their source, which tells them from the connections of a
 * program that has bound a WAN's address. That is impossible if a client writes routes, which do not set a source, and if
 * the gateway has a table of its own, which the router's own connections do not use.
 */
export function classifiesRouter(description: GatewayDescription): boolean {
  return (
    isClassified(description) &&
    !keepsUsers(description) &&
    description.balancing?.routerTraffic !== RouterTraffic.FAILOVER &&
    defaultRouteTable(description) === MAIN &&
    routerAddress(description) !== undefined &&
    description.wans.every((wan) => !wan._kind.isRoutedByClient)
  );
}

/** The source of the router's own connections until they are masqueraded, with its prefix length. */
export function routerAddress({ lans }: GatewayDescription): string | undefined {
  return lans.find(({ address }) => address !== undefined)?.address;
}

/** Whether a WAN gets new connections from the classifier: it does if it is enabled and in the lowest enabled tier. */
export function hasClassifierRules(wan: Wan, description: GatewayDescription): boolean {
  const enabled = description.wans.filter(({ disabled }) => !disabled);
  return isClassified(description) && !wan.disabled && enabled.every(({ tier }) => wan.tier <= tier);
}

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

/**
 * The distance of a WAN's default routes: its tier, so that routes of one tier are equal. With `RouterTraffic.FAILOVER` it
 * is the WAN's position by tier and then by `wans`, so that the router uses one WAN at a time.
 */
export function defaultDistance(wan: Wan, { wans, balancing }: GatewayDescription): number {
  if (balancing?.routerTraffic !== RouterTraffic.FAILOVER) {
    return wan.tier;
  }
  const inOrder = [...wans].sort((a, b) => a.tier - b.tier);
  return inOrder.indexOf(wan) + 1;
}
