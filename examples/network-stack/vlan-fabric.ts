import { InterfaceBridge } from "@cdktf/provider-routeros/lib/interface-bridge";
import { InterfaceBridgePort } from "@cdktf/provider-routeros/lib/interface-bridge-port";
import { InterfaceBridgeVlan } from "@cdktf/provider-routeros/lib/interface-bridge-vlan";
import { InterfaceVlan } from "@cdktf/provider-routeros/lib/interface-vlan";
import { Construct } from "constructs";
import type { SiteNetwork } from "./site";

/** One bridge, a VLAN per network on it, and the ports where that VLAN comes out untagged. */
export class VlanFabric extends Construct {
  /** The router's own interface in each network, by the network's name. */
  public readonly interfaces: ReadonlyMap<string, InterfaceVlan>;

  constructor(scope: Construct, id: string, networks: readonly SiteNetwork[]) {
    super(scope, id);
    const bridge = new InterfaceBridge(this, "bridge", { name: "bridge", vlanFiltering: true });
    this.interfaces = new Map(
      networks.map(({ name, vlan, ports }) => {
        for (const port of ports) {
          new InterfaceBridgePort(this, `port-${port}`, { bridge: bridge.name, interface: port, pvid: vlan });
        }
        new InterfaceBridgeVlan(this, `tags-${name}`, {
          bridge: bridge.name,
          vlanIds: [String(vlan)],
          tagged: [bridge.name],
        });
        return [
          name,
          new InterfaceVlan(this, name, { name: `vlan-${name}`, interface: bridge.name, vlanId: vlan }),
        ];
      }),
    );
  }
}
