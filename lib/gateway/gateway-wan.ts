import type { IpAddress } from "@cdktf/provider-routeros/lib/ip-address";
import type { IpFirewallMangle } from "@cdktf/provider-routeros/lib/ip-firewall-mangle";
import type { IpFirewallNat } from "@cdktf/provider-routeros/lib/ip-firewall-nat";
import type { IpFirewallRaw } from "@cdktf/provider-routeros/lib/ip-firewall-raw";
import type { IpRoute } from "@cdktf/provider-routeros/lib/ip-route";
import type { RoutingTable } from "@cdktf/provider-routeros/lib/routing-table";
import { Construct } from "constructs";
import type { WanDesign } from "../design/wan-design";
import { moveFrom } from "./former-name";
import type { RowResources } from "./row-resources";

/** One WAN of a gateway: its resources, as generated from the provider. */
export class GatewayWan extends Construct {
  /** The table that leads out of this WAN only. */
  public readonly routingTable: RoutingTable;
  /** Absent where the WAN is not masqueraded. */
  public readonly masquerade?: IpFirewallNat;
  /** The router's address on the WAN. */
  public readonly address: IpAddress;
  /** The default route of the WAN's own table. */
  public readonly policyRoute: IpRoute;
  /** The WAN's members of the ECMP group in table main. */
  public readonly defaultRoutes: IpRoute[];
  /** The `input` rule that marks connections which come in on the WAN. */
  public readonly connectionMark: IpFirewallMangle;
  /** The `output` rule that sends packets of marked connections to the WAN's own table. */
  public readonly routingMark: IpFirewallMangle;
  /** The `postrouting` rule that marks connections by the WAN they first leave through; absent where nothing asks for it. */
  public readonly exitMark?: IpFirewallMangle;
  /** The `prerouting` rule that keeps the LANs' marked connections on this WAN; absent where nothing asks for it. */
  public readonly followMark?: IpFirewallMangle;
  /** The rules that keep the router's resolver from the WAN; empty without `dns.allowRemoteRequests`. */
  public readonly dnsGuards: IpFirewallRaw[];

  /** @internal */
  public constructor(gateway: Construct, design: WanDesign, resources: RowResources) {
    super(gateway, design.wan.name);
    this.routingTable = resources.create(design.routingTable);
    this.masquerade = design.masquerade && resources.create(design.masquerade);
    this.address = resources.create(design.address);
    this.policyRoute = resources.create(design.policyRoute);
    this.defaultRoutes = design.defaultRoutes.map((route) => resources.create(route));
    this.connectionMark = resources.create(design.markConnection);
    this.routingMark = resources.create(design.markRouting);
    this.exitMark = design.markExit && resources.create(design.markExit);
    this.followMark = design.followMark && resources.create(design.followMark);
    this.dnsGuards = design.dnsGuards.map((guard) => resources.create(guard));
    if (design.wan.renamedFrom !== undefined) {
      moveFrom(this, design.wan.renamedFrom);
    }
  }
}
