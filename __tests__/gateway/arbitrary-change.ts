import fc from "fast-check";
import { Balancing, ClassifyBy, HashPolicy, RouterTraffic } from "../../lib/gateway/balancing/balancing";
import type { GatewayDescription } from "../../lib/gateway/gateway-description";
import { HealthCheck } from "../../lib/gateway/health-check/health-check";
import type { Lan } from "../../lib/gateway/lan/lan";
import { Otherwise } from "../../lib/gateway/policies/policy";
import { ForwardProtocol } from "../../lib/gateway/port-forwards/port-forward";
import type { TokenResolver } from "../../lib/gateway/token-resolver";
import { problemsOf } from "../../lib/gateway/validation/description-problems";
import { Wan } from "../../lib/gateway/wan/wan";
import { literals } from "./literals";

/** How many WANs, LANs, pins and forwards a site can have: each has a place of its own, and stays itself there. */
const WANS = 4;
const LANS = 3;
const OTHERS = 2;

const someTimes = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const rarely = (): fc.Arbitrary<boolean> => fc.constantFrom(false, false, false, false, true);
const perWan = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { minLength: WANS, maxLength: WANS });
const perLan = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { minLength: LANS, maxLength: LANS });
const perOther = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.array(arbitrary, { minLength: OTHERS, maxLength: OTHERS });

/** Where a WAN's address is from: a network of its own or another one, that of all, or the very address of the next. */
type Network = "own" | "other" | "shared" | "next";

const anyWan = fc.record({
  exists: fc.constantFrom(true, true, true, false),
  kind: fc.constantFrom("static", "dhcp", "point-to-point"),
  network: fc.constantFrom<Network[]>("own", "own", "other", "shared", "shared", "next"),
  moved: rarely(),
  renamed: rarely(),
  pppoe: fc.boolean(),
  masquerade: fc.constantFrom(true, true, true, false),
  disabled: rarely(),
  tier: fc.constantFrom(1, 1, 2),
  weight: fc.integer({ min: 1, max: 3 }),
  check: fc.constantFrom(undefined, HealthCheck.ping(), HealthCheck.arp(), HealthCheck.none()),
  otherTarget: fc.boolean(),
});

const anyLan = fc.record({
  exists: fc.constantFrom(true, true, false),
  network: fc.constantFrom("own", "own", "other", "none"),
  named: rarely(),
});

const FROM: readonly string[][] = [["lan0"], ["10.100.0.64/26", "10.101.0.9"]];
const PREFIXES = ["10.0.0.0/24", "10.200.0.0/16", "198.18.0.1", "203.0.113.1"];

const anyBalancing: fc.Arbitrary<Balancing | undefined> = fc.oneof(
  fc.constantFrom(
    undefined,
    Balancing.ecmp(),
    Balancing.ecmp({ hashPolicy: HashPolicy.L4 }),
    Balancing.repeatedRoutes(),
  ),
  fc
    .record({
      by: fc.constantFrom(...Object.values(ClassifyBy)),
      exclude: fc.subarray(PREFIXES),
      excludePrivate: fc.boolean(),
      routerTraffic: rarely().map((failover) => (failover ? RouterTraffic.FAILOVER : undefined)),
    })
    .map((options) => Balancing.perConnectionClassifier(options)),
);

