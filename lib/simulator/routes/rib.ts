import type { Addresses } from "../addresses";
import type { Circumstances, Interfaces } from "../circumstances";
import { CannotTell, type RouterModel, UNKNOWN } from "../model";
import { Choice } from "../packets/hash-branches";
import { orCannotTell } from "../packets/trace";
import { RowIndex } from "../row-index";
import type { RowReference } from "../row-reference";
import { formatImmediate, type ImmediateGateway } from "./immediate-gateway";
import { NextHops, type Reachability } from "./next-hops";
import { lengthOf, type Rivals, RouteIndex } from "./route-index";
import { leastDistance, type Route, routesOf } from "./routes";
import { vrfsOf } from "./vrfs";

/** Equal routes that carry packets together. */
export interface RouteGroup {
  readonly table: string;
  readonly routes: readonly Route[];
  /** The next hops, sorted, one entry for each share; none on a blackhole. */
  readonly hops: readonly Hop[];
  /** What the hash picks from. */
  readonly choice: Choice;
  /** The next hop that a name of the choice represents. */
  readonly byName: ReadonlyMap<string, Hop>;
}

/** One next hop of a group, and the routes that lead there. */
export interface Hop extends ImmediateGateway {
  readonly text: string;
  readonly rows: readonly RowReference[];
  readonly prefSrc?: string;
}

/** A route with its state: what the flags of `/ip/route` say. */
export interface RouteStatus {
  readonly route: Route;
  readonly reachability: Reachability;
  /** Undefined where it is unknown. */
  readonly active?: boolean;
  /** Active together with others. */
  readonly ecmp: boolean;
}

/** A route, and what became of its gateway. */
export type ReachedRoute = Pick<RouteStatus, "route" | "reachability">;

/** The routes of a router with their state, and lookups in its tables. */
export class Rib {
  private readonly routes: readonly Route[];
  private readonly index: RouteIndex;
  private readonly nextHops: NextHops;
  private readonly found = new Map<string, RouteGroup | undefined>();
  private readonly groups = new Map<Rivals, RouteGroup | undefined | CannotTell>();
  private readonly bests = new Map<Rivals, readonly Route[] | undefined | CannotTell>();

  public constructor(
    private readonly router: RouterModel,
    addresses: Addresses,
    interfaces: Interfaces,
    private readonly circumstances: Circumstances,
  ) {
    this.routes = routesOf(router, addresses.connected);
    this.index = new RouteIndex(this.routes);
    this.nextHops = new NextHops(this.index, addresses, interfaces, router, (name) => this.hasTable(name));
  }

  /** Every route that is not disabled, with what became of its gateway. */
  public get reached(): readonly ReachedRoute[] {
    return this.routes.map((route) => ({ route, reachability: this.nextHops.of(route) }));
  }

  /** Every route that is not disabled, with its state. */
  public get statuses(): readonly RouteStatus[] {
    return this.routes.map((route) => {
      const reachability = this.nextHops.of(route);
      const group = this.best(this.index.rivalsOf(route));
      const { table } = route;
      const inTable = orCannotTell(() => table !== UNKNOWN && this.hasTable(table));
      if (group instanceof CannotTell || inTable instanceof CannotTell || table === UNKNOWN) {
        return { route, reachability, ecmp: false };
      }
      const active = inTable && (group?.includes(route) ?? false);
      return { route, reachability, active, ecmp: active && (group?.length ?? 0) > 1 };
    });
  }

  /**
   * The routes of a table for a destination: the longest prefix of which any route is usable, and of that prefix the
   * routes with the smallest distance. [manual: IP routing, route selection] All of them carry packets: ECMP.
   *
   * @param minPrefix routes whose prefix is not longer than this are passed over, as a routing rule may demand
   */
  public lookUp(table: string, address: string, minPrefix = -1): RouteGroup | undefined {
    const key = `${table} ${address} ${minPrefix}`;
    if (!this.found.has(key)) {
      this.found.set(key, this.search(table, address, minPrefix));
    }
    return this.found.get(key);
  }

  private search(table: string, address: string, minPrefix: number): RouteGroup | undefined {
    const vrf = this.router.memo(vrfsOf).named(table);
    if (vrf !== undefined) {
      throw new CannotTell({ kind: "unsupported-feature", feature: "VRFs", row: vrf.reference });
    }
    if (!this.hasTable(table)) {
      return undefined;
    }
    for (const rivals of this.index.leadingTo(table, address)) {
      const first = rivals[0];
      const isLong = first !== undefined && lengthOf(first) > minPrefix;
      const group = isLong ? this.groupOf(table, rivals) : undefined;
      if (group instanceof CannotTell) {
        throw group;
      }
      if (group !== undefined) {
        return group;
      }
    }
    return undefined;
  }

