import { RouterosProvider } from "@cdktf/provider-routeros/lib/provider";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { EcmpMasqueradeGateway } from "../../lib";
import { Firewall } from "./firewall";
import { Leases } from "./leases";
import type { Site } from "./site";
import { VlanFabric } from "./vlan-fabric";

/** The router of one site, from its ports to its uplinks. */
export class SiteStack extends TerraformStack {
  constructor(scope: Construct, site: Site) {
    super(scope, site.name);
    // User and password come from ROS_USERNAME and ROS_PASSWORD.
    new RouterosProvider(this, "routeros", { hosturl: site.hosturl });

    const fabric = new VlanFabric(this, "vlans", site.networks);
    const interfaceOf = (network: string): string => fabric.interfaces.get(network)?.name ?? "";
    const firewall = new Firewall(this, "firewall", {
      lans: new Map(site.networks.map(({ name }) => [name, interfaceOf(name)])),
      wans: new Map(site.wans.map((wan) => [wan.name, wan.interface])),
    });
    const gateway = EcmpMasqueradeGateway.fromData(this, "gateway", {
      lans: site.networks.map(({ name, address }) => ({ name, interface: interfaceOf(name), address })),
      wans: site.wans,
      lanList: firewall.lanList.name,
      stickyConnections: true,
    });
    // The firewall exists before the router has an address on any uplink.
    gateway.node.addDependency(firewall);
    for (const network of site.networks) {
      new Leases(this, `leases-${network.name}`, {
        network,
        interface: interfaceOf(network.name),
        dependsOn: gateway.lanAddresses,
      });
    }
  }
}
