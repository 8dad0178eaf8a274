import { Fn, Op, Token } from "cdktf";
import type { GatewayDescription } from "../gateway-description";
import type { PortForward } from "../port-forwards/port-forward";
import { type Wan, WanKind } from "../wan/wan";
import { terraformValues } from "./terraform-values";

/** A check of values that only Terraform knows: what `problemsOf` says of literals, as far as Terraform can tell. */
export interface TokenCheck {
  /** The values that the check is about; there is none where all of them are literals. */
  readonly values: readonly string[];
  /** A Terraform expression: whether the values are right. It is built on demand, since every token costs a stack trace. */
  readonly condition: () => unknown;
  /** What is wrong with them, and what to write instead. */
  readonly errorMessage: string;
}

/** An address with its prefix length, and the prop that gives it. */
interface GivenAddress {
  readonly prop: string;
  readonly value: string;
  readonly isOfWan: boolean;
  /** Its place among all addresses. */
  readonly place: number;
}

/** Whether an expression is true. What cannot be computed of a malformed value is right here: its form has a check of its own. */
const holds = (condition: unknown): unknown => Fn.try([condition, true]);
const isAddress = (value: string): unknown => Fn.can(Fn.cidrnetmask(withLength(value, "32")));
const hostOf = (cidr: string): string => terraformValues.hostOf(cidr);
const lengthOf = (cidr: string): string => Token.asString(Fn.element(Fn.split("/", cidr), 1));
const withLength = (host: string, length: string): string => Fn.join("/", [host, length]);
/** CDKTF's operators take a literal for an expression; its functions quote it. */
const text = (value: string): string => Fn.tostring(value);
const isIn = (host: string, cidr: string) =>
  Op.eq(Fn.cidrhost(withLength(host, lengthOf(cidr)), 0), Fn.cidrhost(cidr, 0));

/** Whether a host is neither the network nor the broadcast address; networks of one or two addresses have neither (RFC 3021). */
const isHostIn = (host: string, cidr: string) =>
  Op.or(
    Op.gt(Fn.tonumber(lengthOf(cidr)), 30),
    Op.and(Op.neq(text(host), Fn.cidrhost(cidr, 0)), Op.neq(text(host), Fn.cidrhost(cidr, -1))),
  );

/** The checks of one address of the gateway; those that concern two of them belong to the later one. */
export function addressChecks(gateway: GatewayDescription, list: "lans" | "wans", i: number): TokenCheck[] {
  const { all, tokens } = addressesOf(gateway);
  const given = all.get(`${list}[${i}].address`);
  if (given === undefined) {
    return [];
  }
  const { prop, value, place } = given;
  const comparable = Token.isUnresolved(value) ? [...all.values()] : tokens;
  return asked([
    {
      values: [value],
      condition: () => Fn.can(Fn.cidrnetmask(value)),
      errorMessage: `${prop}: "${value}" is not an IPv4 address with a prefix length: write a CIDR, such as "10.112.0.2/24"`,
    },
    {
      values: [value],
      condition: () => holds(isHostIn(hostOf(value), value)),
      errorMessage: `${prop}: "${value}" is the network or broadcast address of its network: write the router's own address in it`,
    },
    ...comparable.filter((other) => other.place < place).map((earlier) => apart(given, earlier)),
  ]);
}

/** The addresses of a gateway, and those of them that only Terraform knows. */
interface Addresses {
  readonly all: ReadonlyMap<string, GivenAddress>;
  readonly tokens: readonly GivenAddress[];
}

const ADDRESSES = new WeakMap<GatewayDescription, Addresses>();

/** Every address and forward of a gateway asks for all addresses. */
function addressesOf(gateway: GatewayDescription): Addresses {
  const known = ADDRESSES.get(gateway) ?? readAddresses(gateway);
  ADDRESSES.set(gateway, known);
  return known;
}

function readAddresses({ lans, wans }: GatewayDescription): Addresses {
  const given = (list: string, isOfWan: boolean) => (member: { readonly address?: string }, i: number) =>
    member.address === undefined ? [] : { prop: `${list}[${i}].address`, value: member.address, isOfWan };
  const addresses = [...lans.flatMap(given("lans", false)), ...wans.flatMap(given("wans", true))].map(
    (address, place) => ({ ...address, place }),
  );
  return {
    all: new Map(addresses.map((address) => [address.prop, address])),
    tokens: addresses.filter(({ value }) => Token.isUnresolved(value)),
  };
}

