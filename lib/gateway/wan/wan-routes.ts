import { groupBy } from "../../collections/group-by";
import type { RouteRow, Row } from "../../routeros/rows";
import { classifiesRouter, defaultDistance, repeatsOf, routerAddress } from "../balancing/classification";
import { type DesignContext, ownedByWan, type WanDesignContext } from "../design-context";
import { healthCheckOf, probeTargetsOfWan } from "../health-check/health-check-of-wan";
import { routesTable, routingTable } from "../router-names";
import { type RowSpec, rowSpec } from "../row-spec";
import type { TokenResolver } from "../token-resolver";
import { type Wan, WanKind } from "./wan";

/** What a route says, before it is said in which table it stands and to where it leads. */
type Via = Pick<RouteRow, "gateway" | "scope" | "target-scope" | "check-gateway">;

/** A route to everything by way of a WAN, before it is said in which table it stands. */
export type RouteVia = Omit<RouteRow, "routing-table" | keyof Row>;

/** One of the equal ways out of a WAN. */
export interface Egress {
  /** What its rows are called beside their role: the probe target that it asks, or nothing. */
  readonly suffix: readonly string[];
  readonly row: RouteVia;
  /**
   * Whether its rows are those of the one way by the WAN's gateway, once a recursive check has taken the place of
   * another: they are changed when the probe target's own route stands, so that no moment is without a route.
   */
  readonly tookOver: boolean;
}

/** The routes that a WAN's routing mark obeys. */
export function designPolicyRoutes(
  wan: Wan,
  context: DesignContext,
  after: readonly RowSpec[],
): RowSpec<"/ip/route">[] {
  const table = routingTable(context.description, wan);
  return egresses(wan, context).map(({ suffix, row, tookOver }) => {
    const role = ["policy-route", ...suffix];
    const owned = ownedByWan(context, wan, role.join(":"));
    return rowSpec(
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
  context: WanDesignContext,
  after: readonly RowSpec[],
): RowSpec<"/ip/route">[] {
  const table = routesTable(context.description);
  const repeated = repeatsOf(wan, context.description).flatMap((repeat) =>
    egresses(wan, context).map((way) => ({ ...way, role: [`default-route${repeat}`, ...way.suffix] })),
  );
  return repeated.map(({ role, row, tookOver }) =>
    rowSpec(
      "/ip/route",
      [wan.name, ...role],
      {
        ...row,
        distance: defaultDistance(wan, context.description),
        "routing-table": table,
        ...preferredSource(context),
        ...ownedByWan(context, wan, role.join(":")),
      },
      [...after, ...context.afterDefaultRoute],
      tookOver,
    ),
  );
}

/**
 * The source of what the router sends by table main, where its own connections are classified: an address of a LAN, so
 * that they differ from those that a program has bound to a WAN's address.
 */
function preferredSource({ description, values }: DesignContext): Pick<RouteRow, "pref-src"> {
  const address = routerAddress(description);
  return address !== undefined && classifiesRouter(description) ? { "pref-src": values.hostOf(address) } : {};
}

/**
 * The ways out of a WAN. All routes of a WAN are checked alike: equal checks share one probe, and an unchecked route
 * would hold traffic on a dead WAN. A DHCP client writes its own routes.
 */
export function egresses(wan: Wan, context: DesignContext): readonly Egress[] {
  if (wan.kind === WanKind.DHCP) {
    return [];
  }
  const everything = { "dst-address": "0.0.0.0/0", distance: 1 };
  const targets = probeTargetsOfWan(wan, context.description);
  return targets.length === 0
    ? [{ suffix: [], row: { ...everything, ...viaGateway(wan, context) }, tookOver: false }]
    : targets.map((target, i) => ({
        suffix: [target],
        row: { ...everything, ...viaTarget(target) },
        tookOver: i === 0,
      }));
}

/** A route whose gateway is a neighbour of the router. */
function viaGateway(wan: Wan, context: DesignContext): Via {
  return {
    gateway: nextHop(wan, context),
    scope: 30,
    "target-scope": 10,
    "check-gateway": healthCheckOf(wan, context.description)._checkGateway,
  };
}

/**
 * A route whose gateway is a probe target, which the probe target's own route resolves. That one's scope of 10 is not greater than its
 * target-scope, so it counts as 11. [manual: IP routing, failover]
 */
function viaTarget(target: string): Via {
  return { gateway: target, scope: 30, "target-scope": 11, "check-gateway": "ping" };
}

/**
 * Whom the router hands packets to: the ISP's address or, where that or its network is another WAN's too, the address on
 * this WAN's interface; on a point-to-point link the interface.
 */
export function nextHop(wan: Wan, { ambiguousGateways: ambiguous }: DesignContext): string {
  if (wan.gateway === undefined) {
    return wan.interface;
  }
  return ambiguous.has(wan) ? `${wan.gateway}%${wan.interface}` : wan.gateway;
}

/** The WANs whose gateway, or the network it is in, is another WAN's too. */
export function ambiguousGateways(wans: readonly Wan[], values: TokenResolver): ReadonlySet<Wan> {
  const byGateway = groupBy(wans, ({ gateway }) => gateway);
  const bySubnet = groupBy(wans, ({ address }) =>
    address === undefined || values.isToken(address) ? undefined : values.subnetOf(address),
  );
  const shared = [...byGateway.values(), ...bySubnet.values()].filter((alike) => alike.length > 1);
  return new Set(shared.flat());
}
