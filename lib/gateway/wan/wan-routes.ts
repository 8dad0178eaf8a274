import { EVERYWHERE } from "../../routeros/route-fields";
import type { RouteRow, Row } from "../../routeros/rows";
import { classifiesRouter, defaultDistance, routerAddress } from "../balancing/classification";
import { repeatsOf } from "../balancing/remainders";
import type { DesignContext, WanContext } from "../design-context";
import { healthCheckOf, probeTargetsOfWan } from "../health-check/health-check";
import { defaultRouteTable } from "../router-names";
import type { RowSpec } from "../row-spec";

/** The fields of a route that say how it leaves by a WAN. */
type Via = Pick<RouteRow, "gateway" | "scope" | "target-scope" | "check-gateway">;

/** One of the equal routes out of a WAN. */
export interface WanRoute {
  /** What the paths of its rows end with: the probe target, or nothing. */
  readonly suffix: readonly string[];
  /** A default route without its table. */
  readonly row: Omit<RouteRow, "routing-table" | keyof Row>;
  /**
   * Whether its rows may have been those of the one route by the WAN's gateway. When you change the check to a recursive
   * one, they are changed after the probe target's own route exists, so there is always a route.
   */
  readonly isMoved: boolean;
}

/** Designs the default routes of the WAN's own table. */
export function designPolicyRoutes(context: WanContext): RowSpec<"/ip/route">[] {
  return wanRoutes(context).map(({ suffix, row, isMoved }) =>
    context.row(
      "/ip/route",
      { path: ["policy-route", ...suffix], stages: ["policy routes"], isMoved },
      { ...row, "routing-table": context.table },
    ),
  );
}

/** Designs the WAN's members of the ECMP group. The lowest tier that is alive carries the traffic. */
export function designDefaultRoutes(context: WanContext): RowSpec<"/ip/route">[] {
  const { wan, description } = context;
  return repeatsOf(wan, description).flatMap((repeat) =>
    wanRoutes(context).map(({ suffix, row, isMoved }) =>
      context.row(
        "/ip/route",
        { path: [`default-route${repeat}`, ...suffix], stages: ["default routes"], isMoved },
        {
          ...row,
          distance: defaultDistance(wan, description),
          "routing-table": defaultRouteTable(description),
          ...preferredSource(context.gateway),
        },
      ),
    ),
  );
}

/**
 * The source of the router's own packets in table main, where its own connections are classified: an address of a LAN. It
 * tells them from the packets of a program that has bound a WAN's address.
 */
function preferredSource({ description, values }: DesignContext): Pick<RouteRow, "pref-src"> {
  const address = routerAddress(description);
  return address !== undefined && classifiesRouter(description) ? { "pref-src": values.hostOf(address) } : {};
}

/**
 * The routes out of a WAN; none where a client writes them. All routes of a WAN have the same check: equal checks share
 * one probe, and a route without a check would keep traffic on a dead WAN.
 */
export function wanRoutes({ wan, nextHop, description }: WanContext): readonly WanRoute[] {
  if (nextHop === undefined) {
    return [];
  }
  const everything = { "dst-address": EVERYWHERE, distance: 1 };
  const targets = probeTargetsOfWan(wan, description);
  if (targets.length > 0) {
    return targets.map((target, i) => ({
      suffix: [target],
      row: { ...everything, ...viaTarget(target) },
      isMoved: i === 0,
    }));
  }
  const via: Via = {
    gateway: nextHop,
    scope: 30,
    "target-scope": 10,
    "check-gateway": healthCheckOf(wan, description)._checkGateway,
  };
  return [{ suffix: [], row: { ...everything, ...via }, isMoved: false }];
}

/**
 * A route whose gateway is a probe target, which the probe target's own route resolves. That one's scope of 10 is not greater than its
 * target-scope, so it counts as 11. [manual: IP routing, failover]
 */
function viaTarget(target: string): Via {
  return { gateway: target, scope: 30, "target-scope": 11, "check-gateway": "ping" };
}
