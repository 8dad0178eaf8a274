import { type Wan, WanKind } from "../props/wan";
import { groupBy } from "../routing/group-by";
import type { RouteRow, Row } from "../routing/rows";
import { classifiesRouter, defaultDistance, repeatsOf, routerAddress } from "./classification";
import { canariesOfWan, healthCheckOf } from "./health-design";
import { routesTable, routingTable } from "./names";
import { type Placed, place } from "./placed";
import { ownedByWan, type Surroundings, type WanSurroundings } from "./surroundings";
import type { Values } from "./values";

/** What a route says, before it is said in which table it stands and to where it leads. */
type Via = Pick<RouteRow, "gateway" | "scope" | "target-scope" | "check-gateway">;

/** A route to everything by way of a WAN, before it is said in which table it stands. */
export type RouteVia = Omit<RouteRow, "routing-table" | keyof Row>;

/** One of the equal ways out of a WAN. */
export interface WayOut {
  /** What its rows are called beside their role: the canary that it asks, or nothing. */
  readonly suffix: readonly string[];
  readonly row: RouteVia;
  /**
   * Whether its rows are those of the one way by the WAN's gateway, once a recursive check has taken the place of
   * another: they are changed when the canary's own route stands, so that no moment is without a route.
   */
  readonly tookOver: boolean;
}

/** The routes that a WAN's routing mark obeys. */
export function designPolicyRoutes(
  wan: Wan,
  around: Surroundings,
  after: readonly Placed[],
): Placed<"/ip/route">[] {
  const table = routingTable(around.description, wan);
  return waysOut(wan, around).map(({ suffix, row, tookOver }) => {
    const role = ["policy-route", ...suffix];
    const owned = ownedByWan(around, wan, role.join("/"));
    return place(
      "/ip/route",
      [wan.name, ...role],
      { ...row, "routing-table": table, ...owned },
      after,
      tookOver,
    );
  });
}

/** The WAN's members of the ECMP group: of all tiers alive, the lowest carries the traffic. */
export function designDefaultRoutes(
  wan: Wan,
  around: WanSurroundings,
  after: readonly Placed[],
): Placed<"/ip/route">[] {
  const table = routesTable(around.description);
  const repeated = repeatsOf(wan, around.description).flatMap((repeat) =>
    waysOut(wan, around).map((way) => ({ ...way, role: [`default-route${repeat}`, ...way.suffix] })),
  );
  return repeated.map(({ role, row, tookOver }) =>
    place(
      "/ip/route",
      [wan.name, ...role],
      {
        ...row,
        distance: defaultDistance(wan, around.description),
        "routing-table": table,
        ...preferredSource(around),
        ...ownedByWan(around, wan, role.join("/")),
      },
      [...after, ...around.afterDefaultRoute],
      tookOver,
    ),
  );
}

/**
 * The source of what the router sends by table main, where its own connections are classified: an address of a LAN, so
 * that they differ from those that a program has bound to a WAN's address.
 */
function preferredSource({ description, values }: Surroundings): Pick<RouteRow, "pref-src"> {
  const address = routerAddress(description);
  return address !== undefined && classifiesRouter(description) ? { "pref-src": values.hostOf(address) } : {};
}

/**
 * The ways out of a WAN. All routes of a WAN are checked alike: equal checks share one probe, and an unchecked route
 * would hold traffic on a dead WAN. A DHCP client writes its own routes.
 */
export function waysOut(wan: Wan, around: Surroundings): readonly WayOut[] {
  if (wan.kind === WanKind.DHCP) {
    return [];
  }
  const everything = { "dst-address": "0.0.0.0/0", distance: 1 };
  const canaries = canariesOfWan(wan, around.description);
  return canaries.length === 0
    ? [{ suffix: [], row: { ...everything, ...viaGateway(wan, around) }, tookOver: false }]
    : canaries.map((canary, i) => ({
        suffix: [canary],
        row: { ...everything, ...viaCanary(canary) },
        tookOver: i === 0,
      }));
}

/** A route whose gateway is a neighbour of the router. */
function viaGateway(wan: Wan, around: Surroundings): Via {
  return {
    gateway: nextHop(wan, around),
    scope: 30,
    "target-scope": 10,
    "check-gateway": healthCheckOf(wan, around.description)._checkGateway,
  };
}

/**
 * A route whose gateway is a canary, which the canary's own route resolves. That one's scope of 10 is not greater than its
 * target-scope, so it counts as 11. [manual: IP routing, failover]
 */
function viaCanary(canary: string): Via {
  return { gateway: canary, scope: 30, "target-scope": 11, "check-gateway": "ping" };
}

/**
 * Whom the router hands packets to: the ISP's address or, where that or its network is another WAN's too, the address on
 * this WAN's interface; on a point-to-point link the interface.
 */
export function nextHop(wan: Wan, { ambiguousGateways: ambiguous }: Surroundings): string {
  if (wan.gateway === undefined) {
    return wan.interface;
  }
  return ambiguous.has(wan) ? `${wan.gateway}%${wan.interface}` : wan.gateway;
}

/** The WANs whose gateway, or the network it is in, is another WAN's too. */
export function ambiguousGateways(wans: readonly Wan[], values: Values): ReadonlySet<Wan> {
  const byGateway = groupBy(wans, ({ gateway }) => gateway);
  const bySubnet = groupBy(wans, ({ address }) =>
    address === undefined || values.isToken(address) ? undefined : values.subnetOf(address),
  );
  const shared = [...byGateway.values(), ...bySubnet.values()].filter((alike) => alike.length > 1);
  return new Set(shared.flat());
}
