import { format, isCidr, overlaps, prefixOf } from "../../routeros/ipv4";
import { guardsWans } from "../dns/dns-guards";
import type { GatewayDescription } from "../gateway-description";
import { probeTargetsOfWan } from "../health-check/health-check";
import { policiesByMechanism } from "../policies/mechanism";
import { defaultRouteTable, owner, routingTable } from "../router-names";
import type { TokenResolver } from "../token-resolver";
import { type PlacedValue, type Problem, type ProblemRemedy, problem } from "./problem";

/** A gateway among others on one router. */
export interface GatewayOnRouter {
  readonly description: GatewayDescription;
  /** The construct's id. */
  readonly id: string;
  /** The construct's path, for people. */
  readonly path: string;
}

/**
 * What this gateway and an earlier one on the same router must not both use: most names and settings exist once on a
 * router, and two gateways in one table would merge their default routes into one ECMP group.
 */
export function neighbourProblems(
  gateway: GatewayOnRouter,
  earlier: GatewayOnRouter,
  values: TokenResolver,
): Problem[] {
  const mine = gateway.description;
  const theirs = earlier.description;
  const shared = (
    thing: string,
    used: readonly PlacedValue[],
    taken: readonly PlacedValue[],
    remedy: ProblemRemedy = { id: "one-gateway-per", thing },
  ): Problem[] =>
    used
      .filter(({ value }) => taken.some((other) => other.value === value))
      .map(({ path, value }) => problem(path, value, { id: "shared", thing, gateway: earlier.path }, remedy));
  return [
    ...shared("routing table", mainTable(mine), mainTable(theirs), { id: "own-table" }),
    ...shared("routing table", wanTables(mine), [...wanTables(theirs), ...mainTable(theirs)], {
      id: "name-gateway",
    }),
    ...sharedName(mine, earlier),
    ...shared("comment", comment(gateway), comment(earlier), { id: "own-comment" }),
    ...shared("interface", interfaces(mine), interfaces(theirs)),
    ...sharedNetworks(mine, earlier, values),
    ...shared("DNS name", records(mine), records(theirs)),
    ...shared("resolver", resolvers(mine), resolvers(theirs)),
    ...shared("probe target", targets(mine), targets(theirs)),
    ...policyRules(gateway, earlier.path),
    ...policyRules(earlier, gateway.path),
    ...unguardedWans(gateway, earlier),
    ...sharedSettings(mine, earlier),
  ];
}

function mainTable(description: GatewayDescription): PlacedValue[] {
  return [{ path: "routingTable", value: defaultRouteTable(description) }];
}

function wanTables(description: GatewayDescription): PlacedValue[] {
  return description.wans.map((wan, i) => ({ path: `wans[${i}]`, value: routingTable(description, wan) }));
}

function sharedName({ name }: GatewayDescription, earlier: GatewayOnRouter): Problem[] {
  if (name !== earlier.description.name) {
    return [];
  }
  const gateway = earlier.path;
  return name === undefined
    ? [problem("name", name, { id: "shared-no-name", gateway }, "name-both-gateways")]
    : [problem("name", name, { id: "shared", thing: "name", gateway }, "name-both-gateways")];
}

function comment({ description, id }: GatewayOnRouter): PlacedValue[] {
  return [{ path: "comment", value: owner(description, id) }];
}

function interfaces({ lans, wans }: GatewayDescription): PlacedValue[] {
  return [
    ...lans.map((lan, i) => ({ path: `lans[${i}].interface`, value: lan.interface })),
    ...wans.map((wan, i) => ({ path: `wans[${i}].interface`, value: wan.interface })),
  ];
}

function records({ dns }: GatewayDescription): PlacedValue[] {
  return [
    ...(dns?.staticRecords ?? []).map(({ name }, i) => ({
      path: `dns.staticRecords[${i}].name`,
      value: name,
    })),
    ...(dns?.domains ?? []).map(({ domain }, i) => ({ path: `dns.domains[${i}].domain`, value: domain })),
  ];
}

/** The resolvers of domains, to which the router itself gets routes in `main`. */
function resolvers({ dns }: GatewayDescription): PlacedValue[] {
  return (dns?.domains ?? []).map(({ server }, i) => ({ path: `dns.domains[${i}].server`, value: server }));
}