  private groupOf(table: string, rivals: Rivals): RouteGroup | undefined | CannotTell {
    if (!this.groups.has(rivals)) {
      const best = this.best(rivals);
      const group =
        best === undefined || best instanceof CannotTell
          ? best
          : orCannotTell(() => groupOf(table, best, this.hopsOf(best)));
      this.groups.set(rivals, group);
    }
    return this.groups.get(rivals);
  }

  /** Whether lookups in a table find anything: it is there, not disabled, and in the forwarding table. */
  public hasTable(name: string): boolean {
    return (
      name === "main" ||
      this.router
        .memo(tablesByName)
        .some(name)
        .some((row) => row.flag("fib"))
    );
  }

  /** The usable routes with the smallest distance, of routes with one destination. */
  private best(rivals: Rivals): readonly Route[] | undefined | CannotTell {
    if (!this.bests.has(rivals)) {
      this.bests.set(rivals, this.chooseBest(rivals));
    }
    return this.bests.get(rivals);
  }

  private chooseBest(rivals: Rivals): readonly Route[] | undefined | CannotTell {
    const usable: { route: Route; distance: number }[] = [];
    const doubts: { doubt: CannotTell; distance: number }[] = [];
    for (const route of rivals) {
      const found = this.nextHops.of(route);
      const distance = leastDistance(route);
      if (found instanceof CannotTell) {
        doubts.push({ doubt: found, distance });
      } else if (route.table === UNKNOWN || route.destination === UNKNOWN) {
        const { reference } = route.row;
        doubts.push({ doubt: new CannotTell({ kind: "route-place-unknown", row: reference }), distance });
      } else if (found.reachable) {
        usable.push({ route, distance });
      }
    }
    const distance = usable.reduce((least, candidate) => Math.min(least, candidate.distance), Infinity);
    // A route that is farther than one which is surely usable makes no difference, whatever it turns out to say.
    const [open] = doubts.filter((candidate) => candidate.distance <= distance);
    if (open !== undefined) {
      return open.doubt;
    }
    const group = usable.filter((candidate) => candidate.distance === distance).map(({ route }) => route);
    return group.length > 0 ? group : undefined;
  }

  /** The distinct next hops of a group, each with one share, however many routes lead there. */
  private hopsOf(group: readonly Route[]): readonly Hop[] {
    const hops = new Map<string, Hop & { rows: RowReference[]; prefSrc?: string }>();
    const isCounted = this.circumstances.repeatedNextHops === "count";
    const repeated: Hop[] = [];
    let blackholes = 0;
    for (const route of group) {
      const { row, terms } = route;
      const found = this.nextHops.of(route);
      if (found instanceof CannotTell || terms instanceof CannotTell || !found.reachable) {
        continue;
      }
      blackholes += terms.gateway === undefined ? 1 : 0;
      for (const immediate of found.immediate) {
        const text = formatImmediate(immediate);
        const { interface: interfaceName, address } = immediate;
        const hop = hops.get(text) ?? { interface: interfaceName, address, text, rows: [] };
        hop.rows.push(row.reference);
        hop.prefSrc ??= terms.prefSrc;
        hops.set(text, hop);
        if (isCounted) {
          repeated.push({ ...hop, rows: [...hop.rows] });
        }
      }
    }
    if (blackholes > 0 && hops.size > 0) {
      const reference = group[0]?.row.reference;
      throw new CannotTell({ kind: "blackhole-beside-gateway", row: reference });
    }
    const counted = isCounted ? repeated : [...hops.values()];
    return [...counted].sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  }
}

function groupOf(table: string, routes: readonly Route[], hops: readonly Hop[]): RouteGroup {
  const byName = new Map<string, Hop>();
  for (const hop of hops) {
    if (!byName.has(hop.text)) {
      byName.set(hop.text, hop);
    }
  }
  return { table, routes, hops, choice: new Choice(hops.map(({ text }) => text)), byName };
}

/** The routing tables by name. */
function tablesByName(router: RouterModel): RowIndex {
  return new RowIndex(router.enabled("/routing/table"), "name");
}
