import {
  Balancing,
  ClassifyBy,
  type EcmpOptions,
  HashPolicy,
  type PerConnectionClassifierOptions,
} from "../balancing/balancing";
import { NOT_A_WEIGHT } from "../balancing/balancing-problems";
import { type DestinationPin, WhileDown } from "../destination-pins/destination-pin";
import type { Dns, DnsDomain, DnsStaticRecord } from "../dns/dns";
import type { GatewayDescription } from "../gateway-description";
import { HealthCheck, type RecursiveCheckOptions } from "../health-check/health-check";
import type { Lan } from "../lan/lan";
import type { Management } from "../management/management";
import { ForwardProtocol, type PortForward } from "../port-forwards/port-forward";
import type { PppoeClient } from "../wan/pppoe-client";
import {
  type DhcpWanOptions,
  type PointToPointWanOptions,
  type StaticWanOptions,
  Wan,
  WanKind,
} from "../wan/wan";
import { itemsOf } from "./given";
import { problem } from "./problem";
import {
  boolean,
  choice,
  list,
  literal,
  number,
  object,
  optional,
  type Reading,
  readAt,
  type Shape,
  text,
} from "./reading";

/* What every prop takes: what TypeScript would refuse, for programs that it does not check. */

/** A shape for each prop, so that none is forgotten. */
type ShapesOf<Props> = { readonly [Prop in keyof Required<Props>]: Shape };

const LAN = object({
  of: "a LAN",
  props: {
    interface: text,
    address: optional(text),
    name: optional(text),
  } satisfies ShapesOf<Lan>,
});

/** A text that no error shows. What is written out is refused elsewhere. */
const secret: Shape = (value, prop, reading) => {
  if (typeof value === "string" || value === undefined) {
    return value ?? text(value, prop, reading);
  }
  const remedy = 'write new TerraformVariable(this, "password", { sensitive: true }).stringValue';
  reading.problems.push(`${prop}: is not a text: ${remedy}`);
  return undefined;
};

const PPPOE = object({
  of: "a PPPoE client",
  remedy: "write { interface: ..., user: ..., password: ... }",
  props: { interface: text, user: text, password: secret } satisfies ShapesOf<PppoeClient>,
});

/** What is wrong with what no factory of this package made. */
function notMade(value: unknown, name: string): string {
  return typeof value === "object" && value?.constructor?.name === name
    ? "comes from another copy of this package"
    : `is not a ${name}`;
}

/** The options that a factory was given. One that was given nothing lacks every option. */
function readOptions(
  shape: Shape,
  made: { readonly _given: unknown },
  prop: string,
  reading: Reading,
): unknown {
  return readAt(shape, () => (made._given === undefined ? {} : made._given), prop, reading);
}

const RECURSIVE = object({
  of: "HealthCheck.recursive()",
  remedy: 'write HealthCheck.recursive({ targets: ["9.9.9.9"] })',
  props: {
    targets: optional(list(text, 'write ["9.9.9.9"]')),
  } satisfies ShapesOf<RecursiveCheckOptions>,
});

const healthCheck: Shape = (value, prop, reading) => {
  if (!HealthCheck._is(value)) {
    const remedy = "write HealthCheck.ping(), .arp(), .none() or .recursive({ targets: [...] })";
    reading.problems.push(problem(prop, value, notMade(value, "HealthCheck"), remedy));
    return undefined;
  }
  return value._kind === "recursive" ? HealthCheck._of(readOptions(RECURSIVE, value, prop, reading)) : value;
};

/** A number; which, is looked at beside the weights of the other WANs. */
const weight: Shape = (value, prop, reading) => {
  if (typeof value === "number") {
    return value;
  }
  reading.problems.push(problem(prop, value, ...NOT_A_WEIGHT));
  return undefined;
};

const NAMED_WAN = { name: text, interface: text };
const ANY_WAN = {
  renamedFrom: optional(text),
  routerName: optional(text),
  healthCheck: optional(healthCheck),
  masquerade: optional(boolean),
  disabled: optional(boolean),
  // Tiers become distances: those of 254 and more are kept for what stands behind all WANs.
  tier: optional(
    number(
      "is not a whole number from 1 to 100",
      "write 1 for a WAN that carries traffic first",
      (tier) => Number.isInteger(tier) && tier >= 1 && tier <= 100,
    ),
  ),
  weight: optional(weight),
};
// A WAN has a routerName, which its copy under another name would take over.
const OF_NONE = { kind: "the options of that WAN again", brand: "the options of that WAN again" };
const OF_STATIC = { address: "Wan.static({ ... })", gateway: "Wan.static({ ... })" };
const OF_POINT_TO_POINT = { pppoe: "Wan.pointToPoint({ ... })" };
const OPTIONS = "write { name: ..., interface: ... }";

const WAN_OPTIONS: Readonly<Record<WanKind, Shape>> = {
  [WanKind.STATIC]: object({
    of: "Wan.static()",
    remedy: "write { name: ..., interface: ..., address: ..., gateway: ... }",
    props: { ...NAMED_WAN, address: text, gateway: text, ...ANY_WAN } satisfies ShapesOf<StaticWanOptions>,
    elsewhere: { ...OF_NONE, ...OF_POINT_TO_POINT },
  }),
  [WanKind.DHCP]: object({
    of: "Wan.dhcp()",
    remedy: OPTIONS,
    props: { ...NAMED_WAN, ...ANY_WAN } satisfies ShapesOf<DhcpWanOptions>,
    elsewhere: { ...OF_NONE, ...OF_STATIC, ...OF_POINT_TO_POINT },
  }),
  [WanKind.POINT_TO_POINT]: object({
    of: "Wan.pointToPoint()",
    remedy: OPTIONS,
    props: { ...NAMED_WAN, pppoe: optional(PPPOE), ...ANY_WAN } satisfies ShapesOf<PointToPointWanOptions>,
    elsewhere: { ...OF_NONE, ...OF_STATIC },
  }),
};

