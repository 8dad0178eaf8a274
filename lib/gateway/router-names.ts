import { MAIN_TABLE } from "../routeros/route-fields";
import type { GatewayDescription } from "./gateway-description";
import type { Lan } from "./lan/lan";
import type { Wan } from "./wan/wan";

/** The groups of resources that belong to no WAN or LAN. Their names are reserved. */
export const DNS = "dns";
export const FORWARDS = "forwards";
export const LISTS = "lists";
export const PINS = "pins";
export const POLICIES = "policies";
export const SETTINGS = "settings";
export const RESERVED_NAMES: readonly string[] = [DNS, FORWARDS, LISTS, PINS, POLICIES, SETTINGS];

/** The table that holds a gateway's default routes and pins. */
export function defaultRouteTable({ routingTable }: GatewayDescription): string {
  return routingTable ?? MAIN_TABLE;
}

/** The mark of the connections that came in on a WAN. */
export function connectionMark(gateway: GatewayDescription, wan: Wan): string {
  return `${prefix(gateway)}${wan.routerName}_conn`;
}

/** The table that leads out of one WAN only. */
export function routingTable(gateway: GatewayDescription, wan: Wan): string {
  return `${prefix(gateway)}to_${wan.routerName}`;
}

/** The table of a policy. */
export function policyTable(gateway: GatewayDescription, policy: string): string {
  return `${prefix(gateway)}policy_${policy}`;
}

/** The interface list that holds the LANs, so that a rule can match what comes from any of them. */
export function lanInterfaceList(gateway: GatewayDescription): string {
  return gateway.lanList ?? `${prefix(gateway)}lans`;
}

/** The address list of what only table main routes. */
export function notBalanced(gateway: GatewayDescription): string {
  return `${prefix(gateway)}not_balanced`;
}

/** The address list of where the router is managed from. */
export function managementList(gateway: GatewayDescription): string {
  return `${prefix(gateway)}management`;
}

/** The mark of connections from a LAN to a WAN's address; no WAN's mark lacks the underscore. */
export function hairpinMark(gateway: GatewayDescription): string {
  return `${prefix(gateway)}hairpin`;
}

function prefix(gateway: GatewayDescription): string {
  return gateway.name === undefined ? "" : `${gateway.name}_`;
}

/** The name of a LAN in resource addresses and comments. */
export function lanName(lan: Lan): string {
  return lan.name ?? lan.interface;
}

/** What the comment of every row of a gateway begins with. */
export function owner(gateway: GatewayDescription, id: string): string {
  return gateway.comment ?? gateway.name ?? id;
}
