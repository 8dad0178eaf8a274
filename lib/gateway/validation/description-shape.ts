import {
  Balancing,
  ClassifyBy,
  type EcmpOptions,
  HashPolicy,
  type PerConnectionClassifierOptions,
  RouterTraffic,
} from "../balancing/balancing";
import type { Dns, DnsDomain, DnsStaticRecord } from "../dns/dns";
import type { GatewayDescription } from "../gateway-description";
import { HealthCheck, type RecursiveCheckOptions } from "../health-check/health-check";
import type { Lan } from "../lan/lan";
import type { Management } from "../management/management";
import { Otherwise, type Policy } from "../policies/policy";
import { ForwardProtocol, type PortForward } from "../port-forwards/port-forward";
import { WAN_KINDS, Wan } from "../wan/wan";
import type { WanOptions } from "../wan/wan-options";
import { itemsOf } from "./copied-props";
import { type Problem, problem } from "./problem";
import {
  boolean,
  choice,
  list,
  literal,
  object,
  optional,
  type PropReader,
  type PropsReading,
  type ReadersOf,
  readAt,
  text,
  wholeNumber,
} from "./prop-readers";

/* What every prop takes. TypeScript checks the same, but a program may be written in JavaScript. */

/** What to write, as code. */
export const EXAMPLES = {
  gateway: "{ lans: [...], wans: [...] }",
  lans: '[{ interface: "Local", address: "192.168.0.1/24" }]',
  wans: "[Wan.static({ ... }), Wan.static({ ... })]",
} as const;

const LAN = object({
  of: "a LAN",
  props: {
    interface: text,
    address: optional(text),
    name: optional(text),
  } satisfies ReadersOf<Lan>,
});

/** A problem of what no factory of this package made. */
function notMade(path: string, value: unknown, type: string, factories: readonly string[]): Problem {
  const isCopy = typeof value === "object" && value?.constructor?.name === type;
  return problem(path, value, isCopy ? "from-another-copy" : { id: "not-from-factory", type }, {
    id: "write-either",
    choices: factories,
  });
}

/** The options that a factory was given. One that was given nothing lacks every option. */
function readOptions(
  read: PropReader,
  made: { readonly _given: unknown },
  path: string,
  reading: PropsReading,
): unknown {
  return readAt(read, () => (made._given === undefined ? {} : made._given), path, reading);
}

/** What the options of a recursive check take. */
export const RECURSIVE_PROPS = {
  targets: optional(list(text, '["9.9.9.9"]')),
} satisfies ReadersOf<RecursiveCheckOptions>;

const RECURSIVE = object({
  of: "HealthCheck.recursive()",
  example: 'HealthCheck.recursive({ targets: ["9.9.9.9"] })',
  props: RECURSIVE_PROPS,
});

const HEALTH_CHECKS = [
  "HealthCheck.ping()",
  "HealthCheck.arp()",
  "HealthCheck.none()",
  "HealthCheck.recursive({ targets: [...] })",
];

const healthCheck: PropReader = (value, path, reading) => {
  if (!HealthCheck._is(value)) {
    reading.problems.push(notMade(path, value, "HealthCheck", HEALTH_CHECKS));
    return undefined;
  }
  return value._kind === "recursive" ? HealthCheck._of(readOptions(RECURSIVE, value, path, reading)) : value;
};

/** Any number: its value is checked together with the weights of the other WANs. */
const weight: PropReader = (value, path, reading) => {
  if (typeof value === "number") {
    return value;
  }
  reading.problems.push(problem(path, value, "not-a-weight", "write-weights"));
  return undefined;
};

/** What the options that every WAN must have take. */
export const NAMED_WAN = { name: text, interface: text };
/** What the other options that every WAN may have take. */
export const ANY_WAN: ReadersOf<Omit<WanOptions, keyof typeof NAMED_WAN>> = {
  renamedFrom: optional(text),
  routerName: optional(text),
  healthCheck: optional(healthCheck),
  masquerade: optional(boolean),
  disabled: optional(boolean),
  // Tiers become distances, of which the highest are kept for routes behind all WANs.
  tier: optional(wholeNumber(1, 100)),
  weight: optional(weight),
};
// A WAN has a routerName, which its copy under another name would take over.
const OF_NONE = { kind: "the options of that WAN again", brand: "the options of that WAN again" };

/** How the options of each kind of WAN are read; an option of another kind is refused with the factory that takes it. */
const WAN_OPTIONS = new Map(
  WAN_KINDS.map((kind) => {
    const others = WAN_KINDS.filter((other) => other !== kind).flatMap(({ factory, options }) =>
      Object.keys(options).map((option) => [option, `${factory}({ ... })`]),
    );
    const read = object({
      of: `${kind.factory}()`,
      example: kind.example,
      props: { ...NAMED_WAN, ...kind.options, ...ANY_WAN },
      elsewhere: { ...OF_NONE, ...Object.fromEntries(others) },
    });
    return [kind, read] as const;
  }),
);

const WANS = WAN_KINDS.map(({ factory }) => `${factory}({ ... })`);

const wan: PropReader = (value, path, reading) => {
  if (!Wan._is(value)) {
    reading.problems.push(notMade(path, value, "Wan", WANS));
    return undefined;
  }
  const read = WAN_OPTIONS.get(value._class) as PropReader;
  return value._with(readOptions(read, value, path, reading));
};

