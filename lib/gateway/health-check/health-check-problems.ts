import { groupBy } from "../../collections/group-by";
import { format, hostOrPrefix, isAddress, isPrivate, specialUseOf } from "../../routeros/ipv4";
import { PrefixIndex } from "../../routeros/prefix-index";
import { shown } from "../../text/shown";
import type { GatewayDescription } from "../gateway-description";
import type { TokenResolver } from "../token-resolver";
import { type ConnectedNetwork, networkIndex } from "../validation/connected-networks";
import { type Given, problem, repeats } from "../validation/problem";
import { type Wan, WanKind } from "../wan/wan";
import { healthCheckOf, probeTargetsOfWan } from "./health-check-of-wan";

/** Health checks: each possible on its WAN; probe targets on the Internet, one WAN for each, and as many for every WAN. */
export function healthProblems(gateway: GatewayDescription, values: TokenResolver): string[] {
  const { wans } = gateway;
  const impossible = [...wans.flatMap((wan, i) => kindProblems(wan, i, gateway)), ...sharedProblems(gateway)];
  if (impossible.length > 0) {
    return impossible;
  }
  const targets = wans.flatMap((wan, i) =>
    probeTargetsOfWan(wan, gateway).map((value, j) => ({ prop: `${propOf(wan, i)}.targets[${j}]`, value })),
  );
  const others: OtherUses = {
    connected: networkIndex(gateway, values),
    resolvers: groupBy(resolversOf(gateway, values), ({ value }) => value),
    pins: pinIndex(gateway, values),
  };
  return [
    ...targets.flatMap((target) => targetProblems(target, others, values)),
    ...repeats(targets, "is already a probe target in", "give every WAN targets of its own"),
    ...countProblems(gateway),
  ];
}

/** Where a WAN's check is given. */
function propOf(wan: Wan, i: number): string {
  return wan.healthCheck === undefined ? "healthCheck" : `wans[${i}].healthCheck`;
}

function kindProblems(wan: Wan, i: number, gateway: GatewayDescription): string[] {
  const prop = propOf(wan, i);
  const { targets, _checkGateway: check } = healthCheckOf(wan, gateway);
  if (targets?.length === 0) {
    return [problem(`${prop}.targets`, targets, "is empty", 'write ["9.9.9.9"]')];
  }
  if (wan.kind === WanKind.DHCP && targets !== undefined) {
    return [
      problem(
        prop,
        targets,
        `asks for routes through the gateway of ${shown(wan.name)}, which only its lease knows`,
        `give wans[${i}] HealthCheck.ping(), which asks that gateway, or make it Wan.static({ ... })`,
      ),
    ];
  }
  if (wan.kind === WanKind.POINT_TO_POINT && targets === undefined && check !== "none") {
    return [
      problem(
        prop,
        check,
        `has no address to ask: the gateway of ${shown(wan.name)} is its interface`,
        `give wans[${i}] HealthCheck.recursive({ targets: [...] }) or HealthCheck.none()`,
      ),
    ];
  }
  return [];
}

/** The gateway's own check is every WAN's, and one probe target cannot be. */
function sharedProblems({ healthCheck, wans }: GatewayDescription): string[] {
  const sharing = wans.filter((wan) => wan.healthCheck === undefined);
  return healthCheck?.targets === undefined || sharing.length < 2
    ? []
    : [
        problem(
          "healthCheck",
          healthCheck.targets,
          `would bind its targets to ${sharing.map(({ name }) => shown(name)).join(" and ")} at once`,
          "give every WAN a healthCheck with targets of its own",
        ),
      ];
}

/** What else leads to an address, or asks it. */
interface OtherUses {
  readonly connected: PrefixIndex<ConnectedNetwork>;
  readonly resolvers: ReadonlyMap<string, readonly Given[]>;
  readonly pins: PrefixIndex<{ readonly place: number }>;
}

