import type { IpRoute } from "@cdktf/provider-routeros/lib/ip-route";
import type { RoutingRule } from "@cdktf/provider-routeros/lib/routing-rule";

/** The resources of one destination pin. */
export interface GatewayPin {
  /** The pin's name: its own, or its destination. */
  readonly name: string;
  /** The routes out of the pin's WAN: one, or one for each canary of the WAN; none on a DHCP WAN. */
  readonly routes: IpRoute[];
  /** What leads into the table of a DHCP WAN; absent on others. */
  readonly rule?: RoutingRule;
  /** What discards the destination's traffic while that WAN is down; absent where it is balanced then. */
  readonly blackhole?: IpRoute;
}
