import type { IpRoute } from "@cdktf/provider-routeros/lib/ip-route";
import type { RoutingRule } from "@cdktf/provider-routeros/lib/routing-rule";
import type { RoutingTable } from "@cdktf/provider-routeros/lib/routing-table";
import type { PolicyDesign } from "../policies/policy-rows";
import type { RowResources } from "./row-resources";

/** The resources of one policy that routing rules carry out. */
export interface GatewayPolicy {
  /** The name of the policy. */
  readonly name: string;
  /** The table that the rules select. */
  readonly routingTable: RoutingTable;
  /** Its default routes: one by each WAN, or one for each probe target; none by a DHCP WAN. */
  readonly routes: IpRoute[];
  /** The rules in the order that they need: two for each pair of source and destination. */
  readonly rules: RoutingRule[];
}

/** Makes the resources of a policy, whose table was made before. */
export function createPolicy(
  { policy, routingTable, routes, rules }: PolicyDesign,
  resources: RowResources,
): GatewayPolicy {
  return {
    name: policy.name,
    routingTable: resources.of(routingTable),
    routes: resources.createAll(routes),
    rules: resources.createAll(rules),
  };
}
