import type { IpRoute } from "@cdktf/provider-routeros/lib/ip-route";
import type { RoutingRule } from "@cdktf/provider-routeros/lib/routing-rule";
import type { PinDesign } from "../policies/pin-rows";
import type { RowResources } from "./row-resources";

/** The resources that lead one destination out of its WANs: of a policy, or the resolver of a domain. */
export interface GatewayPin {
  /** The destination; the name of the policy if that is a token. */
  readonly name: string;
  /** The routes through each WAN: one, or one for each probe target of the WAN; none on a DHCP WAN. */
  readonly routes: IpRoute[];
  /** The rule that leads into the table of a DHCP WAN; absent if the first WAN is another one. */
  readonly rule?: RoutingRule;
  /**
   * The routes and the blackhole again, in the own tables of the WANs.
   *
   * Only blocked destinations have them, and only with a classifier by source address, whose tables lead to other WANs while
   * their own is down.
   */
  readonly policyRoutes: IpRoute[];
  /** The route that drops the destination's traffic while these WANs are down; only with `Otherwise.BLOCK`. */
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
