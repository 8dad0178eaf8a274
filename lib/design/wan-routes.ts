import type { GatewayDescription } from "../props/gateway-description";
import { HealthCheck } from "../props/health-check";
import type { Wan } from "../props/wan";
import type { RouteRow, Row } from "../routing/rows";

/** A route to everything by way of a WAN, before it is said in which table it stands. */
export type RouteVia = Omit<RouteRow, "routing-table" | keyof Row>;

/**
 * The ways out of a WAN. All routes of a WAN are checked alike: equal checks share one probe, and an unchecked route
 * would hold traffic on a dead WAN.
 */
export function routeVia(wan: Wan, { healthCheck }: GatewayDescription): RouteVia {
  return {
    "dst-address": "0.0.0.0/0",
    gateway: wan.gateway,
    distance: 1,
    scope: 30,
    "target-scope": 10,
    "check-gateway": (wan.healthCheck ?? healthCheck ?? HealthCheck.ping())._checkGateway,
  };
}
