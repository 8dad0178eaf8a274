import { type Range, toNumber } from "../../routeros/address-ranges";
import { rangeOfPrefix } from "../../routeros/ipv4";
import type { OwnAddress } from "../../simulator/addresses";
import type { RouterChange } from "../model/router-change";
import { compareNames } from "./compare-names";
import { without } from "./flow-classes/ranges";
import { allWans } from "./wans";

/** A LAN: an interface with an address that is no WAN, before or after. */
export interface RoutedLan {
  readonly interface: string;
  /** The router's address there; the first of several, after the apply if it has one then. */
  readonly own: OwnAddress;
  /** The addresses that hosts have; empty where the plan does not know the network. */
  readonly hosts: readonly Range[];
}

/** The LANs of a router, by name. */
export function lansOf(change: RouterChange): readonly RoutedLan[] {
  const wans = new Set(allWans(change).map((wan) => wan.interface));
  const byInterface = new Map<string, OwnAddress[]>();
  for (const { addresses } of [change.after.state(), change.before.state()]) {
    for (const own of addresses.own.filter((each) => !wans.has(each.interface))) {
      const list = byInterface.get(own.interface) ?? [];
      byInterface.set(own.interface, list);
      list.push(own);
    }
  }
  return [...byInterface]
    .sort(([a], [b]) => compareNames(a, b))
    .flatMap(([name, all]) => {
      const [own] = all;
      return own === undefined ? [] : [{ interface: name, own, hosts: hostsOf(all) }];
    });
}

/** The addresses of networks, without the router's own, and without the first and last where they are no hosts. */
function hostsOf(all: readonly OwnAddress[]): readonly Range[] {
  const networks = new Map<string, Range>();
  for (const { network } of all) {
    if (typeof network === "object") {
      const { first, last } = rangeOfPrefix(network);
      const edge = network.length >= 31 ? 0 : 1;
      networks.set(`${first} ${last}`, { first: first + edge, last: last - edge });
    }
  }
  const own = all.flatMap(({ address }) => (typeof address === "string" ? [toNumber(address)] : []));
  const sorted = [...networks.values()].sort((a, b) => a.first - b.first);
  return without(
    merged(sorted),
    own.map((address) => ({ first: address, last: address })),
  );
}

/** Sorted ranges, each address once. */
function merged(sorted: readonly Range[]): readonly Range[] {
  const all: Range[] = [];
  for (const range of sorted) {
    const last = all.at(-1);
    if (last !== undefined && range.first <= last.last) {
      all[all.length - 1] = { first: last.first, last: Math.max(last.last, range.last) };
    } else {
      all.push(range);
    }
  }
  return all;
}
