import { IPv4 } from "ipaddr.js";

/** An IPv4 network. */
export interface Prefix {
  /** The network's own address: every bit after the prefix is zero. */
  readonly network: string;
  /** The prefix length, 0 to 32. */
  readonly length: number;
}

/** Whether a text is an IPv4 address in four decimal parts. */
export function isAddress(text: string): boolean {
  return IPv4.isValidFourPartDecimal(text);
}

/** Whether a text is an IPv4 address with a prefix length, such as `10.112.0.2/24`. */
export function isCidr(text: string): boolean {
  return IPv4.isValidCIDRFourPartDecimal(text);
}

/** The address of a CIDR: `10.112.0.2` of `10.112.0.2/24`. */
export function addressOf(cidr: string): string {
  return IPv4.parseCIDR(cidr)[0].toString();
}

/** The network a CIDR lies in: `10.112.0.0/24` of `10.112.0.2/24`. */
export function prefixOf(cidr: string): Prefix {
  return { network: IPv4.networkAddressFromCIDR(cidr).toString(), length: IPv4.parseCIDR(cidr)[1] };
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
