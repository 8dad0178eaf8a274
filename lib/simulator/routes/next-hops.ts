import type { Addresses } from "../addresses";
import type { Interfaces } from "../circumstances";
import { CannotTell, type ModelRow, type RouterModel, UNKNOWN } from "../model";
import { orCannotTell } from "../packets/trace";
import type { RowReference } from "../row-reference";
import { hasRouteScript } from "../scripts";
import type { UnknownReason, UnreachableReason } from "../unknown-reason";
import { formatImmediate, type ImmediateGateway } from "./immediate-gateway";
import type { Rivals, RouteIndex } from "./route-index";
import { effectiveScope, type Gateway, leastDistance, type Route, type RouteTerms } from "./routes";
import { vrfsOf } from "./vrfs";

/** The place of rows because of which a router has more addresses or routes than its rows say; it is no menu. */
export const OUTSIDE = "/(outside the rows)";

/** What became of a route's gateway. */
export type Reachability =
  | { readonly reachable: true; readonly immediate: readonly ImmediateGateway[] }
  | { readonly reachable: false; readonly reason: UnreachableReason }
  | CannotTell;

/**
 * The next hops of a router's routes.
 *
 * Routes share one next-hop object for each combination of gateway, scope and check, so a probe that fails takes away
 * only the routes with that check: others through the same address stay. [manual: routing decision; RouterOS 6 had one
 * object for each address]
 */
export class NextHops {
  private readonly objects = new Map<string, Reachability>();
  private readonly best = new Map<Rivals, Map<number, Best | undefined>>();

  public constructor(
    private readonly routes: RouteIndex,
    private readonly addresses: Addresses,
    private readonly interfaces: Interfaces,
    private readonly router: RouterModel,
    private readonly hasTable: (name: string) => boolean,
  ) {}

  /** Whether a route's gateway can be reached and answers its check. A blackhole has no gateway. */
  public of(route: Route): Reachability {
    const { terms } = route;
    if (terms instanceof CannotTell) {
      return terms;
    }
    if (terms.gateway === undefined) {
      return { reachable: true, immediate: [] };
    }
    const key = nextHopKey(terms.gateway, terms);
    const known = this.objects.get(key);
    if (known !== undefined) {
      return known;
    }
    const found = this.resolve(terms.gateway, terms);
    this.objects.set(key, found);
    return found;
  }

  private resolve(gateway: Gateway, terms: RouteTerms): Reachability {
    const reached = orCannotTell(() => this.reach(gateway, terms.targetScope));
    if (reached instanceof CannotTell || !reached.reachable) {
      return reached;
    }
    // An interface has no address to probe. [manual: IP routing, check-gateway]
    if (terms.check === "none" || gateway.address === undefined) {
      return reached;
    }
    const alive = reached.immediate.filter(
      (immediate) =>
        this.interfaces.answers(immediate) &&
        this.interfaces.answers({ address: gateway.address, interface: immediate.interface }),
    );
    return alive.length > 0
      ? reached
      : unreachable({ kind: "check-failed", address: gateway.address, check: terms.check });
  }

  /** Where a gateway leads, whether or not it answers. */
  private reach({ address, interface: interfaceName, table }: Gateway, targetScope: number): Reachability {
    if (address !== undefined && this.addresses.isLocal(address)) {
      return unreachable({ kind: "own-address", address });
    }
    if (interfaceName !== undefined) {
      return this.interfaces.isRunning(interfaceName)
        ? { reachable: true, immediate: [{ interface: interfaceName, address }] }
        : unreachable({ kind: "interface-down", interface: interfaceName });
    }
    if (address === undefined) {
      return unreachable({ kind: "no-gateway" });
    }
    const vrf = this.router.memo(vrfsOf).named(table);
    if (vrf !== undefined) {
      return new CannotTell({ kind: "unsupported-feature", feature: "VRFs", row: vrf.reference });
    }
    if (!this.hasTable(table)) {
      return unreachable({ kind: "no-table", table });
    }
    return this.lookUp(address, table, targetScope);
  }

