import { format, isCidr, overlaps, prefixOf } from "../../routeros/ipv4";
import { guardsWans } from "../dns/dns-guards";
import type { GatewayDescription } from "../gateway-description";
import { probeTargetsOfWan } from "../health-check/health-check-of-wan";
import { owner, routesTable, routingTable } from "../router-names";
import type { TokenResolver } from "../token-resolver";
import { WanKind } from "../wan/wan";
import type { Given } from "./problem";

/** A gateway among others on one router. */
export interface Neighbour {
  readonly description: GatewayDescription;
  /** The construct's id. */
  readonly id: string;
  /** The construct's path, for people. */
  readonly path: string;
}

/**
 * What keeps a gateway from standing on one router with an earlier one: all that would be one thing for both. Two in
 * one table would merge their default routes into one ECMP group.
 */
export function neighbourProblems(gateway: Neighbour, earlier: Neighbour, values: TokenResolver): string[] {
  const other = JSON.stringify(earlier.path);
  const shared = (mine: readonly Given[], its: readonly string[], what: string, remedy: string): string[] =>
    mine
      .filter(({ value }) => its.includes(value))
      .map(
        ({ prop, value }) =>
          `${prop}: ${what} ${JSON.stringify(value)} is also that of the gateway ${other} on the same router: ${remedy}`,
      );
  const of = (list: readonly Given[]): string[] => list.map(({ value }) => value);
  return [
    ...shared(
      [{ prop: "routingTable", value: routesTable(gateway.description) }],
      [routesTable(earlier.description)],
      "the table",
      "give one gateway all the WANs, give this one a routingTable of its own, or pass another router's provider",
    ),
    ...shared(
      wanTables(gateway.description),
      [...of(wanTables(earlier.description)), routesTable(earlier.description)],
      "the table",
      "give one of the gateways a name",
    ),
    ...sharedName(gateway.description.name, earlier.description.name, other),
    ...shared(
      [{ prop: "comment", value: owner(gateway.description, gateway.id) }],
      [owner(earlier.description, earlier.id)],
      "the comment",
      "give this one another comment",
    ),
    ...shared(
      interfaces(gateway.description),
      of(interfaces(earlier.description)),
      "the interface",
      "an interface belongs to one gateway",
    ),
    ...sharedNetworks(gateway, earlier, values),
    ...shared(
      records(gateway.description),
      of(records(earlier.description)),
      "the record",
      "leave it to one of the gateways",
    ),
    ...shared(
      resolvers(gateway.description),
      of(resolvers(earlier.description)),
      "the resolver",
      "leave its domains to one of the gateways",
    ),
    ...shared(
      targets(gateway.description),
      of(targets(earlier.description)),
      "the probe target",
      "give every WAN targets of its own",
    ),
    ...rulePins(gateway, other),
    ...rulePins(earlier, JSON.stringify(gateway.path)),
    ...unguardedWans(gateway, earlier),
    ...sharedSettings(gateway.description, earlier.description, other),
  ];
}

function sharedName(mine: string | undefined, its: string | undefined, other: string): string[] {
  const shared = mine === undefined ? "no name" : `the name ${JSON.stringify(mine)}`;
  return mine === its
    ? [
        `name: the gateway ${other} on the same router has ${shared} too: give each a name of its own, which begins its marks, tables and lists`,
      ]
    : [];
}

function wanTables(description: GatewayDescription): Given[] {
  return description.wans.map((wan, i) => ({ prop: `wans[${i}]`, value: routingTable(description, wan) }));
}

function interfaces({ lans, wans }: GatewayDescription): Given[] {
  return [
    ...lans.map((lan, i) => ({ prop: `lans[${i}].interface`, value: lan.interface })),
    ...wans.map((wan, i) => ({ prop: `wans[${i}].interface`, value: wan.interface })),
  ];
}

function records({ dns }: GatewayDescription): Given[] {
  return [
    ...(dns?.staticRecords ?? []).map(({ name }, i) => ({
      prop: `dns.staticRecords[${i}].name`,
      value: name,
    })),
    ...(dns?.domains ?? []).map(({ domain }, i) => ({ prop: `dns.domains[${i}].domain`, value: domain })),
  ];
}

