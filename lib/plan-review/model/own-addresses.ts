import { toNumber } from "../../routeros/address-ranges";
import type { OwnAddress } from "../../simulator/addresses";

/** The router's own addresses, to be found by address and by what their networks hold. */
export class OwnAddresses {
  private readonly byAddress = new Map<string, OwnAddress>();
  private readonly byInterface = new Map<string, OwnAddress[]>();
  private readonly byLength = new Map<number, Map<number, OwnAddress[]>>();

  public constructor(own: readonly OwnAddress[]) {
    for (const each of own) {
      if (typeof each.address === "string") {
        this.byAddress.set(each.address, each);
      }
      push(this.byInterface, each.interface, each);
      if (typeof each.network === "object") {
        const { network, length } = each.network;
        const networks = this.byLength.get(length) ?? new Map<number, OwnAddress[]>();
        this.byLength.set(length, networks);
        push(networks, networkNumber(network, length), each);
      }
    }
  }

  /** The row that gives the router an address. */
  public at(address: string): OwnAddress | undefined {
    return this.byAddress.get(address);
  }

  /** The addresses on an interface. */
  public on(interfaceName: string): readonly OwnAddress[] {
    return this.byInterface.get(interfaceName) ?? [];
  }

  /** The addresses whose networks hold an address. */
  public near(address: string): readonly OwnAddress[] {
    return [...this.byLength].flatMap(
      ([length, networks]) => networks.get(networkNumber(address, length)) ?? [],
    );
  }
}

function networkNumber(address: string, length: number): number {
  return Math.floor(toNumber(address) / 2 ** (32 - length));
}

function push<Key>(map: Map<Key, OwnAddress[]>, key: Key, each: OwnAddress): void {
  const list = map.get(key);
  if (list === undefined) {
    map.set(key, [each]);
  } else {
    list.push(each);
  }
}
