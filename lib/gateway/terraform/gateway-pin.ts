import type { IpRoute } from "@cdktf/provider-routeros/lib/ip-route";
import type { RoutingRule } from "@cdktf/provider-routeros/lib/routing-rule";

/** The resources of one destination pin. */
export interface GatewayPin {
  /** The pin's name: its own, or its destination. */
  readonly name: string;
  /** The routes out of the pin's WAN: one, or one for each probe target of the WAN; none on a DHCP WAN. */
  readonly routes: IpRoute[];
  /** What leads into the table of a DHCP WAN; absent on others. */
  readonly rule?: RoutingRule;
  /**
   * The routes and the blackhole again, in the WAN's own table: for blocked pins where the classifier goes by source
   * address, and that table leads to other WANs while this one is down. None otherwise.
   */
  readonly policyRoutes: IpRoute[];
  /** What discards the destination's traffic while that WAN is down; absent where it is balanced then. */
  readonly blackhole?: IpRoute;
}
