import { InterfaceList } from "@cdktf/provider-routeros/lib/interface-list";
import { RouterosProvider } from "@cdktf/provider-routeros/lib/provider";
import { type TerraformStack, TerraformVariable } from "cdktf";
import {
  Balancing,
  ClassifyBy,
  type EcmpMasqueradeGatewayProps,
  ForwardProtocol,
  HashPolicy,
  HealthCheck,
  Otherwise,
  type PortForward,
  RouterTraffic,
  Wan,
} from "../../lib";
import type { Choice, Options } from "../gateway/cover";

/** Every option of a gateway and of its first WAN, with the values that change what the gateway does. */
export const OPTIONS = {
  balancing: [
    "default",
    "ecmp, l3",
    "ecmp, l4",
    "repeated routes",
    "by both addresses",
    "by source address",
    "by addresses and ports",
  ],
  lans: ["one", "two", "two, one without an address", "named"],
  kind: ["static", "dhcp", "point-to-point", "pppoe"],
  "kind of the second WAN": ["static", "dhcp", "point-to-point", "pppoe"],
  "check of the WAN": ["default", "ping", "arp", "none", "one probe target", "two targets"],
  healthCheck: ["default", "ping", "arp", "none"],
  masquerade: ["true", "false"],
  tier: ["one for all", "the first WAN waits", "the others wait", "one each"],
  "disabled WAN": ["false", "true"],
  weight: ["equal", "unequal"],
  "name on the router": ["its own", "renamedFrom", "routerName"],
  exclude: ["nothing", "prefixes", "private"],
  routerTraffic: ["balance", "failover"],
  stickyConnections: ["default", "true", "false"],
  sourceRouting: ["default", "true", "false"],
  "dns.servers": ["none", "two"],
  "dns.staticRecords": ["none", "one"],
  "dns.domains": ["none", "one"],
  "dns.allowRemoteRequests": ["default", "true", "false"],
  "dns.guardWans": ["default", "true", "false"],
  policies: ["none", "balanced", "blocked", "a named prefix"],
  portForwards: ["none", "on all WANs", "on the first WAN", "with hairpin", "added later"],
  management: ["none", "sources", "an interface", "a LAN"],
  excludeIpsec: ["false", "true"],
  name: ["none", "office"],
  comment: ["default", "hq/office"],
  routerOsVersion: ["none", "7.24"],
  disabled: ["false", "true"],
  routingTable: ["main", "own"],
  lanList: ["own", "LAN"],
  provider: ["the stack's", "given"],
  dependsOn: ["nothing", "a list"],
  lifecycle: ["default", "preventDestroy"],
  placeBefore: ["nothing", "mangle", "nat", "both"],
} as const satisfies Options;

const CLASSIFIED = ["by both addresses", "by source address", "by addresses and ports"];
const UNCLASSIFIED = OPTIONS.balancing.filter((value) => !CLASSIFIED.includes(value));
const LINKED = ["point-to-point", "pppoe"];

const OF_CLASSIFIER: readonly Choice[] = [
  { exclude: "prefixes" },
  { exclude: "private" },
  { routerTraffic: "failover" },
];

/** What no program can say, since only a classifier has these options. */
const UNSAYABLE: readonly Choice[] = OF_CLASSIFIER.flatMap((option) => [
  ...UNCLASSIFIED.map((balancing) => ({ balancing, ...option })),
  { ...option, stickyConnections: "false" },
  { ...option, sourceRouting: "false" },
]);

/** What the gateway refuses. */
export const REFUSED: readonly Choice[] = [
  ...["default", "ecmp, l3", "ecmp, l4"].map((balancing) => ({ balancing, weight: "unequal" })),
  { balancing: "repeated routes", weight: "unequal", kind: "dhcp" },
  { balancing: "repeated routes", weight: "unequal", "kind of the second WAN": "dhcp" },
  { balancing: "by source address", kind: "dhcp", "kind of the second WAN": "dhcp" },
  ...CLASSIFIED.flatMap((balancing): Choice[] => [
    { balancing, stickyConnections: "false" },
    { balancing, sourceRouting: "false" },
  ]),
  ...["one probe target", "two targets"].map((check) => ({ kind: "dhcp", "check of the WAN": check })),
  { "kind of the second WAN": "dhcp", "check of the WAN": "two targets" },
  // Two probe targets are two next hops on a link, and one elsewhere: the third WAN is static.
  ...LINKED.flatMap((kind): Choice[] => [
    { kind, "check of the WAN": "two targets", tier: "one for all" },
    { kind, "check of the WAN": "ping" },
    { kind, "check of the WAN": "arp" },
    { kind, "check of the WAN": "default", healthCheck: "ping" },
    { kind, "check of the WAN": "default", healthCheck: "arp" },
  ]),
  ...LINKED.flatMap((kind) =>
    ["one for all", "the others wait", "the first WAN waits"].map((tier) => ({
      "kind of the second WAN": kind,
      "check of the WAN": "two targets",
      tier,
    })),
  ),
  { "dns.allowRemoteRequests": "true", "dns.guardWans": "false" },
  ...["balanced", "blocked", "a named prefix"].map((policies) => ({
    policies,
    kind: "dhcp",
    routingTable: "own",
  })),
  { "dns.domains": "one", kind: "dhcp", routingTable: "own" },
  ...["dhcp", ...LINKED].map((kind) => ({ portForwards: "with hairpin", kind })),
  ...OPTIONS.portForwards.slice(1).map((portForwards) => ({ portForwards, management: "a LAN" })),
  { management: "a LAN", lanList: "LAN" },
];

