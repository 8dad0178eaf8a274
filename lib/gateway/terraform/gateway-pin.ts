import type { IpRoute } from "@cdktf/provider-routeros/lib/ip-route";
import type { RoutingRule } from "@cdktf/provider-routeros/lib/routing-rule";
import type { PinDesign } from "../destination-pins/pin-rows";
import type { RowResources } from "./row-resources";

/** The resources of one destination pin. */
export interface GatewayPin {
  /** The name of the pin: its own, or its destination. */
  readonly name: string;
  /** The routes through the pin's WAN: one, or one for each probe target of the WAN; none on a DHCP WAN. */
  readonly routes: IpRoute[];
  /** The rule that leads into the table of a DHCP WAN; absent on other WANs. */
  readonly rule?: RoutingRule;
  /**
   * The routes and the blackhole again, in the WAN's own table.
   *
   * Only blocked pins have them, and only with a classifier by source address, whose tables lead to other WANs while
   * this one is down.
   */
  readonly policyRoutes: IpRoute[];
  /** The route that drops the destination's traffic while that WAN is down; absent unless the pin blocks. */
  readonly blackhole?: IpRoute;
}

/** Makes the resources of a pin, whose blackhole was made before. */
export function createPin(pin: PinDesign, resources: RowResources): GatewayPin {
  return {
    name: pin.name,
    routes: pin.routes.map((route) => resources.create(route)),
    rule: pin.rule && resources.create(pin.rule),
    policyRoutes: pin.policyRoutes.map((route) => resources.create(route)),
    blackhole: pin.blackhole && resources.of(pin.blackhole),
  };
}