/** What the options of each kind of balancing take. */
export const BALANCING_PROPS = {
  ecmp: { hashPolicy: optional(choice(HashPolicy, "HashPolicy")) } satisfies ReadersOf<EcmpOptions>,
  classifier: {
    by: choice(ClassifyBy, "ClassifyBy"),
    exclude: optional(list(text, '["10.20.0.0/16"]')),
    excludePrivate: optional(boolean),
    routerTraffic: optional(choice(RouterTraffic, "RouterTraffic")),
  } satisfies ReadersOf<PerConnectionClassifierOptions>,
  "repeated routes": {},
} as const;

const BALANCING_OPTIONS: Readonly<Record<Balancing["_kind"], PropReader>> = {
  ecmp: object({ of: "Balancing.ecmp()", example: "{ hashPolicy: ... }", props: BALANCING_PROPS.ecmp }),
  classifier: object({
    of: "Balancing.perConnectionClassifier()",
    example: "{ by: ClassifyBy.BOTH_ADDRESSES }",
    props: BALANCING_PROPS.classifier,
  }),
  "repeated routes": object({ of: "Balancing.repeatedRoutes()", props: BALANCING_PROPS["repeated routes"] }),
};

const BALANCINGS = [
  "Balancing.ecmp()",
  "Balancing.perConnectionClassifier({ by: ... })",
  "Balancing.repeatedRoutes()",
];

const balancing: PropReader = (value, path, reading) => {
  if (!Balancing._is(value)) {
    reading.problems.push(notMade(path, value, "Balancing", BALANCINGS));
    return undefined;
  }
  const { _kind: kind } = value;
  return Balancing._of(kind, readOptions(BALANCING_OPTIONS[kind], value, path, reading));
};

const POLICY = object({
  of: "a policy",
  props: {
    name: text,
    from: optional(list(literal, '["guests"]')),
    to: optional(list(text, '["203.0.113.80"]')),
    via: list(list(literal, '["fibre"]'), '[["fibre"], ["cable"]]'),
    otherwise: optional(choice(Otherwise, "Otherwise")),
  } satisfies ReadersOf<Policy>,
});

/** A list of ports may be longer than other strings. */
const ports: PropReader = (value, path, reading) =>
  typeof value === "string" && /^[\d,-]*$/.test(value) ? value : text(value, path, reading);

const FORWARD = object({
  of: "a port forward",
  props: {
    name: text,
    ports,
    to: text,
    protocol: optional(choice(ForwardProtocol, "ForwardProtocol")),
    toPort: optional(wholeNumber(1, 65_535)),
    wans: optional(list(literal, '["wlan1"]')),
    hairpin: optional(boolean),
  } satisfies ReadersOf<PortForward>,
});

const RECORD = object({
  of: "a static record",
  props: { name: literal, address: text, ttl: optional(text) } satisfies ReadersOf<DnsStaticRecord>,
});

const DOMAIN = object({
  of: "a domain",
  props: { domain: literal, server: text, wan: literal } satisfies ReadersOf<DnsDomain>,
});

/** The one list that may be a token: no other row depends on it. */
const servers: PropReader = (value, path, reading) => {
  const items = Array.isArray(value) ? itemsOf(value) : [];
  return reading.values.isToken(items) ? items : list(text, '["9.9.9.9", "1.1.1.1"]')(value, path, reading);
};

const DNS = object({
  of: "dns",
  example: "{ servers: [...], staticRecords: [...] }",
  props: {
    servers: optional(servers),
    staticRecords: optional(list(RECORD, "[{ name: ..., address: ... }]")),
    domains: optional(list(DOMAIN, "[{ domain: ..., server: ..., wan: ... }]")),
    allowRemoteRequests: optional(boolean),
    guardWans: optional(boolean),
  } satisfies ReadersOf<Dns>,
});

const MANAGEMENT = object({
  of: "management",
  example: "{ sources: [...], interfaces: [...] }",
  props: {
    sources: optional(list(text, '["10.99.0.0/24"]')),
    interfaces: optional(list(text, '["ether5"]')),
  } satisfies ReadersOf<Management>,
});

const version: PropReader = (value, path, reading) => {
  if (typeof value !== "number" || reading.values.isToken(value)) {
    return text(value, path, reading);
  }
  const code = /^\d+\.\d$/.test(String(value)) ? `"${value}0" or "${value}"` : `"${value}"`;
  reading.problems.push(problem(path, value, "version-as-number", { id: "write", code }));
  return undefined;
};

/** What every prop of a description takes. */
export const DESCRIPTION = {
  lans: list(LAN, EXAMPLES.lans),
  wans: list(wan, EXAMPLES.wans),
  policies: optional(list(POLICY, "[{ name: ..., to: [...], via: [[...]] }]")),
  portForwards: optional(list(FORWARD, "[{ name: ..., ports: ..., to: ... }]")),
  dns: optional(DNS),
  name: optional(text),
  comment: optional(literal),
  routerOsVersion: optional(version),
  routingTable: optional(text),
  lanList: optional(text),
  disabled: optional(boolean),
  excludeIpsec: optional(boolean),
  management: optional(MANAGEMENT),
  healthCheck: optional(healthCheck),
  balancing: optional(balancing),
  stickyConnections: optional(boolean),
  sourceRouting: optional(boolean),
} satisfies ReadersOf<GatewayDescription>;
