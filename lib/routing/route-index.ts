import { toNumber } from "./address-sets";
import { UNKNOWN, type Unknown } from "./model";
import type { Route } from "./routes";

/** Routes to be found by table and destination, so that a lookup does not read all of them. */
export class RouteIndex {
  private readonly places = new Map<Route, number>();
  private readonly tables = new Map<string | Unknown, Map<number, Map<number, Route[]>>>();
  /** Routes that may lead anywhere, or be in any table. */
  private readonly open: Route[] = [];

  public constructor(routes: readonly Route[]) {
    for (const route of routes) {
      this.places.set(route, this.places.size);
      const { destination, table } = route;
      if (destination === UNKNOWN || table === UNKNOWN) {
        this.open.push(route);
      }
      if (destination !== UNKNOWN) {
        const lengths = getOrMake(this.tables, table, () => new Map<number, Map<number, Route[]>>());
        const networks = getOrMake(lengths, destination.length, () => new Map<number, Route[]>());
        getOrMake(networks, networkNumber(toNumber(destination.network), destination.length), () => []).push(
          route,
        );
      }
    }
  }

  /** The routes that lead to an address from a table, and those that may; in the order in which they were given. */
  public leadingTo(table: string, address: string): readonly Route[] {
    const number = toNumber(address);
    const sure = [...(this.tables.get(table) ?? [])].flatMap(
      ([length, networks]) => networks.get(networkNumber(number, length)) ?? [],
    );
    const possible = this.open.filter(
      ({ table: own, destination }) =>
        (own === UNKNOWN || own === table) &&
        (destination === UNKNOWN ||
          networkNumber(toNumber(destination.network), destination.length) ===
            networkNumber(number, destination.length)),
    );
    return [...sure, ...possible].sort((a, b) => this.placeOf(a) - this.placeOf(b));
  }

  /** The routes of the same table to the same destination, the route itself among them. */
  public rivalsOf(route: Route): readonly Route[] {
    const { destination, table } = route;
    return destination === UNKNOWN
      ? [route]
      : (this.tables
          .get(table)
          ?.get(destination.length)
          ?.get(networkNumber(toNumber(destination.network), destination.length)) ?? []);
  }

  private placeOf(route: Route): number {
    return this.places.get(route) ?? 0;
  }
}

/** The leading bits of an address. */
function networkNumber(address: number, length: number): number {
  return Math.floor(address / 2 ** (32 - length));
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
