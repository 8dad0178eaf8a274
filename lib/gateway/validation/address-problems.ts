import {
  addressOf,
  broadcastOf,
  contains,
  format,
  hostOrPrefix,
  isAddress,
  isCidr,
  type Prefix,
  prefixOf,
  specialUseOf,
} from "../../routeros/ipv4";
import { PrefixIndex } from "../../routeros/prefix-index";
import type { GatewayDescription } from "../gateway-description";
import type { TokenResolver } from "../token-resolver";
import { type PlacedValue, type Problem, problem } from "./problem";

const EXAMPLE = { id: "write-such-as", example: '"10.112.0.2/24"' } as const;

/** Addresses: hosts of disjoint networks, and each gateway a neighbour in its WAN's network. */
export function addressProblems({ lans, wans }: GatewayDescription, values: TokenResolver): Problem[] {
  const addresses = [...literals("lans", lans, values), ...literals("wans", wans, values)].map((address) => ({
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
      isOfWan: address.path.startsWith("wans"),
    }));
  const own = new Set(sound.map(({ host }) => host));
  const networks = new Map(
    sound.filter(({ problems }) => problems.length === 0).map(({ path, prefix }) => [path, prefix]),
  );
  const gateways = wans.flatMap(({ _kind: kind }, i) =>
    kind.gateways
      .filter(({ gateway }) => !values.isToken(gateway))
      .map(({ gateway }) => ({ wan: `wans[${i}]`, gateway })),
  );
  return [
    ...addresses.flatMap(({ problems }) => problems),
    ...overlaps(sound).flatMap(([address, earlier]) => overlapProblems(address, earlier)),
    ...gateways.flatMap(({ wan, gateway }) =>
      gatewayProblems({ path: `${wan}.gateway`, value: gateway }, networks.get(`${wan}.address`), own),
    ),
  ];
}

/** An address with its prefix length, taken apart. */
interface SoundAddress extends PlacedValue {
  /** Its place among all addresses. */
  readonly place: number;
  readonly host: string;
  readonly prefix: Prefix;
  readonly isOfWan: boolean;
}

/** Each address beside every earlier one whose network overlaps its own: one of two such networks contains the other. */
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

/** The addresses that are no tokens. */
function literals(
  list: string,
  members: readonly { readonly address?: string }[],
  values: TokenResolver,
): PlacedValue[] {
  return members.flatMap(({ address }, i) =>
    address === undefined || values.isToken(address)
      ? []
      : [{ path: `${list}[${i}].address`, value: address }],
  );
}

function cidrProblems({ path, value }: PlacedValue): Problem[] {
  if (isAddress(value)) {
    return [problem(path, value, "no-prefix-length", { id: "write", code: `"${value}/24"` })];
  }
  if (!isCidr(value)) {
    return [problem(path, value, "not-a-cidr", EXAMPLE)];
  }
  const prefix = prefixOf(value);
  const use = specialUseOf(addressOf(value));
  if (use !== undefined) {
    return [problem(path, value, { id: "special-use", use }, EXAMPLE)];
  }
  if (prefix.length < 8) {
    return [problem(path, value, "too-wide", EXAMPLE)];
  }
  return isHostOf(prefix, addressOf(value))
    ? []
    : [problem(path, value, { id: "network-or-broadcast", network: format(prefix) }, "write-router-address")];
}

/** Whether an address may be a host's: networks of one or two addresses have no other addresses (RFC 3021). */
function isHostOf(prefix: Prefix, address: string): boolean {
  return prefix.length > 30 || (address !== prefix.network && address !== broadcastOf(prefix));
}

/** Two WANs may share one network, as two modems of one make do: each then names its gateway with the interface. */
function overlapProblems(
  { path, value, host, prefix, isOfWan }: SoundAddress,
  earlier: SoundAddress,
): Problem[] {
  const network = format(earlier.prefix);
  const isShared = isOfWan && earlier.isOfWan && format(prefix) === network;
  if (isShared && host !== earlier.host) {
    return [];
  }
  return isShared
    ? [problem(path, value, { id: "duplicate", earlier: earlier.path }, "change-at-modem")]
    : [problem(path, value, { id: "overlapping-network", network, of: earlier.path }, "own-networks")];
}

function gatewayProblems(
  { path, value }: PlacedValue,
  prefix: Prefix | undefined,
  own: ReadonlySet<string>,
): Problem[] {
  if (value.includes(",")) {
    return [problem(path, value, "gateway-list", "wan-per-gateway")];
  }
  if (!isAddress(value)) {
    return [problem(path, value, "not-an-address", "write-isp-address")];
  }
  if (prefix === undefined) {
    return [];
  }
  const network = format(prefix);
  const remedy = { id: "write-isp-address", network } as const;
  if (own.has(value)) {
    return [problem(path, value, "own-address", remedy)];
  }
  if (!contains(prefix, value)) {
    return [problem(path, value, { id: "outside-network", network }, remedy)];
  }
  return cidrProblems({ path, value: `${value}/${prefix.length}` }).length === 0
    ? []
    : [problem(path, value, { id: "not-a-host", network }, remedy)];
}

/**
 * The problem of a value that is neither a host nor a prefix.
 *
 * @param example what could be meant, as code
 */
export function notAPrefix({ path, value }: PlacedValue, example: string): Problem {
  return isCidr(value)
    ? problem(path, value, "host-bits", {
        id: "write",
        code: `"${format(prefixOf(value))}" or "${addressOf(value)}"`,
      })
    : problem(path, value, "not-a-prefix", { id: "write-such-as", example });
}

/** A host or prefix in one spelling, so that equal ones are equal strings. */
export function asPrefix({ path, value }: PlacedValue): PlacedValue {
  const prefix = hostOrPrefix(value);
  return { path, value: prefix === undefined ? value : format(prefix) };
}
