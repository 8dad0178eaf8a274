/** An IPv4 network. */
export interface Prefix {
  /** The network's own address: every bit after the prefix is zero. */
  readonly network: string;
  /** The prefix length, 0 to 32. */
  readonly length: number;
}

const ZERO = "0".charCodeAt(0);

/** An address as a number, for comparing. */
export function toNumber(address: string): number {
  let [number, octet] = [0, 0];
  for (let i = 0; i < address.length; i += 1) {
    const digit = address.charCodeAt(i) - ZERO;
    if (digit >= 0 && digit <= 9) {
      octet = octet * 10 + digit;
    } else if (address[i] === ".") {
      number = number * 256 + octet;
      octet = 0;
    } else {
      return Number.NaN;
    }
  }
  return number * 256 + octet;
}

/** The address of a number. */
export function fromNumber(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}

/** Addresses that follow each other, as numbers. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/**
 * Whether an address lies in what a firewall property names: `10.0.0.1`, `10.0.0.0/8` or `10.0.0.1-10.0.0.9`;
 * undefined where the text is none of these.
 */
export function isIn(set: string, address: string): boolean | undefined {
  const range = rangeOf(set);
  return range && isWithin(range, toNumber(address));
}

/** Whether a number is one of a range's. */
export function isWithin({ first, last }: Range, number: number): boolean {
  return first <= number && number <= last;
}

/** A CIDR taken apart; undefined where a text is none. */
export function parseCidr(text: string): { readonly address: string; readonly prefix: Prefix } | undefined {
  const [, address = "", length] = SET.exec(text) ?? [];
  const range = length === undefined ? undefined : rangeOf(text);
  return range && { address, prefix: { network: fromNumber(range.first), length: Number(length) } };
}

/** The first and last address of `10.0.0.1-10.0.0.9`, a network or an address; undefined where it is none of these. */
export function rangeOf(set: string): Range | undefined {
  const [, from = "", length, to] = SET.exec(set) ?? [];
  const first = numberOf(from);
  const last = to === undefined ? first : numberOf(to);
  if (first === undefined || last === undefined || Number(length) > 32) {
    return undefined;
  }
  if (length === undefined) {
    return { first, last };
  }
  const size = 2 ** (32 - Number(length));
  const network = Math.floor(first / size) * size;
  return { first: network, last: network + size - 1 };
}

const SET = /^([\d.]+)(?:\/(0|[1-9]\d?)|-([\d.]+))?$/;

/** The number of an address; undefined for any other text. Every rule of a firewall asks, for every packet. */
function numberOf(text: string): number | undefined {
  const [, a, b, c, d] = OCTETS.exec(text) ?? [];
  const [first, second, third, fourth] = [Number(a), Number(b), Number(c), Number(d)];
  return first <= 255 && second <= 255 && third <= 255 && fourth <= 255
    ? ((first * 256 + second) * 256 + third) * 256 + fourth
    : undefined;
}

const OCTETS = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/;

/** Whether a port lies in `80,443,8000-8080`. */
export function isPortIn(list: string, port: number): boolean {
  return list.split(",").some((part) => {
    const [from = "", to = from] = part.split("-");
    return Number(from) <= port && port <= Number(to);
  });
}
