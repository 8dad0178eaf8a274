import { IpDhcpServer } from "@cdktf/provider-routeros/lib/ip-dhcp-server";
import { IpDhcpServerNetwork } from "@cdktf/provider-routeros/lib/ip-dhcp-server-network";
import { IpPool } from "@cdktf/provider-routeros/lib/ip-pool";
import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { SiteNetwork } from "./site";

/** Where a network's leases come from. */
export interface LeasesProps {
  readonly network: SiteNetwork;
  /** The router's interface in the network. */
  readonly interface: string;
  /** What must exist first: the router's address in the network. */
  readonly dependsOn: ITerraformDependable[];
}

/** The DHCP server of one network: the router is its gateway and its resolver. */
export class Leases extends Construct {
  constructor(scope: Construct, id: string, props: LeasesProps) {
    super(scope, id);
    const { name, address, leases } = props.network;
    const [router = ""] = address.split("/");
    const pool = new IpPool(this, "pool", { name, ranges: [leases] });
    new IpDhcpServerNetwork(this, "network", {
      address: Fn.cidrsubnet(address, 0, 0),
      gateway: router,
      dnsServer: [router],
    });
    new IpDhcpServer(this, "server", {
      name,
      interface: props.interface,
      addressPool: pool.name,
      dependsOn: props.dependsOn,
    });
  }
}
