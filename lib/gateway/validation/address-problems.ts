import {
  addressOf,
  broadcastOf,
  contains,
  format,
  isAddress,
  isCidr,
  type Prefix,
  prefixOf,
  specialUseOf,
} from "../../routeros/ipv4";
import { PrefixIndex } from "../../routeros/prefix-index";
import type { GatewayDescription } from "../gateway-description";
import type { TokenResolver } from "../token-resolver";
import { type Given, problem } from "./problem";

/** Addresses: hosts of disjoint networks, and each gateway a neighbour in its WAN's network. */
export function addressProblems({ lans, wans }: GatewayDescription, values: TokenResolver): string[] {
  const addresses = [...given("lans", lans, values), ...given("wans", wans, values)].map((address) => ({
    ...address,
    problems: cidrProblems(address),
  }));
  const sound = addresses
    .filter(({ value }) => isCidr(value))
    .map((address, place) => ({
      ...address,
      place,
      host: addressOf(address.value),
      prefix: prefixOf(address.value),
      isOfWan: address.prop.startsWith("wans"),
    }));
  const own = new Set(sound.map(({ host }) => host));
  const networks = new Map(
    sound.filter(({ problems }) => problems.length === 0).map(({ prop, prefix }) => [prop, prefix]),
  );
  return [
    ...addresses.flatMap(({ problems }) => problems),
    ...overlaps(sound).flatMap(([address, earlier]) => overlapProblems(address, earlier)),
    ...wans.flatMap((wan, i) =>
      wan.gateway === undefined || values.isToken(wan.gateway)
        ? []
        : gatewayProblems(
            { prop: `wans[${i}].gateway`, value: wan.gateway },
            networks.get(`wans[${i}].address`),
            own,
          ),
    ),
  ];
}

/** An address with its prefix length, taken apart. */
interface SoundAddress extends Given {
  /** Its place among all addresses. */
  readonly place: number;
  readonly host: string;
  readonly prefix: Prefix;
  readonly isOfWan: boolean;
}

/** Each address beside every earlier one whose network it shares: of two such networks one holds the other. */
function overlaps(addresses: readonly SoundAddress[]): (readonly [SoundAddress, SoundAddress])[] {
  const index = new PrefixIndex(addresses, ({ prefix }) => prefix);
  const earlier = addresses.map(() => new Set<SoundAddress>());
  for (const address of addresses) {
    for (const other of index.holdingAll(address.prefix)) {
      const [first, second] = other.place < address.place ? [other, address] : [address, other];
      if (first !== second) {
        earlier[second.place]?.add(first);
      }
    }
  }
  return addresses.flatMap((address) =>
    [...(earlier[address.place] ?? [])]
      .sort((a, b) => a.place - b.place)
      .map((other) => [address, other] as const),
  );
}

/** The addresses that are written out. */
function given(
  list: string,
  members: readonly { readonly address?: string }[],
  values: TokenResolver,
): Given[] {
  return members.flatMap(({ address }, i) =>
    address === undefined || values.isToken(address)
      ? []
      : [{ prop: `${list}[${i}].address`, value: address }],
  );
}

function cidrProblems({ prop, value }: Given): string[] {
  if (isAddress(value)) {
    return [problem(prop, value, "lacks its prefix length", `write it as a CIDR, such as "${value}/24"`)];
  }
  if (!isCidr(value)) {
    return [
      problem(
        prop,
        value,
        "is not an IPv4 address with a prefix length",
        'write a CIDR, such as "10.112.0.2/24"',
      ),
    ];
  }
  const prefix = prefixOf(value);
  const address = addressOf(value);
  const reserved = specialUseOf(address);
  if (reserved !== undefined || prefix.length < 8) {
    const fault = reserved === undefined ? "has a network wider than /8" : `is ${reserved} space`;
    return [problem(prop, value, fault, 'write an address of a network, such as "10.112.0.2/24"')];
  }
  // Networks of one or two addresses have neither a network nor a broadcast address (RFC 3021).
  if (prefix.length > 30) {
    return [];
  }
  const special =
    address === prefix.network ? "network" : address === broadcastOf(prefix) ? "broadcast" : undefined;
  return special === undefined
    ? []
    : [
        problem(
          prop,
          value,
          `is the ${special} address of ${format(prefix)}`,
          "write the router's own address in it",
        ),
      ];
}

/** Two WANs may share one network, as two modems of one make do: each then names its gateway with the interface. */
function overlapProblems({ prop, value, host, prefix }: SoundAddress, earlier: SoundAddress): string[] {
  if (earlier.isOfWan && format(prefix) === format(earlier.prefix)) {
    return host === earlier.host
      ? [
          problem(
            prop,
            value,
            `is also the address of ${earlier.prop}, and a router takes an address once`,
            "have one of the two networks changed at its modem",
          ),
        ]
      : [];
  }
  return [
    problem(
      prop,
      value,
      `overlaps ${format(earlier.prefix)} of ${earlier.prop}`,
      "give every LAN and WAN a network of its own",
    ),
  ];
}

function gatewayProblems(
  { prop, value }: Given,
  prefix: Prefix | undefined,
  own: ReadonlySet<string>,
): string[] {
  if (value.includes(",")) {
    return [
      problem(
        prop,
        value,
        "is a list, which RouterOS 7 does not take",
        "give each gateway a WAN of its own; equal routes form the ECMP group",
      ),
    ];
  }
  if (!isAddress(value)) {
    return [problem(prop, value, "is not an IPv4 address", 'write the ISP\'s address, such as "10.112.0.1"')];
  }
  if (prefix === undefined) {
    return [];
  }
  if (own.has(value)) {
    return [
      problem(prop, value, "is the router's own address", `write the ISP's address in ${format(prefix)}`),
    ];
  }
  if (!contains(prefix, value)) {
    return [
      problem(
        prop,
        value,
        `lies outside the WAN's network ${format(prefix)}`,
        "write the ISP's address in that network",
      ),
    ];
  }
  return cidrProblems({ prop, value: `${value}/${prefix.length}` }).length === 0
    ? []
    : [
        problem(
          prop,
          value,
          `is not a host address in ${format(prefix)}`,
          "write the ISP's address in that network",
        ),
      ];
}
