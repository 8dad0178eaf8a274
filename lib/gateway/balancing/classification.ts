import type { GatewayDescription } from "../gateway-description";
import { MAIN, routesTable } from "../router-names";
import { type Wan, WanKind } from "../wan/wan";
import { ClassifyBy } from "./balancing";
import { inOrderOfNames, reduced } from "./weights";

/** Whether a classifier chooses the WAN of a new connection. */
export function isClassified({ balancing }: GatewayDescription): boolean {
  return balancing?._kind === "classifier";
}

/** Whether every user keeps one WAN, and has an order of those that stand in for it. */
export function keepsUsers({ balancing }: GatewayDescription): boolean {
  return balancing?.classifyBy === ClassifyBy.SOURCE_ADDRESS;
}

/** Whether what the router sends from a WAN's address leaves by that WAN. */
export function routesBySource(description: GatewayDescription): boolean {
  return description.sourceRouting === true || isClassified(description);
}

/**
 * Whether the router's own connections are classified. Not by source address: the router is one user. Nor where one WAN
 * stands in for the other. They must carry
 * an address of a LAN, to be told from those that a program has bound to a WAN's: the routes of a DHCP client do not say
 * which source to take, nor does a gateway with a table of its own lead the router anywhere.
 */
export function classifiesRouter(description: GatewayDescription): boolean {
  return (
    isClassified(description) &&
    !keepsUsers(description) &&
    description.balancing?.routerFailover !== true &&
    routesTable(description) === MAIN &&
    routerAddress(description) !== undefined &&
    description.wans.every(({ kind }) => kind !== WanKind.DHCP)
  );
}

/** The address that the router's own connections carry until they are masqueraded, with its prefix length. */
export function routerAddress({ lans }: GatewayDescription): string | undefined {
  return lans.find(({ address }) => address !== undefined)?.address;
}

/** Whether new connections are given to a WAN: one of the lowest tier that is not disabled. */
export function hasClassifierRules(wan: Wan, description: GatewayDescription): boolean {
  const enabled = description.wans.filter(({ disabled }) => !disabled);
  return isClassified(description) && !wan.disabled && enabled.every(({ tier }) => wan.tier <= tier);
}

/** The parts of all connections that are a WAN's among the WANs of its tier, and how many there are in all. */
export function partsOf(
  wan: Wan,
  description: GatewayDescription,
): { readonly own: readonly number[]; readonly all: number } {
  const tier = inOrderOfNames(description.wans.filter((other) => !other.disabled && other.tier === wan.tier));
  const units = reduced(tier.map(({ weight }) => weight));
  const owners = units.flatMap((count, i) => Array.from({ length: count }, () => tier[i]));
  return {
    own: owners.flatMap((owner, part) => (owner === wan ? [part] : [])),
    all: owners.length,
  };
}

/**
 * What the names of a WAN's equal default routes end with: nothing, and a number from the second one on where weights are
 * repeated routes.
 */
export function repeatsOf(wan: Wan, description: GatewayDescription): string[] {
  const isRepeated = description.balancing?._kind === "repeated routes";
  const count = isRepeated ? Math.max(1, partsOf(wan, description).own.length) : 1;
  return Array.from({ length: count }, (_, i) => (i === 0 ? "" : `-${i + 1}`));
}

/**
 * The distance of a WAN's default routes: its tier, so that those of a tier are equal; or its place in the order of tiers
 * and of `wans`, where the router takes one after the other.
 */
export function defaultDistance(wan: Wan, { wans, balancing }: GatewayDescription): number {
  if (balancing?.routerFailover !== true) {
    return wan.tier;
  }
  const inOrder = [...wans].sort((a, b) => a.tier - b.tier);
  return inOrder.indexOf(wan) + 1;
}