/** What leads the router itself to a resolver, in `main`. */
function resolvers({ dns }: GatewayDescription): Given[] {
  return (dns?.domains ?? []).map(({ server }, i) => ({ prop: `dns.domains[${i}].server`, value: server }));
}

/** A resolver that one of them opens is open on the WANs of both. */
function unguardedWans(gateway: Neighbour, earlier: Neighbour): string[] {
  const opens = ({ description }: Neighbour) => description.dns?.allowRemoteRequests === true;
  const isOpen = ({ description }: Neighbour) => !guardsWans(description);
  return [
    ...(opens(earlier) && isOpen(gateway)
      ? [
          `dns.guardWans: the gateway ${JSON.stringify(earlier.path)} on the same router opens its resolver, to the WANs of this one too: write true, and have that one depend on this one`,
        ]
      : []),
    ...(opens(gateway) && isOpen(earlier)
      ? [
          `dns.allowRemoteRequests: the resolver would be open to the WANs of the gateway ${JSON.stringify(earlier.path)} on the same router too: give that one dns.guardWans: true, and have this one depend on it`,
        ]
      : []),
  ];
}

function targets({ wans, healthCheck }: GatewayDescription): Given[] {
  return wans.flatMap((wan, i) =>
    probeTargetsOfWan(wan, { healthCheck }).map((value) => ({ prop: `wans[${i}].healthCheck`, value })),
  );
}

/** A pin on a DHCP WAN is a routing rule for all LANs, among rules of which the first that matches decides. */
function rulePins({ description, path }: Neighbour, other: string): string[] {
  return (description.destinationPins ?? []).flatMap((pin, i) =>
    description.wans.some(({ name, kind }) => name === pin.wan && kind === WanKind.DHCP)
      ? [
          `destinationPins[${i}]: of the gateway ${JSON.stringify(path)}, is a routing rule, since ${JSON.stringify(pin.wan)} gets its address by DHCP, and its order among the rules for the LANs of ${other} would decide: pin it to a static WAN, or leave it out`,
        ]
      : [],
  );
}

function networks({ lans, wans }: GatewayDescription, values: TokenResolver): Given[] {
  return [
    ...lans.map((lan, i) => ({ prop: `lans[${i}].address`, value: lan.address })),
    ...wans.map((wan, i) => ({ prop: `wans[${i}].address`, value: wan.address })),
  ].filter((given): given is Given => {
    const { value } = given;
    return value !== undefined && !values.isToken(value) && isCidr(value);
  });
}

function sharedNetworks(gateway: Neighbour, earlier: Neighbour, values: TokenResolver): string[] {
  const its = networks(earlier.description, values);
  return networks(gateway.description, values).flatMap(({ prop, value }) =>
    its
      .filter((network) => overlaps(prefixOf(network.value), prefixOf(value)))
      .map(
        (network) =>
          `${prop}: ${JSON.stringify(value)} overlaps ${format(prefixOf(network.value))} of the gateway ${JSON.stringify(earlier.path)} on the same router: give every LAN and WAN a network of its own`,
      ),
  );
}

/** Each of the device's settings is managed by one gateway. */
function sharedSettings(mine: GatewayDescription, its: GatewayDescription, other: string): string[] {
  const both = [
    { prop: "balancing.hashPolicy", set: (one: GatewayDescription) => one.balancing?.hashPolicy },
    {
      // One resource has both.
      prop: mine.dns?.servers === undefined ? "dns.allowRemoteRequests" : "dns.servers",
      set: ({ dns }: GatewayDescription) => dns?.servers ?? dns?.allowRemoteRequests,
    },
  ].filter(({ set }) => set(mine) !== undefined && set(its) !== undefined);
  return both.map(
    ({ prop }) =>
      `${prop}: the gateway ${other} on the same router sets it too, and the device has one: leave it out here`,
  );
}
