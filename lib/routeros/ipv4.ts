import {
  fromNumber,
  isWithin,
  type Prefix,
  parseCidr,
  type Range,
  rangeOf,
  toNumber,
} from "./address-ranges";

export type { Prefix } from "./address-ranges";

/** Whether a text is an IPv4 address in four decimal parts. */
export function isAddress(text: string): boolean {
  return !/[/-]/.test(text) && rangeOf(text) !== undefined;
}

/** Whether a text is an IPv4 address with a prefix length, such as `10.112.0.2/24`. */
export function isCidr(text: string): boolean {
  return parseCidr(text) !== undefined;
}

/** The address of a CIDR: `10.112.0.2` of `10.112.0.2/24`. */
export function addressOf(cidr: string): string {
  return cidr.replace(/\/.*/, "");
}

/**
 * The network a CIDR lies in: `10.112.0.0/24` of `10.112.0.2/24`.
 *
 * @throws Error for any other text
 */
export function prefixOf(cidr: string): Prefix {
  const parsed = parseCidr(cidr);
  if (parsed === undefined) {
    throw new Error(`${cidr} is not an address with a prefix length`);
  }
  return parsed.prefix;
}

/** The prefix of a host (32 bits) or of a network whose host bits are zero; nothing for any other text. */
export function hostOrPrefix(text: string): Prefix | undefined {
  const parsed = parseCidr(text.includes("/") ? text : `${text}/32`);
  return parsed !== undefined && parsed.prefix.network === parsed.address ? parsed.prefix : undefined;
}

/** The last address of a network, which is its broadcast address in networks of more than two addresses. */
export function broadcastOf(prefix: Prefix): string {
  return fromNumber(rangeOfPrefix(prefix).last);
}

/** A prefix length as a mask: `255.255.255.0` of 24. */
export function maskOf(length: number): string {
  return fromNumber(2 ** 32 - 2 ** (32 - length));
}

/** A network in the usual notation, such as `10.112.0.0/24`. */
export function format(prefix: Prefix): string {
  return `${prefix.network}/${prefix.length}`;
}

/** Whether an address lies in a network. */
export function contains(prefix: Prefix, address: string): boolean {
  return isWithin(rangeOfPrefix(prefix), toNumber(address));
}

/** Whether two networks share an address: of two prefixes, one then holds the other. */
export function overlaps(a: Prefix, b: Prefix): boolean {
  return a.length <= b.length ? contains(a, b.network) : contains(b, a.network);
}

/** The addresses of a network, as numbers. */
export function rangeOfPrefix({ network, length }: Prefix): Range {
  const size = 2 ** (32 - length);
  const first = Math.floor(toNumber(network) / size) * size;
  return { first, last: first + size - 1 };
}

/** An address in a network that a host may have: the ninth, or the last of a smaller one. */
export function hostIn({ network, length }: Prefix): string {
  return length >= 31 ? network : fromNumber(toNumber(network) + Math.min(9, 2 ** (32 - length) - 2));
}

/** What networks are for that no host of a network has an address in. */
const SPECIAL_USES: Readonly<Record<string, string>> = {
  "0.0.0.0/8": "this network",
  "127.0.0.0/8": "loopback",
  "224.0.0.0/4": "multicast",
  "240.0.0.0/4": "reserved",
};

/**
 * What an address is that no host of a network can have, or nothing: `this network` (0.0.0.0/8), `loopback`
 * (127.0.0.0/8), `multicast` (224.0.0.0/4), `reserved` (240.0.0.0/4).
 *
 * @see RFC 6890
 */
export function specialUseOf(address: string): string | undefined {
  const [, use] = Object.entries(SPECIAL_USES).find(([prefix]) => contains(prefixOf(prefix), address)) ?? [];
  return use;
}

/** The networks that hosts of many sites have and no ISP routes: for private use (RFC 1918), and of carriers' NAT (RFC 6598). */
export const PRIVATE_NETWORKS: readonly string[] = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
];

/** Addresses that hosts give themselves, and that no router forwards (RFC 3927). */
const LINK_LOCAL = "169.254.0.0/16";

const UNROUTED: readonly Prefix[] = [...PRIVATE_NETWORKS, LINK_LOCAL].map(prefixOf);

/** Whether an address is one that the Internet does not route: of a private network, or link-local. */
export function isPrivate(address: string): boolean {
  return UNROUTED.some((prefix) => contains(prefix, address));
}