/** Values that do not occur together. */
export const IMPOSSIBLE: readonly Choice[] = [...UNSAYABLE, ...REFUSED];

/** The forward of a choice that adds it once the gateway stands. */
export const ADDED_LATER: PortForward = { name: "web", ports: "443", to: "192.168.0.10" };

/** What a choice makes of a gateway: the props, and the forward that is added to it afterwards. */
export interface Chosen {
  readonly props: EcmpMasqueradeGatewayProps;
  readonly later?: PortForward;
}

/** The gateway of a choice: WANs `fibre`, which most options are of, `radio` and `spare`. */
export function chosenIn(stack: TerraformStack, choice: Choice): Chosen {
  const is = (option: keyof typeof OPTIONS, ...values: string[]) => values.includes(choice[option] ?? "");
  const flag = (option: keyof typeof OPTIONS) =>
    is(option, "default") ? undefined : choice[option] === "true";
  const forwards = forwardsOf(choice);
  return {
    later: is("portForwards", "added later") ? ADDED_LATER : undefined,
    props: {
      lans: lansOf(choice),
      wans: wansOf(stack, choice),
      balancing: balancingOf(choice),
      healthCheck: checkOf(choice["healthCheck"]),
      stickyConnections: flag("stickyConnections"),
      sourceRouting: flag("sourceRouting"),
      dns: {
        servers: is("dns.servers", "two") ? ["9.9.9.9", "149.112.112.112"] : undefined,
        staticRecords: is("dns.staticRecords", "one")
          ? [{ name: "portal.isp.example", address: "203.0.113.90", ttl: "1h" }]
          : undefined,
        domains: is("dns.domains", "one")
          ? [{ domain: "isp.example", server: RESOLVER, wan: "fibre" }]
          : undefined,
        allowRemoteRequests: flag("dns.allowRemoteRequests"),
        guardWans: flag("dns.guardWans"),
      },
      policies: pinsOf(choice),
      portForwards: forwards,
      management: managementOf(choice),
      excludeIpsec: flag("excludeIpsec"),
      name: is("name", "office") ? "office" : undefined,
      comment: is("comment", "hq/office") ? "hq/office" : undefined,
      routerOsVersion: is("routerOsVersion", "7.24") ? "7.24" : undefined,
      disabled: flag("disabled"),
      routingTable: is("routingTable", "own") ? "own" : undefined,
      lanList: is("lanList", "LAN") ? "LAN" : undefined,
      provider: is("provider", "given") ? new RouterosProvider(stack, "east", { alias: "east" }) : undefined,
      dependsOn: is("dependsOn", "a list")
        ? [new InterfaceList(stack, "before", { name: "before" })]
        : undefined,
      lifecycle: is("lifecycle", "preventDestroy") ? { preventDestroy: true } : undefined,
      placeBefore: {
        mangle: is("placeBefore", "mangle", "both") ? "*5" : undefined,
        nat: is("placeBefore", "nat", "both") ? "*6" : undefined,
      },
    },
  };
}

/** The host that a pin or a domain leads to. */
export const PINNED = "203.0.113.80";
export const RESOLVER = "203.0.113.53";
/** The host that ports are forwarded to. */
export const SERVER = "192.168.0.10";

const TARGETS = [
  ["9.9.9.10", "149.112.112.10"],
  ["1.1.1.1", "1.0.0.1"],
  ["8.8.8.8", "8.8.4.4"],
] as const;

const CHECKS: Readonly<Record<string, HealthCheck>> = {
  ping: HealthCheck.ping(),
  arp: HealthCheck.arp(),
  none: HealthCheck.none(),
};

function checkOf(name = "", i = 0): HealthCheck | undefined {
  const count = { "one probe target": 1, "two targets": 2 }[name];
  return count === undefined
    ? CHECKS[name]
    : HealthCheck.recursive({ targets: [...(TARGETS[i]?.slice(0, count) ?? [])] });
}

function lansOf({ lans }: Choice): EcmpMasqueradeGatewayProps["lans"] {
  const local = { interface: "Local", address: "192.168.0.1/24" };
  const guests = { interface: "Guests", address: "192.168.1.1/24" };
  switch (lans) {
    case "two":
      return [local, guests];
    case "two, one without an address":
      return [local, { interface: "Guests" }];
    case "named":
      return [{ ...local, name: "office-lan" }];
    default:
      return [local];
  }
}

const TIERS: Readonly<Record<string, readonly number[]>> = {
  "the first WAN waits": [2, 1, 1],
  "the others wait": [1, 2, 2],
  "one each": [1, 2, 3],
};