  /**
   * Looks a gateway up, as a packet is, but among the routes whose scope is within the target scope. They resolve at
   * a smaller scope than the asking route, so no circle is possible. [manual: IP routing, nexthop lookup]
   */
  private lookUp(address: string, table: string, targetScope: number): Reachability {
    for (const rivals of this.routes.leadingTo(table, address)) {
      const best = this.bestOf(rivals, targetScope);
      if (best === undefined) {
        continue;
      }
      if (!(best instanceof CannotTell) && "undecided" in best) {
        return new CannotTell({ kind: "gateway-undecided", address, row: best.undecided });
      }
      if (best instanceof CannotTell || !best.reachable) {
        return best;
      }
      // A route by interface hands packets to the gateway itself.
      const immediate = best.immediate.map((hop) => ({ ...hop, address: hop.address ?? address }));
      return immediate.length > 0
        ? { reachable: true, immediate }
        : unreachable({ kind: "blackhole", address });
    }
    const [row] = this.router.rows(OUTSIDE);
    return row === undefined
      ? unreachable({ kind: "no-route", address, targetScope })
      : new CannotTell({ kind: "gateway-outside-rows", address, because: reasonOf(row), row: row.reference });
  }

  /** Where the nearest usable ones of some routes lead; undefined where none is usable. */
  private bestOf(rivals: Rivals, targetScope: number): Best | undefined {
    const byScope = this.best.get(rivals) ?? new Map<number, Best | undefined>();
    this.best.set(rivals, byScope);
    if (!byScope.has(targetScope)) {
      byScope.set(targetScope, this.chooseBest(rivals, targetScope));
    }
    return byScope.get(targetScope);
  }

  private chooseBest(rivals: Rivals, targetScope: number): Best | undefined {
    const usable: { distance: number; immediate: readonly ImmediateGateway[] }[] = [];
    const doubts: { distance: number; doubt: Best }[] = [];
    for (const route of rivals) {
      const { destination, table, terms } = route;
      if (!(terms instanceof CannotTell) && effectiveScope(terms) > targetScope) {
        continue;
      }
      const isOpen = destination === UNKNOWN || table === UNKNOWN || terms instanceof CannotTell;
      const found = isOpen ? { undecided: route.row.reference } : this.of(route);
      const distance = leastDistance(route);
      if ("undecided" in found || found instanceof CannotTell) {
        doubts.push({ distance, doubt: found });
      } else if (found.reachable) {
        usable.push({ distance, immediate: found.immediate });
      }
    }
    const nearest = usable.reduce((least, { distance }) => Math.min(least, distance), Infinity);
    const [open] = doubts.filter(({ distance }) => distance <= nearest);
    if (open !== undefined) {
      return open.doubt;
    }
    return usable.length === 0
      ? undefined
      : {
          reachable: true,
          immediate: distinct(
            usable.filter(({ distance }) => distance === nearest).flatMap(({ immediate }) => immediate),
          ),
        };
  }
}

type OutsideReason = Extract<UnknownReason, { kind: "gateway-outside-rows" }>["because"];

function reasonOf(row: ModelRow): OutsideReason {
  if (row.reference.menu !== "/ip/dhcp-client") {
    return "addresses";
  }
  return hasRouteScript(row) ? "script" : "lease";
}

function unreachable(reason: UnreachableReason): Reachability {
  return { reachable: false, reason };
}

/** Each neighbour once: several addresses of an interface in one network reach the same ones. */
function distinct(immediate: readonly ImmediateGateway[]): readonly ImmediateGateway[] {
  return [...new Map(immediate.map((each) => [formatImmediate(each), each])).values()];
}

/** Where routes lead, or the row because of which that is unknown. */
type Best = Reachability | { readonly undecided: RowReference };

/** What tells next-hop objects apart: equal ones share one state and one probe. */
function nextHopKey({ address, interface: interfaceName, table }: Gateway, terms: RouteTerms): string {
  return `${address} ${interfaceName} ${table} ${terms.targetScope} ${terms.check}`;
}
