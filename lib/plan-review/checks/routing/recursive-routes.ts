import { MAIN_TABLE } from "../../../routeros/route-fields";
import { CannotTell, type ModelRow } from "../../../simulator";
import { OUTSIDE } from "../../../simulator/routes/next-hops";
import { effectiveScope, type Route } from "../../../simulator/routes/routes";
import type { View } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import type { Snapshot } from "../../model/snapshot";
import { knownOfRoute, lookUp, resourcesOf } from "../../model/values";

/** The default target-scope: a gateway is then resolved only by connected routes, and the route is not recursive. */
const CONNECTED_ONLY = 10;

/** The scopes of the manual's failover page: of the route to a probe target, and of what a recursive route accepts. */
const [HOST_SCOPE, TARGET_SCOPE] = [10, 11];

/** Why a route is never active whose gateway is an address behind a neighbour; undefined where it is another fault. */
export function unresolved(
  route: ModelRow,
  address: string,
  { snapshot }: View,
): Omit<Finding, "subject"> | undefined {
  const targetScope = Number(knownOfRoute(route, "target-scope"));
  const [towards] = lookUp(snapshot.state(), MAIN_TABLE, address)?.routes ?? [];
  const isHostRoute = towards !== undefined && !towards.connected && isSpecific(towards);
  if (isHostRoute && !(towards.terms instanceof CannotTell)) {
    const scope = effectiveScope(towards.terms);
    return scope <= targetScope ? undefined : outOfScope(route, towards.row, address, scope, targetScope);
  }
  return targetScope > CONNECTED_ONLY && knowsAddresses(snapshot)
    ? {
        id: "recursive-route-missing",
        severity: "error",
        verdict: "fail",
        resources: resourcesOf([route]),
        message: `No route with a scope up to ${targetScope} leads to gateway=${address}, so this recursive route is never active.`,
        remediation: `Add a route to the probe target by the gateway of its WAN: dst-address=${address}/32, scope=${HOST_SCOPE}.`,
      }
    : undefined;
}

function outOfScope(
  route: ModelRow,
  hostRoute: ModelRow,
  address: string,
  scope: number,
  targetScope: number,
): Omit<Finding, "subject"> {
  return {
    id: "recursive-target-scope",
    severity: "error",
    verdict: "fail",
    resources: resourcesOf([route, hostRoute]),
    message: `The route to gateway=${address} has scope ${scope} in RouterOS 7, but target-scope=${targetScope} of this recursive route accepts only a scope up to ${targetScope}, so it is never active.`,
    remediation:
      scope <= TARGET_SCOPE
        ? `Set target_scope = ${scope} on the recursive route.`
        : `Set scope = ${HOST_SCOPE} on the route to ${address} and target_scope = ${TARGET_SCOPE} on the recursive route.`,
  };
}

function isSpecific({ destination }: Route): boolean {
  return typeof destination === "object" && destination.length > 0;
}

/** Whether the plan has the router's addresses and routes: it may lack one that an ISP or a script gives. */
function knowsAddresses(snapshot: Snapshot): boolean {
  return snapshot.enabled("/ip/address").length > 0 && snapshot.router.rows(OUTSIDE).length === 0;
}