function pinIndex({ destinationPins = [] }: GatewayDescription, values: TokenResolver): OtherUses["pins"] {
  const pins = destinationPins.flatMap(({ destination }, place) => {
    const prefix = values.isToken(destination) ? undefined : hostOrPrefix(destination);
    return prefix === undefined ? [] : [{ place, prefix }];
  });
  return new PrefixIndex(pins, ({ prefix }) => prefix);
}

function targetProblems(
  { prop, value }: Given,
  { connected, resolvers, pins }: OtherUses,
  values: TokenResolver,
): string[] {
  const anInternetHost = 'write a host on the Internet, such as "9.9.9.9"';
  if (values.isToken(value)) {
    return [problem(prop, value, "is a token, and targets name resources", "write it out")];
  }
  if (!isAddress(value)) {
    return [problem(prop, value, "is not an IPv4 address", anInternetHost)];
  }
  const special = specialUseOf(value) ?? (isPrivate(value) ? "private" : undefined);
  if (special !== undefined) {
    return [problem(prop, value, `is ${special} space, which proves nothing`, anInternetHost)];
  }
  const [own] = connected.holding(value);
  const [pin] = pins.holding(value);
  const [resolver] = resolvers.get(value) ?? [];
  return [
    ...(own === undefined
      ? []
      : [problem(prop, value, `lies in the router's own network ${format(own.prefix)}`, anInternetHost)]),
    ...(resolver === undefined
      ? []
      : [
          problem(
            prop,
            value,
            `is the resolver in ${resolver.prop}, which would be gone while this WAN is down`,
            "write a host that nobody resolves by",
          ),
        ]),
    ...(pin === undefined
      ? []
      : [
          problem(
            prop,
            value,
            `is pinned by destinationPins[${pin.place}]`,
            "write a host that no pin holds",
          ),
        ]),
  ];
}

function resolversOf({ dns = {} }: GatewayDescription, values: TokenResolver): Given[] {
  const servers = values.isToken(dns.servers) ? [] : (dns.servers ?? []);
  return [
    ...servers.map((value, i) => ({ prop: `dns.servers[${i}]`, value })),
    ...(dns.domains ?? []).map(({ server }, i) => ({ prop: `dns.domains[${i}].server`, value: server })),
  ];
}

/**
 * Nobody knows whether RouterOS counts or merges the ways of one WAN: equal numbers share equally either way. On a
 * point-to-point link the probe targets themselves may be the next hops, where elsewhere all are the one gateway.
 */
function countProblems(gateway: GatewayDescription): string[] {
  const waysOf = (wan: Wan): number => Math.max(1, probeTargetsOfWan(wan, gateway).length);
  const tiers = groupBy(gateway.wans, ({ tier }) => String(tier));
  const gatewayedOf = new Map(
    [...tiers].map(([tier, wans]) => [tier, wans.find(({ kind }) => kind !== WanKind.POINT_TO_POINT)]),
  );
  return gateway.wans.flatMap((wan, i) => {
    const [first = wan] = tiers.get(String(wan.tier)) ?? [];
    const count = waysOf(wan);
    const firstCount = waysOf(first);
    const gatewayed = gatewayedOf.get(String(wan.tier));
    const { targets, _checkGateway: check } = healthCheckOf(wan, gateway);
    const uneven = (fault: string, remedy: string) => [
      problem(propOf(wan, i), targets ?? check, `${fault}, and perhaps another share`, remedy),
    ];
    if (count !== firstCount) {
      return uneven(
        `gives ${shown(wan.name)} ${count} default ${count === 1 ? "route" : "routes"} where ${shown(first.name)} has ${firstCount}`,
        "give every WAN of a tier as many targets; one probe target counts as much as any other check",
      );
    }
    return count > 1 && wan.kind === WanKind.POINT_TO_POINT && gatewayed !== undefined
      ? uneven(
          `may give ${shown(wan.name)} ${count} next hops where those of ${shown(gatewayed.name)} are its one gateway`,
          "give every WAN of the tier one probe target, or this one a tier of its own",
        )
      : [];
  });
}
