import { toNumber } from "./address-ranges";
import type { Prefix } from "./ipv4";

interface Entry<Item> {
  readonly place: number;
  readonly item: Item;
}

/** Items by their network, so that a lookup does not compare all of them. */
export class PrefixIndex<Item> {
  private readonly lengths = new Map<number, Map<number, Entry<Item>[]>>();

  public constructor(items: readonly Item[], prefixOf: (item: Item) => Prefix) {
    for (const [place, item] of items.entries()) {
      const { network, length } = prefixOf(item);
      const networks = this.lengths.get(length) ?? new Map<number, Entry<Item>[]>();
      const key = leadingBits(toNumber(network), length);
      const entries = networks.get(key) ?? [];
      entries.push({ place, item });
      networks.set(key, entries);
      this.lengths.set(length, networks);
    }
  }

  /** The items whose network holds an address, in their order. */
  public holding(address: string): Item[] {
    return this.holdingAll({ network: address, length: 32 });
  }

  /** The items whose network holds all of another one, in their order. */
  public holdingAll({ network, length }: Prefix): Item[] {
    const number = toNumber(network);
    return [...this.lengths]
      .filter(([shorter]) => shorter <= length)
      .flatMap(([shorter, networks]) => networks.get(leadingBits(number, shorter)) ?? [])
      .sort((a, b) => a.place - b.place)
      .map(({ item }) => item);
  }
}

function leadingBits(address: number, length: number): number {
  return Math.floor(address / 2 ** (32 - length));
}
