import { IPv4 } from "ipaddr.js";
import { contains, isAddress, isCidr, prefixOf } from "./ipv4";

/** An address as a number, for comparing. */
export function toNumber(address: string): number {
  return IPv4.parse(address).octets.reduce((number, octet) => number * 256 + octet, 0);
}

/** The address of a number. */
export function fromNumber(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}

/**
 * Whether an address lies in what a firewall property names: `10.0.0.1`, `10.0.0.0/8` or `10.0.0.1-10.0.0.9`;
 * undefined where the text is none of these.
 */
export function isIn(set: string, address: string): boolean | undefined {
  if (isAddress(set)) {
    return set === address;
  }
  if (isCidr(set)) {
    return contains(prefixOf(set), address);
  }
  const range = rangeOf(set);
  return range === undefined
    ? undefined
    : range.first <= toNumber(address) && toNumber(address) <= range.last;
}

/** The first and last address of `10.0.0.1-10.0.0.9`, a network or an address; undefined where it is none of these. */
export function rangeOf(set: string): { first: number; last: number } | undefined {
  if (isAddress(set)) {
    return { first: toNumber(set), last: toNumber(set) };
  }
  if (isCidr(set)) {
    const { network, length } = prefixOf(set);
    return { first: toNumber(network), last: toNumber(network) + 2 ** (32 - length) - 1 };
  }
  const [from = "", to = "", ...more] = set.split("-");
  if (!isAddress(from) || !isAddress(to) || more.length > 0) {
    return undefined;
  }
  return { first: toNumber(from), last: toNumber(to) };
}

/** Whether a port lies in `80,443,8000-8080`. */
export function isPortIn(list: string, port: number): boolean {
  return list.split(",").some((part) => {
    const [from = "", to = from] = part.split("-");
    return Number(from) <= port && port <= Number(to);
  });
}