const wan: Shape = (value, prop, reading) => {
  if (!Wan._is(value)) {
    const remedy = "write Wan.static({ ... }), Wan.dhcp({ ... }) or Wan.pointToPoint({ ... })";
    reading.problems.push(problem(prop, value, notMade(value, "Wan"), remedy));
    return undefined;
  }
  return Wan._of(value.kind, readOptions(WAN_OPTIONS[value.kind], value, prop, reading));
};

const BALANCING_OPTIONS: Readonly<Record<Balancing["_kind"], Shape>> = {
  ecmp: object({
    of: "Balancing.ecmp()",
    remedy: "write { hashPolicy: ... }",
    props: { hashPolicy: optional(choice(HashPolicy, "HashPolicy")) } satisfies ShapesOf<EcmpOptions>,
  }),
  classifier: object({
    of: "Balancing.perConnectionClassifier()",
    remedy: "write { by: ClassifyBy.BOTH_ADDRESSES }",
    props: {
      by: choice(ClassifyBy, "ClassifyBy"),
      except: optional(list(text, 'write ["10.20.0.0/16"]')),
      excludePrivate: optional(boolean),
      routerFailover: optional(boolean),
    } satisfies ShapesOf<PerConnectionClassifierOptions>,
  }),
  "repeated routes": object({ of: "Balancing.repeatedRoutes()", props: {} }),
};

const balancing: Shape = (value, prop, reading) => {
  if (!Balancing._is(value)) {
    const remedy = "write Balancing.ecmp(), .classifier({ by: ... }) or .repeatedRoutes()";
    reading.problems.push(problem(prop, value, notMade(value, "Balancing"), remedy));
    return undefined;
  }
  const { _kind: kind } = value;
  return Balancing._of(kind, readOptions(BALANCING_OPTIONS[kind], value, prop, reading));
};

const PIN = object({
  of: "a destination pin",
  props: {
    destination: text,
    wan: literal,
    whileDown: optional(choice(WhileDown, "WhileDown")),
    name: optional(text),
  } satisfies ShapesOf<DestinationPin>,
});

/** A list of ports has no limit but that of its form. */
const ports: Shape = (value, prop, reading) =>
  typeof value === "string" && /^[\d,-]*$/.test(value) ? value : text(value, prop, reading);

const FORWARD = object({
  of: "a port forward",
  props: {
    name: text,
    ports,
    to: text,
    protocol: optional(choice(ForwardProtocol, "ForwardProtocol")),
    toPort: optional(number("is not a number", "write a port, such as 8443")),
    wans: optional(list(literal, 'write the names of WANs, such as ["wlan1"]')),
    hairpin: optional(boolean),
  } satisfies ShapesOf<PortForward>,
});

const RECORD = object({
  of: "a static record",
  props: { name: literal, address: text, ttl: optional(text) } satisfies ShapesOf<DnsStaticRecord>,
});

const DOMAIN = object({
  of: "a domain",
  props: { domain: literal, server: text, wan: literal } satisfies ShapesOf<DnsDomain>,
});

/** The one list that may be a token: it shapes no other row. */
const servers: Shape = (value, prop, reading) => {
  const items = Array.isArray(value) ? itemsOf(value) : [];
  return reading.values.isToken(items)
    ? items
    : list(text, 'write ["9.9.9.9", "1.1.1.1"]')(value, prop, reading);
};

const DNS = object({
  of: "dns",
  remedy: "write { servers: [...], staticRecords: [...] }",
  props: {
    servers: optional(servers),
    staticRecords: optional(list(RECORD, "write [{ name: ..., address: ... }]")),
    domains: optional(list(DOMAIN, "write [{ domain: ..., server: ..., wan: ... }]")),
    allowRemoteRequests: optional(boolean),
    guardWans: optional(boolean),
  } satisfies ShapesOf<Dns>,
});

const MANAGEMENT = object({
  of: "management",
  remedy: "write { sources: [...], interfaces: [...] }",
  props: {
    sources: optional(list(text, "write a list of texts")),
    interfaces: optional(list(text, "write a list of texts")),
  } satisfies ShapesOf<Management>,
});

const version: Shape = (value, prop, reading) => {
  if (typeof value !== "number" || reading.values.isToken(value)) {
    return text(value, prop, reading);
  }
  const inQuotes = /^\d+\.\d$/.test(String(value)) ? `"${value}0" or "${value}"` : `"${value}"`;
  const fault = "is a number, and YAML turns 7.20 into 7.2";
  reading.problems.push(problem(prop, value, fault, `write it in quotes, ${inQuotes}`));
  return undefined;
};

/** What every prop of a description takes. */
export const DESCRIPTION = {
  lans: list(LAN, 'write [{ interface: "Local", address: "192.168.0.1/24" }]'),
  wans: list(wan, "write [Wan.static({ ... }), Wan.static({ ... })]"),
  destinationPins: optional(list(PIN, "write [{ destination: ..., wan: ... }]")),
  portForwards: optional(list(FORWARD, "write [{ name: ..., ports: ..., to: ... }]")),
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
} satisfies ShapesOf<GatewayDescription>;
