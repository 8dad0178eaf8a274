import { IPv6 } from "ipaddr.js";
import { fromNumber, parseCidr, toNumber } from "../../../lib/routeros/address-ranges";
import { isAddress, maskOf, prefixOf } from "../../../lib/routeros/ipv4";
import { invalidValue } from "../errors";
import type { ValueType } from "./type";

const isIPv6 = (text: string): boolean => IPv6.isValid(text) && !text.includes("%");

/** The two halves of `10.0.0.1/24`; a bare address counts as `/32`; undefined where it is neither. */
export function parsePrefix(text: string): { address: string; length: number } | undefined {
  const parsed = parseCidr(text.includes("/") ? text : `${text}/32`);
  return parsed && { address: parsed.address, length: parsed.prefix.length };
}

/** The network that an address lies in. */
export const networkOf = (address: string, length: number): string =>
  prefixOf(`${address}/${length}`).network;

/** The prefix length of a mask such as `255.255.255.0`; undefined where it is none. */
export const lengthOfMask = (mask: string): number | undefined => {
  const length = Array.from({ length: 33 }).findIndex((_, bits) => maskOf(bits) === mask);
  return length === -1 ? undefined : length;
};

/** One IPv4 address. */
export const address: ValueType = {
  read: (value, argument) => {
    if (!isAddress(value)) {
      throw invalidValue(argument);
    }
    return value;
  },
};

/** One address, of either family. */
export const anyAddress: ValueType = {
  read: (value, argument) => {
    if (isAddress(value)) {
      return value;
    }
    if (isIPv6(value)) {
      return IPv6.parse(value).toString();
    }
    throw invalidValue(argument);
  },
};

export { isIPv6 };

/** An address with its prefix length, host bits kept: `10.112.0.2/24`; a bare address becomes `/32`. */
export const interfaceAddress: ValueType = {
  read: (value, argument) => {
    const prefix = parsePrefix(value);
    if (prefix === undefined) {
      throw invalidValue(argument);
    }
    return `${prefix.address}/${prefix.length}`;
  },
};

/** A network: host bits are dropped, a bare address becomes `/32`. */
export const destination: ValueType = {
  read: (value, argument) => {
    const prefix = parsePrefix(value);
    if (prefix === undefined) {
      throw invalidValue(argument);
    }
    return `${networkOf(prefix.address, prefix.length)}/${prefix.length}`;
  },
};

/** An address, a network or a range, as a firewall shows it: no `/32`, and a range that is a network as one. */
export const addressRange: ValueType = {
  read: (value, argument) => {
    const prefix = parsePrefix(value);
    if (prefix !== undefined) {
      const network = networkOf(prefix.address, prefix.length);
      return prefix.length === 32 ? network : `${network}/${prefix.length}`;
    }
    const [from = "", to = "", ...more] = value.split("-");
    if (!isAddress(from) || !isAddress(to) || more.length > 0 || toNumber(from) > toNumber(to)) {
      throw invalidValue(argument);
    }
    const [first, last] = [toNumber(from), toNumber(to)];
    const size = last - first + 1;
    const length = 32 - Math.log2(size);
    if (!Number.isInteger(length) || first % size !== 0) {
      return `${fromNumber(first)}-${fromNumber(last)}`;
    }
    return length === 32 ? from : `${from}/${length}`;
  },
};

/** An IPv6 address or network; of a network the host bits are dropped, and a lone address shows `/128`. */
export const ipv6Range: ValueType = {
  read: (value, argument) => {
    const [host = "", length = "128", ...more] = value.split("/");
    if (!isIPv6(host) || !/^\d{1,3}$/.test(length) || Number(length) > 128 || more.length > 0) {
      throw invalidValue(argument);
    }
    return `${IPv6.networkAddressFromCIDR(`${host}/${length}`).toString()}/${length}`;
  },
};

/** A MAC address, shown in capitals with colons. */
export const mac: ValueType = {
  read: (value, argument) => {
    const digits = value.replace(/[:.-]/g, "");
    if (!/^[0-9A-Fa-f]{12}$/.test(digits)) {
      throw invalidValue(argument);
    }
    return (digits.toUpperCase().match(/../g) ?? []).join(":");
  },
};
