import { toNumber } from "../../routeros/address-ranges";
import { UNKNOWN, type Unknown } from "../model";
import type { Route } from "./routes";

/**
 * Routes of a table with one prefix length that lead to an address, or may; in the order in which they were given. It is one
 * list, itself and not only its contents, for all addresses that the same routes lead to.
 */
export type Rivals = readonly Route[];

type Lengths = Map<number, Map<number, Route[]>>;

/** Routes to be found by table and destination, so that a lookup does not read all of them. */
export class RouteIndex {
  private readonly places = new Map<Route, number>();
  private readonly tables = new Map<string | Unknown, Lengths>();
  private readonly sortedLengths = new Map<string, readonly number[]>();
  private readonly merged = new Map<Rivals, Map<Rivals, Rivals>>();

  public constructor(routes: readonly Route[]) {
    for (const route of routes) {
      this.places.set(route, this.places.size);
      const lengths = getOrMake(this.tables, route.table, (): Lengths => new Map());
      const networks = getOrMake(lengths, lengthOf(route), () => new Map<number, Route[]>());
      getOrMake(networks, networkOf(route), () => []).push(route);
    }
  }

  /** The routes that lead to an address from a table, and those that may; longest prefix first. */
  public leadingTo(table: string, address: string): readonly Rivals[] {
    const number = toNumber(address);
    return this.lengthsOf(table).flatMap((length) => {
      const sure = this.at(table, length, number);
      const possible = this.at(UNKNOWN, length, number);
      return sure !== undefined && possible !== undefined
        ? [this.merge(sure, possible)]
        : (sure ?? possible) === undefined
          ? []
          : [(sure ?? possible) as Rivals];
    });
  }

  /** The routes of the same table to the same destination, the route itself among them. */
  public rivalsOf(route: Route): Rivals {
    const rivals = this.tables.get(route.table)?.get(lengthOf(route))?.get(networkOf(route));
    return route.destination === UNKNOWN ? [route] : (rivals ?? []);
  }

  private at(table: string | Unknown, length: number, address: number): Rivals | undefined {
    return this.tables.get(table)?.get(length)?.get(networkNumber(address, length));
  }

  private lengthsOf(table: string): readonly number[] {
    return getOrMake(this.sortedLengths, table, () => {
      const own = [this.tables.get(table), this.tables.get(UNKNOWN)];
      const all = own.flatMap((lengths) => [...(lengths?.keys() ?? [])]);
      return [...new Set(all)].sort((a, b) => b - a);
    });
  }

  private merge(sure: Rivals, possible: Rivals): Rivals {
    const known = getOrMake(this.merged, sure, () => new Map<Rivals, Rivals>());
    return getOrMake(known, possible, () =>
      [...sure, ...possible].sort((a, b) => this.placeOf(a) - this.placeOf(b)),
    );
  }

  private placeOf(route: Route): number {
    return this.places.get(route) ?? 0;
  }
}

/** The prefix length of a destination that is not known yet: it may be the longest of all. */
const ANYWHERE = 33;

/** The prefix length of a route's destination; one not known yet may be the longest of all. */
export function lengthOf({ destination }: Route): number {
  return destination === UNKNOWN ? ANYWHERE : destination.length;
}

function networkOf({ destination }: Route): number {
  return destination === UNKNOWN ? 0 : networkNumber(toNumber(destination.network), destination.length);
}

/** The leading bits of an address. */
function networkNumber(address: number, length: number): number {
  return length === ANYWHERE ? 0 : Math.floor(address / 2 ** (32 - length));
}

function getOrMake<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) {
    return known;
  }
  const made = make();
  map.set(key, made);
  return made;
}
