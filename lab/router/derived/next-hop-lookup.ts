import { contains } from "../../../lib/routeros/ipv4";
import { MAIN_TABLE, parseGateway, ROUTE_DEFAULTS } from "../../../lib/routeros/route-fields";
import type { Values } from "../menus/menu";
import type { ObservedReachability } from "../observations";
import type { StoredRow } from "../store";
import { networkOf, parsePrefix } from "../values/address-values";
import { CONNECTED_SCOPE, type Connected } from "./connected";
import { type Probe, probeOf } from "./probes";

/** The next hop of a route on a wire: an address behind a port, or the port itself. */
export interface ResolvedHop {
  readonly address?: string;
  readonly interface: string;
}

/** What became of a route's gateway. */
export interface NextHop {
  /** Where the gateway is, whether or not it answers; empty where no way leads there. */
  readonly hops: readonly ResolvedHop[];
  /** How it is asked, where it is. */
  readonly probe?: Probe;
  /** There is a way to it, and it answers where it is checked. */
  readonly reachable: boolean;
}

/** What next hops are looked up in. */
export interface Surroundings {
  /** Every route but the connected ones. */
  readonly routes: readonly StoredRow[];
  readonly connected: readonly Connected[];
  /** The ports that are up and have a carrier. */
  readonly running: ReadonlySet<string>;
  /** Tables that routes may be in: those not disabled. */
  readonly tables: ReadonlySet<string>;
  readonly reachability: ObservedReachability;
}

/** A route that leads to a gateway. */
interface Candidate {
  readonly length: number;
  readonly distance: number;
  /** Undefined where the route is not usable, empty where it discards what it matches. */
  readonly hops: readonly ResolvedHop[] | undefined;
}

/**
 * Looks gateways up as RouterOS does: among the routes whose scope is at most the target scope of the one that asks.
 * Each step asks for a smaller scope than the one before, so it comes to an end.
 */
export class NextHopLookup {
  private readonly known = new Map<string, NextHop>();

  constructor(private readonly around: Surroundings) {}

  /** The next hop of a route that has a gateway. */
  of(route: Values): NextHop {
    const key = [route["gateway"], targetScopeOf(route), route["check-gateway"]].join(" ");
    const found = this.known.get(key) ?? this.find(route);
    this.known.set(key, found);
    return found;
  }

  private find(route: Values): NextHop {
    const hops = this.hopsOf(route);
    const probe = probeOf(route);
    const answered = probe === undefined || this.around.reachability.answers(probe);
    return { hops, probe, reachable: hops.length > 0 && answered };
  }

  private hopsOf(route: Values): readonly ResolvedHop[] {
    const { connected, running, tables } = this.around;
    const { address, interface: port, table = MAIN_TABLE } = parseGateway(route["gateway"] ?? "");
    // Nobody is one's own next hop.
    if (connected.some((network) => network.localAddress === address)) {
      return [];
    }
    if (port !== undefined) {
      return running.has(port) ? [{ address, interface: port }] : [];
    }
    if (address === undefined || !tables.has(table)) {
      return [];
    }
    const candidates = this.candidates(address, table, targetScopeOf(route));
    const longest = Math.max(...candidates.map(({ length }) => length));
    const rivals = candidates.filter(({ length }) => length === longest);
    const nearest = Math.min(...rivals.map(({ distance }) => distance));
    return rivals
      .filter(({ distance }) => distance === nearest)
      .flatMap(({ hops = [] }) => hops.map((hop) => ({ ...hop, address: hop.address ?? address })));
  }

  /** The usable routes of a table that lead to an address and have a scope small enough. */
  private candidates(address: string, table: string, targetScope: number): readonly Candidate[] {
    const { routes, connected } = this.around;
    const written = routes
      .map(({ values }) => values)
      .filter((values) => this.isIn(values, table) && effectiveScope(values) <= targetScope)
      .map((values) => ({ ...destinationOf(values), values }))
      .filter((prefix) => contains(prefix, address))
      .map(({ length, values }) => ({
        length,
        distance: Number(values["distance"] ?? ROUTE_DEFAULTS.distance),
        hops: this.usableHops(values),
      }));
    const direct = connected
      .filter(() => table === "main" && CONNECTED_SCOPE <= targetScope)
      .filter((prefix) => contains(prefix, address))
      .map(({ length, interface: port }) => ({ length, distance: 0, hops: [{ interface: port }] }));
    return [...written, ...direct].filter(({ hops }) => hops !== undefined);
  }

  private isIn(route: Values, table: string): boolean {
    return route["disabled"] !== "true" && (route["routing-table"] ?? MAIN_TABLE) === table;
  }

  private usableHops(route: Values): readonly ResolvedHop[] | undefined {
    if (route["blackhole"] !== undefined) {
      return [];
    }
    const { hops, reachable } = this.of(route);
    return reachable ? hops : undefined;
  }
}

const targetScopeOf = (route: Values): number =>
  Number(route["target-scope"] ?? ROUTE_DEFAULTS["target-scope"]);

/** Where a route's scope is not greater than its target scope, its next hop is taken to have one more than that. */
function effectiveScope(route: Values): number {
  const scope = Number(route["scope"] ?? ROUTE_DEFAULTS.scope);
  const looksUp =
    route["blackhole"] === undefined && parseGateway(route["gateway"] ?? "").address !== undefined;
  return looksUp ? Math.max(scope, targetScopeOf(route) + 1) : scope;
}

function destinationOf(route: Values): { readonly network: string; readonly length: number } {
  const { address, length } = parsePrefix(route["dst-address"] ?? ROUTE_DEFAULTS["dst-address"]) ?? {
    address: "0.0.0.0",
    length: 0,
  };
  return { network: networkOf(address, length), length };
}