function targets({ wans, healthCheck }: GatewayDescription): PlacedValue[] {
  return wans.flatMap((wan, i) =>
    probeTargetsOfWan(wan, { healthCheck }).map((value) => ({ path: `wans[${i}].healthCheck`, value })),
  );
}

/** A resolver that one of them opens is open on the WANs of both. */
function unguardedWans(gateway: GatewayOnRouter, earlier: GatewayOnRouter): Problem[] {
  const opens = ({ description }: GatewayOnRouter) => description.dns?.allowRemoteRequests === true;
  const isOpen = ({ description }: GatewayOnRouter) => !guardsWans(description);
  const other = { gateway: earlier.path };
  return [
    ...(opens(earlier) && isOpen(gateway)
      ? [
          problem(
            "dns.guardWans",
            undefined,
            { id: "resolver-opened-by", ...other },
            { id: "guard-this", ...other },
          ),
        ]
      : []),
    ...(opens(gateway) && isOpen(earlier)
      ? [
          problem(
            "dns.allowRemoteRequests",
            true,
            { id: "resolver-opened-for", ...other },
            { id: "guard-that", ...other },
          ),
        ]
      : []),
  ];
}

/** Routing rules without a source are for all LANs, and of such rules the first that matches decides. */
function policyRules({ description, path: owner }: GatewayOnRouter, gateway: string): Problem[] {
  const { routed, ruled } = policiesByMechanism(description);
  const leased = description.wans.filter(({ _kind: kind }) => kind.isRoutedByClient);
  const forAnyone = ruled.flatMap(({ from }, i) =>
    from === undefined
      ? [
          problem(
            `policies[${routed.length + i}]`,
            undefined,
            { id: "policy-for-other-lans", owner, gateway },
            "add-from",
          ),
        ]
      : [],
  );
  const byLease = routed.flatMap(({ via }, i) =>
    leased
      .filter(({ name }) => via.some((tier) => tier.includes(name)))
      .map(({ name: wan }) =>
        problem(
          `policies[${i}]`,
          undefined,
          { id: "rule-for-other-lans", owner, wan, gateway },
          "use-static-wans",
        ),
      ),
  );
  return [...byLease, ...forAnyone];
}

function networks({ lans, wans }: GatewayDescription, values: TokenResolver): PlacedValue[] {
  return [
    ...lans.map((lan, i) => ({ path: `lans[${i}].address`, value: lan.address })),
    ...wans.flatMap((wan, i) => wan._kind.addresses.map((value) => ({ path: `wans[${i}].address`, value }))),
  ].filter((given): given is PlacedValue => {
    const { value } = given;
    return value !== undefined && !values.isToken(value) && isCidr(value);
  });
}

function sharedNetworks(
  mine: GatewayDescription,
  earlier: GatewayOnRouter,
  values: TokenResolver,
): Problem[] {
  const theirs = networks(earlier.description, values).map(({ value }) => prefixOf(value));
  return networks(mine, values).flatMap(({ path, value }) =>
    theirs
      .filter((network) => overlaps(network, prefixOf(value)))
      .map((network) =>
        problem(
          path,
          value,
          { id: "shared-network", network: format(network), gateway: earlier.path },
          "own-networks",
        ),
      ),
  );
}

/** Each device-wide setting is managed by one gateway. */
function sharedSettings(mine: GatewayDescription, earlier: GatewayOnRouter): Problem[] {
  const settings = [
    { path: "balancing.hashPolicy", set: (one: GatewayDescription) => one.balancing?.hashPolicy },
    {
      // One resource has both.
      path: mine.dns?.servers === undefined ? "dns.allowRemoteRequests" : "dns.servers",
      set: ({ dns }: GatewayDescription) => dns?.servers ?? dns?.allowRemoteRequests,
    },
  ];
  return settings
    .filter(({ set }) => set(mine) !== undefined && set(earlier.description) !== undefined)
    .map(({ path, set }) =>
      problem(path, set(mine), { id: "shared-setting", gateway: earlier.path }, "manage-once"),
    );
}