function wansOf(stack: TerraformStack, choice: Choice): Wan[] {
  const tiers = TIERS[choice["tier"] ?? ""] ?? [1, 1, 1];
  const weights = choice["weight"] === "unequal" ? [3, 1, 2] : [1, 1, 1];
  // As many probe targets on every WAN of a tier.
  const others = choice["check of the WAN"] === "two targets" ? "two targets" : "";
  const common = (i: number, name: string) => ({
    name,
    interface: `ether${i + 1}`,
    tier: tiers[i],
    weight: weights[i],
  });
  const first = {
    ...common(0, "fibre"),
    healthCheck: checkOf(choice["check of the WAN"], 0),
    masquerade: choice["masquerade"] === "true" ? undefined : false,
    disabled: choice["disabled WAN"] === "true" ? true : undefined,
    renamedFrom: choice["name on the router"] === "renamedFrom" ? "dsl" : undefined,
    routerName: choice["name on the router"] === "routerName" ? "dsl" : undefined,
  };
  const second = { ...common(1, "radio"), healthCheck: checkOf(others, 1) };
  return [
    wanOf(stack, choice["kind"], first, 1),
    wanOf(
      stack,
      choice["kind of the second WAN"],
      // Where the gateway's check asks an address, a link has none to ask.
      LINKED.includes(choice["kind of the second WAN"] ?? "")
        ? { ...second, healthCheck: second.healthCheck ?? HealthCheck.none() }
        : second,
      2,
    ),
    wanOf(stack, "static", { ...common(2, "spare"), healthCheck: checkOf(others, 2) }, 3),
  ];
}

function wanOf(
  stack: TerraformStack,
  kind = "static",
  options: Parameters<typeof Wan.dhcp>[0],
  network: number,
): Wan {
  switch (kind) {
    case "dhcp":
      return Wan.dhcp(options);
    case "point-to-point":
      return Wan.pointToPoint(options);
    case "pppoe": {
      const variable = new TerraformVariable(stack, `${options.name}-password`, { sensitive: true });
      const password = variable.stringValue;
      return Wan.pointToPoint({
        ...options,
        interface: `pppoe-${options.name}`,
        pppoe: { interface: options.interface, user: "customer", password },
      });
    }
    default:
      return Wan.static({ ...options, address: `10.0.${network}.2/24`, gateway: `10.0.${network}.1` });
  }
}

function balancingOf({ balancing, exclude, routerTraffic }: Choice): Balancing | undefined {
  const classifier = (by: ClassifyBy) =>
    Balancing.perConnectionClassifier({
      by,
      exclude: exclude === "prefixes" ? ["10.20.0.0/16", "198.18.0.1"] : undefined,
      excludePrivate: exclude === "private" ? true : undefined,
      routerTraffic: routerTraffic === "failover" ? RouterTraffic.FAILOVER : undefined,
    });
  switch (balancing) {
    case "ecmp, l3":
      return Balancing.ecmp({ hashPolicy: HashPolicy.L3 });
    case "ecmp, l4":
      return Balancing.ecmp({ hashPolicy: HashPolicy.L4 });
    case "repeated routes":
      return Balancing.repeatedRoutes();
    case "by both addresses":
      return classifier(ClassifyBy.BOTH_ADDRESSES);
    case "by source address":
      return classifier(ClassifyBy.SOURCE_ADDRESS);
    case "by addresses and ports":
      return classifier(ClassifyBy.BOTH_ADDRESSES_AND_PORTS);
    default:
      return undefined;
  }
}

function pinsOf({ policies }: Choice): EcmpMasqueradeGatewayProps["policies"] {
  switch (policies) {
    case "balanced":
      return [{ name: "pinned", to: [PINNED], via: [["fibre"]] }];
    case "blocked":
      return [{ name: "pinned", to: [PINNED], via: [["fibre"]], otherwise: Otherwise.BLOCK }];
    case "a named prefix":
      return [{ name: "portal", to: ["203.0.113.64/26"], via: [["fibre"]] }];
    default:
      return undefined;
  }
}

function forwardsOf({ portForwards }: Choice): PortForward[] | undefined {
  const forward = { name: "web", ports: "443", to: SERVER };
  switch (portForwards) {
    case "on all WANs":
      return [forward, { ...forward, name: "vpn", protocol: ForwardProtocol.UDP, ports: "1000-1010,443" }];
    case "on the first WAN":
      return [{ ...forward, toPort: 8443, wans: ["fibre"] }];
    case "with hairpin":
      return [{ ...forward, wans: ["fibre"], hairpin: true }];
    default:
      return undefined;
  }
}

function managementOf({ management }: Choice): EcmpMasqueradeGatewayProps["management"] {
  switch (management) {
    case "sources":
      return { sources: ["10.201.0.0/16", "10.100.0.9"] };
    case "an interface":
      return { interfaces: ["ether9"] };
    case "a LAN":
      return { interfaces: ["Local"] };
    default:
      return undefined;
  }
}