/** All that can be said of a site, each part of it by itself: what changes is one part or several. */
const anySite = fc.record({
  wans: perWan(anyWan),
  reversed: fc.boolean(),
  targets: fc.constantFrom(0, 0, 0, 1, 2),
  lans: perLan(anyLan),
  lanList: rarely(),
  balancing: anyBalancing,
  stickyConnections: someTimes(fc.constant(true)),
  sourceRouting: someTimes(fc.constant(true)),
  pins: perOther(
    fc.record({
      exists: fc.boolean(),
      isHost: fc.boolean(),
      wan: fc.nat({ max: WANS - 1 }),
      backup: fc.constantFrom(undefined, undefined, "beside", "behind"),
      from: fc.constantFrom(undefined, undefined, ...FROM),
      otherwise: fc.constantFrom(undefined, ...Object.values(Otherwise)),
      named: rarely(),
    }),
  ),
  forwards: perOther(
    fc.record({
      exists: fc.boolean(),
      protocol: fc.constantFrom(undefined, ForwardProtocol.UDP),
      wan: someTimes(fc.nat({ max: WANS - 1 })),
      hairpin: someTimes(fc.boolean()),
    }),
  ),
  servers: someTimes(fc.constant<string[]>(["9.9.9.9"])),
  records: fc.subarray(["a.example", "b.example"]),
  domains: perOther(
    fc.record({
      exists: fc.boolean(),
      isOther: fc.boolean(),
      wan: fc.nat({ max: WANS - 1 }),
    }),
  ),
  allowRemoteRequests: fc.constantFrom(undefined, true, false),
  guardWans: fc.constantFrom(undefined, undefined, true),
  sources: fc.subarray(["10.201.0.0/16", "203.0.113.1"]),
  managed: rarely(),
  excludeIpsec: fc.boolean(),
  name: fc.constantFrom(undefined, undefined, "site"),
  comment: fc.constantFrom(undefined, undefined, "net/site"),
  routingTable: fc.constantFrom(undefined, undefined, undefined, "office"),
  routerOsVersion: fc.constantFrom(undefined, "7.24"),
  disabled: rarely(),
});

type Site = typeof anySite extends fc.Arbitrary<infer T> ? T : never;

/** A site in the construct's words. */
function describe(site: Site): GatewayDescription {
  const wans = site.wans.flatMap((wan, i) => (wan.exists ? [wanOf(site, wan, i)] : []));
  const inOrder = <T>(list: T[]) => (site.reversed ? list.reverse() : list);
  // What leads to a WAN that is not there leads to another one.
  const nameOf = (place: number) => wans[place % wans.length]?.name ?? "";
  const viaOf = (place: number, backup: "beside" | "behind" | undefined) => {
    const [first, second] = [nameOf(place), nameOf(place + 1)];
    if (backup === undefined || first === second) {
      return [[first]];
    }
    return backup === "beside" ? [[first, second]] : [[first], [second]];
  };
  // Rules by source come before the default routes of ECMP only.
  const isEcmp = (site.balancing?._kind ?? "ecmp") === "ecmp" && site.routingTable === undefined;
  const { servers, allowRemoteRequests, guardWans } = site;
  return {
    lans: inOrder(site.lans.flatMap((lan, i) => (lan.exists ? [lanOf(lan, i)] : []))),
    wans: inOrder([...wans]),
    lanList: site.lanList ? "LAN" : undefined,
    balancing: site.balancing,
    stickyConnections: site.stickyConnections,
    sourceRouting: site.sourceRouting,
    policies: site.pins.flatMap(({ exists, isHost, wan, backup, from, otherwise, named }, i) =>
      exists
        ? {
            name: named ? `pin${i}` : `policy${i}`,
            from: isEcmp ? from : undefined,
            to: [isHost ? `203.0.113.${i + 1}` : `198.51.10${i}.0/24`],
            via: viaOf(wan, backup),
            otherwise,
          }
        : [],
    ),
    portForwards: site.forwards.flatMap(({ exists, protocol, wan, hairpin }, i) =>
      exists
        ? {
            name: `forward${i}`,
            protocol,
            ports: `${1000 * (i + 1)}`,
            to: `192.168.77.${i + 1}`,
            wans: wan === undefined ? undefined : [nameOf(wan)],
            // The address of another WAN is not known beforehand.
            hairpin: wans.every(({ kind }) => kind === "static") ? hairpin : undefined,
          }
        : [],
    ),
    dns: {
      servers,
      staticRecords: site.records.map((name) => ({ name, address: "203.0.113.80" })),
      domains: site.domains.flatMap(({ exists, isOther, wan }, i) =>
        exists
          ? {
              domain: `isp${i}.example`,
              server: isOther ? "198.18.0.1" : `203.0.113.5${i}`,
              wan: nameOf(wan),
            }
          : [],
      ),
      allowRemoteRequests,
      guardWans,
    },
    management: { sources: inOrder([...site.sources]), interfaces: site.managed ? ["lan0", "ether9"] : [] },
    excludeIpsec: site.excludeIpsec,
    name: site.name,
    comment: site.comment,
    routingTable: site.routingTable,
    routerOsVersion: site.routerOsVersion,
    disabled: site.disabled,
  };
}

