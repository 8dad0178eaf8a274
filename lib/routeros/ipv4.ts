import { IPv4 } from "ipaddr.js";
import { type Prefix, parseCidr } from "./address-ranges";

export type { Prefix } from "./address-ranges";

/** Whether a text is an IPv4 address in four decimal parts. */
export function isAddress(text: string): boolean {
  // The library says no by an exception, which takes long for the many texts that are networks or names.
  return /^[\d.]+$/.test(text) && IPv4.isValidFourPartDecimal(text);
}

/** Whether a text is an IPv4 address with a prefix length, such as `10.112.0.2/24`. */
export function isCidr(text: string): boolean {
  // Routers refuse the leading zeros that the library takes.
  return /^[\d.]+\/\d+$/.test(text) && IPv4.isValidCIDRFourPartDecimal(text) && !/\/0\d/.test(text);
}

/** The address of a CIDR: `10.112.0.2` of `10.112.0.2/24`. */
export function addressOf(cidr: string): string {
  return IPv4.parseCIDR(cidr)[0].toString();
}

/** The network a CIDR lies in: `10.112.0.0/24` of `10.112.0.2/24`. */
export function prefixOf(cidr: string): Prefix {
  const [{ octets }, length] = IPv4.parseCIDR(cidr);
  const mask = IPv4.subnetMaskFromPrefixLength(length).octets;
  return { network: octets.map((octet, i) => octet & (mask[i] ?? 0)).join("."), length };
}

/** The prefix of a host (32 bits) or of a network whose host bits are zero; nothing for any other text. */
export function hostOrPrefix(text: string): Prefix | undefined {
  // Not by the library: names and checks ask of every destination, many times.
  const parsed = parseCidr(text.includes("/") ? text : `${text}/32`);
  return parsed !== undefined && parsed.prefix.network === parsed.address ? parsed.prefix : undefined;
}

/** The last address of a network, which is its broadcast address in networks of more than two addresses. */
export function broadcastOf(prefix: Prefix): string {
  return IPv4.broadcastAddressFromCIDR(format(prefix)).toString();
}

/** A network in the usual notation, such as `10.112.0.0/24`. */
export function format(prefix: Prefix): string {
  return `${prefix.network}/${prefix.length}`;
}

/** Whether an address lies in a network. */
export function contains(prefix: Prefix, address: string): boolean {
  return IPv4.parse(address).match(IPv4.parse(prefix.network), prefix.length);
}

/** Whether two networks share an address: of two prefixes, one then holds the other. */
export function overlaps(a: Prefix, b: Prefix): boolean {
  return a.length <= b.length ? contains(a, b.network) : contains(b, a.network);
}

/**
 * What an address is that no host of a network can have, or nothing: `this network` (0.0.0.0/8), `loopback`
 * (127.0.0.0/8), `multicast` (224.0.0.0/4), `reserved` (240.0.0.0/4).
 *
 * @see RFC 6890
 */
export function specialUseOf(address: string): string | undefined {
  const kinds: Record<string, string> = {
    unspecified: "this network",
    broadcast: "reserved",
    loopback: "loopback",
    multicast: "multicast",
  };
  const first = Number(address.split(".")[0]);
  return first === 0 ? "this network" : first >= 240 ? "reserved" : kinds[IPv4.parse(address).range()];
}

/** Whether an address is one that the Internet does not route: private, of carriers' NAT (100.64.0.0/10) or link-local. */
export function isPrivate(address: string): boolean {
  return ["private", "carrierGradeNat", "linkLocal"].includes(IPv4.parse(address).range());
}
