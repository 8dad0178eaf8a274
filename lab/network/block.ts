import { IPv4 } from "ipaddr.js";

/** A block of IPv4 addresses, written as a prefix; a lone address is a block of one. */
export class Block {
  private constructor(
    private readonly start: number,
    readonly length: number,
  ) {}

  /** Reads `192.168.0.128/25`, or a lone address; an address inside a prefix stands for its whole network. */
  static parse(text: string): Block {
    const cidr = text.includes("/") ? text : `${text}/32`;
    if (!IPv4.isValidCIDRFourPartDecimal(cidr)) {
      throw new Error(`"${text}" is no IPv4 address or prefix.`);
    }
    const length = Number(cidr.split("/")[1]);
    return new Block(toNumber(IPv4.networkAddressFromCIDR(cidr).toString()), length);
  }

  get size(): number {
    return 2 ** (32 - this.length);
  }

  /** The prefix length as a mask: `255.255.255.0`. */
  get mask(): string {
    return IPv4.subnetMaskFromPrefixLength(this.length).toString();
  }

  /** The address at a place in the block, from 0. */
  at(index: number): string {
    if (index < 0 || index >= this.size) {
      throw new Error(`${this} has no address number ${index}.`);
    }
    return toText(this.start + index);
  }

  contains(address: string): boolean {
    const number = toNumber(address);
    return number >= this.start && number < this.start + this.size;
  }

  overlaps(other: Block): boolean {
    return this.start < other.start + other.size && other.start < this.start + this.size;
  }

  /** The largest part of the block, as a prefix of four addresses or more, that holds none of these addresses. */
  without(addresses: readonly string[]): Block | undefined {
    for (let length = this.length; length <= 30; length++) {
      const size = 2 ** (32 - length);
      // From the end, as address plans count routers from the beginning.
      for (let start = this.start + this.size - size; start >= this.start; start -= size) {
        const part = new Block(start, length);
        if (!addresses.some((address) => part.contains(address))) {
          return part;
        }
      }
    }
    return undefined;
  }

  toString(): string {
    return `${toText(this.start)}/${this.length}`;
  }
}

/** The address part of `10.112.0.2/24`. */
export function addressOf(cidr: string): string {
  return cidr.replace(/\/.*/, "");
}

/**
 * The first `count` usable addresses of blocks, one block after the other; the first and the last of a block have other
 * meanings in many networks and are left out of blocks that can spare them.
 */
export function addressesOf(blocks: readonly Block[], count: number): string[] {
  const addresses: string[] = [];
  for (const block of blocks) {
    const spare = block.size > 2 ? 1 : 0;
    for (let i = spare; i < block.size - spare && addresses.length < count; i++) {
      addresses.push(block.at(i));
    }
  }
  if (addresses.length < count) {
    throw new Error(`${blocks.join(", ")} hold ${addresses.length} addresses, not ${count}.`);
  }
  return addresses;
}

function toNumber(address: string): number {
  return IPv4.parse(address).octets.reduce((number, octet) => number * 256 + octet, 0);
}

function toText(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}
