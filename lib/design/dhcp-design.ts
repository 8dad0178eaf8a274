import { type Wan, WanKind } from "../props/wan";
import { defaultDistance } from "./classification";
import { healthCheckOf } from "./health-design";
import { routesTable, routingTable } from "./names";
import { type Placed, place } from "./placed";
import { ownedByWan, type Surroundings } from "./surroundings";

/**
 * The client that gets a DHCP WAN its address and writes its default and policy route, with one check for both. The ISP's
 * resolvers and clocks stay the ISP's.
 */
export function designDhcpClient(
  wan: Wan,
  around: Surroundings,
  after: readonly Placed[],
): Placed<"/ip/dhcp-client"> | undefined {
  const { description } = around;
  return wan.kind !== WanKind.DHCP
    ? undefined
    : place(
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
          ...ownedByWan(around, wan, "dhcp-client"),
        },
        after,
      );
}
