import { groupBy } from "../../collections/group-by";
import { format, hostOrPrefix, isAddress, isPrivate, specialUseOf } from "../../routeros/ipv4";
import { PrefixIndex } from "../../routeros/prefix-index";
import type { GatewayDescription } from "../gateway-description";
import type { TokenResolver } from "../token-resolver";
import { type ConnectedNetwork, networkIndex } from "../validation/connected-networks";
import { duplicates, type PlacedValue, type Problem, problem } from "../validation/problem";
import type { Wan } from "../wan/wan";
import { healthCheckOf, probeTargetsOfWan } from "./health-check";

const AN_INTERNET_HOST = {
  id: "write-such-as",
  what: "a host on the Internet",
  example: '"9.9.9.9"',
} as const;
const NO_RESOLVER = { id: "write-other-host", than: "a resolver" } as const;
const IN_NO_POLICY = { id: "write-other-host", than: "a destination of a policy" } as const;

/** Health checks: each possible on its WAN; probe targets on the Internet, one WAN for each, and as many for every WAN. */
export function healthProblems(gateway: GatewayDescription, values: TokenResolver): Problem[] {
  const { wans } = gateway;
  const impossible = [...wans.flatMap((wan, i) => kindProblems(wan, i, gateway)), ...sharedProblems(gateway)];
  if (impossible.length > 0) {
    return impossible;
  }
  const targets = wans.flatMap((wan, i) =>
    probeTargetsOfWan(wan, gateway).map((value, j) => ({ path: `${pathOf(wan, i)}.targets[${j}]`, value })),
  );
  const others: OtherUses = {
    connected: networkIndex(gateway, values),
    resolvers: groupBy(resolversOf(gateway, values), ({ value }) => value),
    destinations: destinationIndex(gateway, values),
  };
  return [
    ...targets.flatMap((target) => targetProblems(target, others, values)),
    ...duplicates(targets, { id: "one-wan-per-target" }),
    ...countProblems(gateway),
  ];
}

/** The path of a WAN's check. */
function pathOf(wan: Wan, i: number): string {
  return wan.healthCheck === undefined ? "healthCheck" : `wans[${i}].healthCheck`;
}

function kindProblems(wan: Wan, i: number, gateway: GatewayDescription): Problem[] {
  const path = pathOf(wan, i);
  const check = healthCheckOf(wan, gateway);
  if (check.targets?.length === 0) {
    return [problem(`${path}.targets`, check.targets, "empty", { id: "write", code: '["9.9.9.9"]' })];
  }
  const refusal = wan._kind.refusalOf(check, wan.name, `wans[${i}]`);
  return refusal === undefined ? [] : [problem(path, refusal.value, refusal.fault, refusal.remedy)];
}

/** The gateway's own check applies to every WAN, and a probe target to one. */
function sharedProblems({ healthCheck, wans }: GatewayDescription): Problem[] {
  const sharing = wans.filter((wan) => wan.healthCheck === undefined).map(({ name }) => name);
  return healthCheck?.targets === undefined || sharing.length < 2
    ? []
    : [problem("healthCheck", healthCheck.targets, { id: "shared-targets", wans: sharing }, "own-targets")];
}

/** What else leads to an address, or asks it. */
interface OtherUses {
  readonly connected: PrefixIndex<ConnectedNetwork>;
  readonly resolvers: ReadonlyMap<string, readonly PlacedValue[]>;
  readonly destinations: PrefixIndex<{ readonly path: string }>;
}

function destinationIndex(
  { policies = [] }: GatewayDescription,
  values: TokenResolver,
): OtherUses["destinations"] {
  const destinations = policies.flatMap(({ to = [] }, i) =>
    to.flatMap((destination, j) => {
      const prefix = values.isToken(destination) ? undefined : hostOrPrefix(destination);
      return prefix === undefined ? [] : [{ path: `policies[${i}].to[${j}]`, prefix }];
    }),
  );
  return new PrefixIndex(destinations, ({ prefix }) => prefix);
}

function targetProblems(
  { path, value }: PlacedValue,
  { connected, resolvers, destinations }: OtherUses,
  values: TokenResolver,
): Problem[] {
  if (values.isToken(value)) {
    return [problem(path, value, { id: "token", because: "address" })];
  }
  if (!isAddress(value)) {
    return [problem(path, value, "not-an-address", AN_INTERNET_HOST)];
  }
  const use = specialUseOf(value) ?? (isPrivate(value) ? "private" : undefined);
  if (use !== undefined) {
    return [problem(path, value, { id: "not-on-internet", use }, AN_INTERNET_HOST)];
  }
  const [own] = connected.holding(value);
  const [destination] = destinations.holding(value);
  const [resolver] = resolvers.get(value) ?? [];
  return [
    ...(own === undefined
      ? []
      : [problem(path, value, { id: "in-own-network", network: format(own.prefix) }, AN_INTERNET_HOST)]),
    ...(resolver === undefined
      ? []
      : [problem(path, value, { id: "target-is-resolver", of: resolver.path }, NO_RESOLVER)]),
    ...(destination === undefined
      ? []
      : [problem(path, value, { id: "in-policy", policy: destination.path }, IN_NO_POLICY)]),
  ];
}

function resolversOf({ dns = {} }: GatewayDescription, values: TokenResolver): PlacedValue[] {
  const servers = values.isToken(dns.servers) ? [] : (dns.servers ?? []);
  return [
    ...servers.map((value, i) => ({ path: `dns.servers[${i}]`, value })),
    ...(dns.domains ?? []).map(({ server }, i) => ({ path: `dns.domains[${i}].server`, value: server })),
  ];
}

/**
 * It is not known whether RouterOS counts or merges several routes of one WAN: equal numbers of routes share equally
 * either way. On a point-to-point link the probe targets themselves may be the next hops, where elsewhere all of them
 * resolve to the one gateway.
 */
function countProblems(gateway: GatewayDescription): Problem[] {
  const routesOf = (wan: Wan): number => Math.max(1, probeTargetsOfWan(wan, gateway).length);
  const tiers = groupBy(gateway.wans, ({ tier }) => String(tier));
  const gatewayedOf = new Map(
    [...tiers].map(([tier, wans]) => [tier, wans.find(({ _kind: kind }) => !kind.isRoutedByInterface)]),
  );
  return gateway.wans.flatMap((wan, i) => {
    const [first = wan] = tiers.get(String(wan.tier)) ?? [];
    const routes = routesOf(wan);
    const otherRoutes = routesOf(first);
    const gatewayed = gatewayedOf.get(String(wan.tier));
    const path = pathOf(wan, i);
    const { targets, _checkGateway: check } = healthCheckOf(wan, gateway);
    const value = targets ?? check;
    if (routes !== otherRoutes) {
      const fault = { id: "uneven-routes", wan: wan.name, routes, other: first.name, otherRoutes } as const;
      return [problem(path, value, fault, "same-number-of-targets")];
    }
    if (routes > 1 && wan._kind.isRoutedByInterface && gatewayed !== undefined) {
      const fault = { id: "uneven-next-hops", wan: wan.name, hops: routes, other: gatewayed.name } as const;
      return [problem(path, value, fault, "one-target-or-own-tier")];
    }
    return [];
  });
}
