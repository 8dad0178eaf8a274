import { defaultDistance } from "../balancing/classification";
import { type DesignContext, ownedByWan } from "../design-context";
import { healthCheckOf } from "../health-check/health-check-of-wan";
import { routesTable, routingTable } from "../router-names";
import { type RowSpec, rowSpec } from "../row-spec";
import { type Wan, WanKind } from "./wan";

/**
 * The client that gets a DHCP WAN its address and writes its default and policy route, with one check for both. The ISP's
 * resolvers and clocks stay the ISP's.
 */
export function designDhcpClient(
  wan: Wan,
  context: DesignContext,
  after: readonly RowSpec[],
): RowSpec<"/ip/dhcp-client"> | undefined {
  const { description } = context;
  return wan.kind !== WanKind.DHCP
    ? undefined
    : rowSpec(
        "/ip/dhcp-client",
        [wan.name, "dhcp-client"],
        {
          interface: wan.interface,
          "add-default-route": "yes",
          "default-route-distance": defaultDistance(wan, description),
          "default-route-tables": [
            `${routesTable(description)}:${defaultDistance(wan, description)}`,
            `${routingTable(description, wan)}:1`,
          ],
          "check-gateway": healthCheckOf(wan, description)._checkGateway,
          "use-peer-dns": false,
          "use-peer-ntp": false,
          ...ownedByWan(context, wan, "dhcp-client"),
        },
        after,
      );
}
