import { MAIN_TABLE } from "../../routeros/route-fields";
import type { GatewayDescription } from "../gateway-description";
import { defaultRouteTable } from "../router-names";
import type { Wan } from "../wan/wan";
import { ClassifyBy, RouterTraffic } from "./balancing";

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
    defaultRouteTable(description) === MAIN_TABLE &&
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
