import { fromNumber, parseCidr, toNumber } from "../../lib/routeros/address-ranges";
import { maskOf } from "../../lib/routeros/ipv4";

/** A block of IPv4 addresses, written as a prefix; a lone address is a block of one. */
export class AddressBlock {
  private constructor(
    private readonly start: number,
    readonly length: number,
  ) {}

  /** Reads `192.168.0.128/25`, or a single address. `192.168.0.130/25` means the same network. */
  static parse(text: string): AddressBlock {
    const cidr = text.includes("/") ? text : `${text}/32`;
    const parsed = parseCidr(cidr);
    if (parsed === undefined) {
      throw new Error(`"${text}" is no IPv4 address or prefix.`);
    }
    return new AddressBlock(toNumber(parsed.prefix.network), parsed.prefix.length);
  }

  get size(): number {
    return 2 ** (32 - this.length);
  }

  /** The prefix length as a mask: `255.255.255.0`. */
  get mask(): string {
    return maskOf(this.length);
  }

  /** The address at a place in the block, from 0. */
  at(index: number): string {
    if (index < 0 || index >= this.size) {
      throw new Error(`${this} has no address number ${index}.`);
    }
    return fromNumber(this.start + index);
  }

  contains(address: string): boolean {
    const number = toNumber(address);
    return number >= this.start && number < this.start + this.size;
  }

  overlaps(other: AddressBlock): boolean {
    return this.start < other.start + other.size && other.start < this.start + this.size;
  }

  /** The largest part of the block, as a prefix of four addresses or more, that holds none of these addresses. */
  without(addresses: readonly string[]): AddressBlock | undefined {
    for (let length = this.length; length <= 30; length++) {
      const size = 2 ** (32 - length);
      // From the end, as address plans count routers from the beginning.
      for (let start = this.start + this.size - size; start >= this.start; start -= size) {
        const part = new AddressBlock(start, length);
        if (!addresses.some((address) => part.contains(address))) {
          return part;
        }
      }
    }
    return undefined;
  }

  toString(): string {
    return `${fromNumber(this.start)}/${this.length}`;
  }
}

/**
 * The first `count` usable addresses of blocks, one block after the other; the first and the last of a block have other
 * meanings in many networks and are left out of blocks that can spare them.
 */
export function addressesOf(blocks: readonly AddressBlock[], count: number): string[] {
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
