import { Fn, Op, Token } from "cdktf";
import type { GatewayDescription } from "../gateway-description";
import type { PortForward } from "../port-forwards/port-forward";
import { type PlacedValue, type Problem, problem } from "../validation/problem";
import type { Wan } from "../wan/wan";
import type { KnownGateway } from "../wan/wan-kind";
import { terraformValues } from "./terraform-values";

const A_HOST = {
  id: "write-such-as",
  what: "a host behind the router",
  example: '"192.168.0.10"',
} as const;
const A_DESTINATION = {
  id: "write-such-as",
  example: '"203.0.113.80" or "198.51.100.0/24", without host bits',
} as const;
const AN_ADDRESS = { id: "write-such-as", example: '"203.0.113.80"' } as const;

/** A check of values that only Terraform knows: what `problemsOf` checks in literals, as far as Terraform can. */
export interface TokenCheck {
  /** The values that the check is about, of which one or more are tokens. */
  readonly values: readonly string[];
  /** A Terraform expression: whether the values are right. It is built on demand, because every token costs a stack trace. */
  readonly condition: () => unknown;
  /** What is wrong if they are not right. */
  readonly problem: Problem;
}

/** An address with its prefix length. */
interface GivenAddress extends PlacedValue {
  readonly isOfWan: boolean;
  /** Its place among all addresses. */
  readonly place: number;
}

/** Whether an expression is true. An expression that fails on a malformed value counts as true: another check is for the form. */
const holds = (condition: unknown): unknown => Fn.try([condition, true]);
const isAddress = (value: string): unknown => Fn.can(Fn.cidrnetmask(withLength(value, "32")));
const hostOf = (cidr: string): string => terraformValues.hostOf(cidr);
const lengthOf = (cidr: string): string => Token.asString(Fn.element(Fn.split("/", cidr), 1));
const withLength = (host: string, length: string): string => Fn.join("/", [host, length]);
/** CDKTF's operators take a literal for an expression, while its functions quote it. */
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
  const { path, value, place } = given;
  const comparable = Token.isUnresolved(value) ? [...all.values()] : tokens;
  return onlyTokens([
    {
      values: [value],
      condition: () => Fn.can(Fn.cidrnetmask(value)),
      problem: problem(path, value, "not-a-cidr", { id: "write-such-as", example: '"10.112.0.2/24"' }),
    },
    {
      values: [value],
      condition: () => holds(isHostIn(hostOf(value), value)),
      problem: problem(path, value, { id: "network-or-broadcast" }, "write-router-address"),
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

/** Every address and forward of a gateway is compared with all addresses, so they are read once. */
function addressesOf(gateway: GatewayDescription): Addresses {
  const known = ADDRESSES.get(gateway) ?? readAddresses(gateway);
  ADDRESSES.set(gateway, known);
  return known;
}

function readAddresses({ lans, wans }: GatewayDescription): Addresses {
  const given = (list: string, isOfWan: boolean) => (member: { readonly address?: string }, i: number) =>
    member.address === undefined ? [] : { path: `${list}[${i}].address`, value: member.address, isOfWan };
  const addresses = [...lans.flatMap(given("lans", false)), ...wans.flatMap(given("wans", true))].map(
    (address, place) => ({ ...address, place }),
  );
  return {
    all: new Map(addresses.map((address) => [address.path, address])),
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
    problem: problem(
      given.path,
      one,
      { id: "overlapping-network", network: shownNetworkOf(other), of: earlier.path },
      "own-networks",
    ),
  };
}

/** The checks of a WAN's gateway. */
export function wanGatewayChecks(wan: Wan, i: number): TokenCheck[] {
  return wan._kind.gateways.flatMap((known) => knownGatewayChecks(known, i));
}

function knownGatewayChecks({ gateway, address }: KnownGateway, i: number): TokenCheck[] {
  const path = `wans[${i}].gateway`;
  const network = shownNetworkOf(address);
  const remedy = { id: "write-isp-address", network } as const;
  return onlyTokens([
    {
      values: [gateway],
      condition: () => isAddress(gateway),
      problem: problem(path, gateway, "not-an-address", "write-isp-address"),
    },
    {
      values: [gateway, address],
      condition: () => holds(isIn(gateway, address)),
      problem: problem(path, gateway, { id: "outside-network", network }, remedy),
    },
    {
      values: [gateway, address],
      condition: () => Op.neq(text(gateway), text(hostOf(address))),
      problem: problem(path, gateway, { id: "own-address" }, remedy),
    },
    {
      values: [gateway, address],
      condition: () => holds(isHostIn(gateway, address)),
      problem: problem(path, gateway, { id: "network-or-broadcast", network }, remedy),
    },
  ]);
}

/** The network of an address as a message shows it; a token is quoted as it is, because it may be malformed. */
function shownNetworkOf(cidr: string): string {
  return Token.isUnresolved(cidr) ? `"${cidr}"` : terraformValues.subnetOf(cidr);
}

/** The checks of the host that a port forward leads to. */
export function forwardChecks({ to }: PortForward, i: number, gateway: GatewayDescription): TokenCheck[] {
  const { all, tokens } = addressesOf(gateway);
  const comparable = Token.isUnresolved(to) ? [...all.values()] : tokens;
  const path = `portForwards[${i}].to`;
  return onlyTokens([
    {
      values: [to],
      condition: () => isAddress(to),
      problem: problem(path, to, "not-an-address", A_HOST),
    },
    ...comparable.map(({ path: of, value, isOfWan }) => ({
      values: [to, value],
      condition: () => (isOfWan ? holds(Op.not(isIn(to, value))) : Op.neq(text(to), text(hostOf(value)))),
      problem: isOfWan
        ? problem(path, to, { id: "in-wan-network", network: shownNetworkOf(value), of }, A_HOST)
        : problem(path, to, { id: "opens-router", of }, A_HOST),
    })),
  ]);
}

/** The check of a destination of a policy: a host, or a prefix without host bits that does not match everything. */
export function destinationChecks({ path, value: destination }: PlacedValue): TokenCheck[] {
  const isPrefix = () =>
    Op.and(
      Op.eq(Fn.cidrsubnet(destination, 0, 0), text(destination)),
      Op.gte(Fn.tonumber(lengthOf(destination)), 1),
    );
  return onlyTokens([
    {
      values: [destination],
      condition: () => Fn.try([isPrefix(), isAddress(destination)]),
      problem: problem(path, destination, "not-a-prefix", A_DESTINATION),
    },
  ]);
}

/** The check of the address that a name resolves to. */
export function recordChecks(address: string, i: number): TokenCheck[] {
  return onlyTokens([
    {
      values: [address],
      condition: () => isAddress(address),
      problem: problem(`dns.staticRecords[${i}].address`, address, "not-an-address", AN_ADDRESS),
    },
  ]);
}

/** Literals are checked before any resource is made. */
function onlyTokens(checks: readonly TokenCheck[]): TokenCheck[] {
  return checks.filter(({ values }) => values.some((value) => Token.isUnresolved(value)));
}