/** Networks are disjoint; two WANs may have the same one, each with an address of its own. */
function apart(given: GivenAddress, earlier: GivenAddress): TokenCheck {
  const [one, other] = [given.value, earlier.value];
  return {
    values: [one, other],
    condition: () => {
      const shorter = Token.asString(Fn.min([Fn.tonumber(lengthOf(one)), Fn.tonumber(lengthOf(other))]));
      const networkOf = (cidr: string) => Fn.cidrhost(withLength(hostOf(cidr), shorter), 0);
      const disjoint = Op.neq(networkOf(one), networkOf(other));
      const shared = Op.and(
        Op.eq(Fn.cidrsubnet(one, 0, 0), Fn.cidrsubnet(other, 0, 0)),
        Op.neq(text(hostOf(one)), text(hostOf(other))),
      );
      return holds(given.isOfWan && earlier.isOfWan ? Op.or(disjoint, shared) : disjoint);
    },
    errorMessage: `${given.prop}: "${one}" overlaps "${other}" of ${earlier.prop}: give every LAN and WAN a network of its own`,
  };
}

/** The checks of a WAN's gateway. */
export function gatewayChecks(wan: Wan, i: number): TokenCheck[] {
  const { kind, name, address, gateway } = wan;
  if (kind !== WanKind.STATIC || address === undefined || gateway === undefined) {
    return [];
  }
  const prop = `wans[${i}].gateway`;
  const inNetwork = `write the ISP's address in the network of "${address}"`;
  return asked([
    {
      values: [gateway],
      condition: () => isAddress(gateway),
      errorMessage: `${prop}: "${gateway}" of the WAN "${name}" is not an IPv4 address: write the ISP's address, such as "10.112.0.1"`,
    },
    {
      values: [gateway, address],
      condition: () => holds(isIn(gateway, address)),
      errorMessage: `${prop}: "${gateway}" of the WAN "${name}" lies outside the WAN's network: ${inNetwork}`,
    },
    {
      values: [gateway, address],
      condition: () => Op.neq(text(gateway), text(hostOf(address))),
      errorMessage: `${prop}: "${gateway}" of the WAN "${name}" is the router's own address: ${inNetwork}`,
    },
    {
      values: [gateway, address],
      condition: () => holds(isHostIn(gateway, address)),
      errorMessage: `${prop}: "${gateway}" of the WAN "${name}" is the network or broadcast address: ${inNetwork}`,
    },
  ]);
}

/** The checks of the host that a port forward leads to. */
export function forwardChecks(
  { name, to }: PortForward,
  i: number,
  gateway: GatewayDescription,
): TokenCheck[] {
  const { all, tokens } = addressesOf(gateway);
  const comparable = Token.isUnresolved(to) ? [...all.values()] : tokens;
  const at = `portForwards[${i}].to: "${to}" of the forward "${name}"`;
  const remedy = 'write a host behind the router, such as "192.168.0.10"';
  return asked([
    { values: [to], condition: () => isAddress(to), errorMessage: `${at} is not an IPv4 address: ${remedy}` },
    ...comparable.map(({ prop, value, isOfWan }) => ({
      values: [to, value],
      condition: () => (isOfWan ? holds(Op.not(isIn(to, value))) : Op.neq(text(to), text(hostOf(value)))),
      errorMessage: isOfWan
        ? `${at} lies in the network of ${prop}, a WAN's: ${remedy}`
        : `${at} is the router's own address of ${prop}, whose services would be opened to the WANs: ${remedy}`,
    })),
  ]);
}

/** The check of a pinned destination: a host, or a prefix without host bits that is not everything. */
export function destinationChecks(destination: string, i: number): TokenCheck[] {
  const isPrefix = () =>
    Op.and(
      Op.eq(Fn.cidrsubnet(destination, 0, 0), text(destination)),
      Op.gte(Fn.tonumber(lengthOf(destination)), 1),
    );
  return asked([
    {
      values: [destination],
      condition: () => Fn.try([isPrefix(), isAddress(destination)]),
      errorMessage: `destinationPins[${i}].destination: "${destination}" is not an IPv4 host or prefix: write "203.0.113.80" or "198.51.100.0/24", without host bits`,
    },
  ]);
}

/** The check of the address that a name resolves to. */
export function recordChecks(address: string, i: number): TokenCheck[] {
  return asked([
    {
      values: [address],
      condition: () => isAddress(address),
      errorMessage: `dns.staticRecords[${i}].address: "${address}" is not an IPv4 address: write one, such as "203.0.113.80"`,
    },
  ]);
}

/** Literals were checked before anything was made. */
function asked(checks: readonly TokenCheck[]): TokenCheck[] {
  return checks.filter(({ values }) => values.some((value) => Token.isUnresolved(value)));
}