function lanOf({ network, named }: Site["lans"][number], i: number): Lan {
  return {
    interface: `lan${i}`,
    name: named ? `floor${i}` : undefined,
    address: { own: `10.10${i}.0.1/24`, other: `10.11${i}.0.1/24`, none: undefined }[network],
  };
}

function wanOf(site: Site, wan: Site["wans"][number], i: number): Wan {
  const targets = [`8.8.${i}.1`, `8.8.${i}.2`, `8.8.${i}.3`]
    .slice(wan.otherTarget ? 1 : 0)
    .slice(0, site.targets);
  const recursive = targets.length > 0 ? HealthCheck.recursive({ targets }) : undefined;
  const options = {
    name: wan.renamed ? `v${i}` : `w${i}`,
    renamedFrom: wan.renamed ? `w${i}` : undefined,
    masquerade: wan.masquerade,
    disabled: wan.disabled,
    tier: wan.tier,
    weight: ["classifier", "repeated routes"].includes(site.balancing?._kind ?? "") ? wan.weight : undefined,
  };
  const ethernet = wan.moved ? `sfp${i}` : `ether${i}`;
  switch (wan.kind) {
    case "dhcp":
      return Wan.dhcp({ ...options, interface: ethernet, healthCheck: wan.check });
    case "point-to-point":
      return Wan.pointToPoint({
        ...options,
        interface: wan.pppoe ? `pppoe${wan.moved ? i + WANS : i}` : `lte${i}`,
        pppoe: wan.pppoe ? { interface: ethernet, user: "customer", password: "${var.password}" } : undefined,
        healthCheck: recursive ?? HealthCheck.none(),
      });
    default: {
      const next = (i + 1) % WANS;
      const [network, host] = {
        own: [`10.${i}.0`, 2],
        other: [`10.${20 + i}.0`, 2],
        shared: ["10.9.0", i + 2],
        next: [`10.${next}.0`, 2],
      }[wan.network];
      return Wan.static({
        ...options,
        interface: ethernet,
        address: `${network}.${host}/24`,
        gateway: `${network}.1`,
        healthCheck: recursive ?? wan.check,
      });
    }
  }
}

/** For these descriptions, whose one token is the password of the PPPoE clients. */
export const values: TokenResolver = {
  ...literals,
  isToken: (value: unknown) => typeof value === "string" && value.startsWith("${"),
};

const isValid = (description: GatewayDescription) => problemsOf(description, "gateway", values).length === 0;

/** Part of one site and part of another; of lists member by member. */
function mixed<T>(one: T, other: T, takes: () => boolean): T {
  if (Array.isArray(one) && Array.isArray(other) && one.length === other.length) {
    return one.map((member, i) => mixed(member, other[i], takes)) as T;
  }
  if (isRecord(one) && isRecord(other)) {
    const entries = Object.entries(one).map(([key, value]) => [key, mixed(value, other[key], takes)]);
    return Object.fromEntries(entries) as T;
  }
  return takes() ? other : one;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" &&
  value !== null &&
  [Object.prototype, null].includes(Object.getPrototypeOf(value));

/** A gateway, and what becomes of it. */
export interface Change {
  readonly before: GatewayDescription;
  readonly after: GatewayDescription;
}

/** A valid gateway with any options, and another one that is the same but for a few parts of it, or for many. */
export const anyChange: fc.Arbitrary<Change> = fc
  .record({
    one: anySite.filter((site) => isValid(describe(site))),
    other: anySite,
    most: fc.constantFrom(2, 5, 20, 50),
    picks: fc.array(fc.nat({ max: 99 }), { minLength: 97, maxLength: 97 }),
  })
  .map(({ one, other, most, picks }) => {
    let parts = 0;
    const takes = () => (picks[parts++ % picks.length] ?? 0) < most;
    return { before: describe(one), after: describe(mixed(one, other, takes)) };
  })
  .filter(({ after }) => isValid(after));
