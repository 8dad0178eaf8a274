import type { InterfacePppoeClient } from "@cdktf/provider-routeros/lib/interface-pppoe-client";
import type { IpAddress } from "@cdktf/provider-routeros/lib/ip-address";
import type { IpDhcpClient } from "@cdktf/provider-routeros/lib/ip-dhcp-client";
import type { IpFirewallMangle } from "@cdktf/provider-routeros/lib/ip-firewall-mangle";
import type { IpFirewallNat } from "@cdktf/provider-routeros/lib/ip-firewall-nat";
import type { IpFirewallRaw } from "@cdktf/provider-routeros/lib/ip-firewall-raw";
import type { IpRoute } from "@cdktf/provider-routeros/lib/ip-route";
import type { Ipv6FirewallNat } from "@cdktf/provider-routeros/lib/ipv6-firewall-nat";
import type { RoutingTable } from "@cdktf/provider-routeros/lib/routing-table";
import { Construct } from "constructs";
import type { WanDesign } from "../wan/wan-design";
import { moveFromSibling } from "./former-places";
import type { RowResources } from "./row-resources";

/** One WAN of a gateway: its resources, as generated from the provider. */
export class GatewayWan extends Construct {
  /** The table that leads out of this WAN only. */
  public readonly routingTable: RoutingTable;
  /** The client that makes the WAN's interface; absent where the interface is there already. */
  public readonly pppoeClient?: InterfacePppoeClient;
  /** Absent where the WAN is not masqueraded. */
  public readonly masquerade?: IpFirewallNat;
  /** The router's address on the WAN; absent where it is not known beforehand. */
  public readonly address?: IpAddress;
  /** The rule that keeps TCP connections to what fits through the link; absent where that is no point-to-point one. */
  public readonly clampMss?: IpFirewallMangle;
  /** The client that gets the WAN its address and writes its routes; absent where the WAN is no DHCP one. */
  public readonly dhcpClient?: IpDhcpClient;
  /** The host routes that bind the probe targets of a recursive check to the WAN, in their order. */
  public readonly probeRoutes: IpRoute[];
  /** What stops pings to a probe target from leaving by another WAN, in the order of the targets. */
  public readonly probeBlackholes: IpRoute[];
  /** The default routes of the WAN's own table: one, or one for each probe target; none where a DHCP client writes them. */
  public readonly policyRoutes: IpRoute[];
  /** In the WAN's own table, by each of the others; none unless the classifier goes by source address. */
  public readonly backupRoutes: IpRoute[];
  /** The WAN's members of the ECMP group in table main, likewise. */
  public readonly defaultRoutes: IpRoute[];
  /** The `input` rule that marks connections which come in on the WAN. */
  public readonly connectionMark: IpFirewallMangle;
  /** The `output` rule that sends packets of marked connections to the WAN's own table. */
  public readonly routingMark: IpFirewallMangle;
  /** The `postrouting` rule that marks connections by the WAN they first leave through; absent where nothing asks for it. */
  public readonly egressMark?: IpFirewallMangle;
  /** The `output` rule that sends what the router begins from the WAN's address by the WAN; absent where nothing asks for it. */
  public readonly sourceRoutingMark?: IpFirewallMangle;
  /** The `prerouting` rules that give the WAN its share of the LANs' new connections; none without a classifier. */
  public readonly classifierRules: IpFirewallMangle[];
  /** The `output` rules that give the WAN its share of the router's own new connections; none without a classifier. */
  public readonly routerClassifierRules: IpFirewallMangle[];
  /** The rules that keep the router's resolver from the WAN; empty without `dns.allowRemoteRequests`. */
  public readonly dnsGuards: IpFirewallRaw[];
  /** The same for IPv6, over which a WAN may lead to the router too. */
  public readonly ipv6DnsGuards: Ipv6FirewallNat[];

  /** @internal */
  public constructor(
    gateway: Construct,
    private design: WanDesign,
    private readonly resources: RowResources,
  ) {
    super(gateway, design.wan.name);
    const { base } = design;
    this.routingTable = resources.create(base.routingTable);
    this.pppoeClient = base.pppoeClient && resources.create(base.pppoeClient);
    this.masquerade = base.masquerade && resources.create(base.masquerade);
    this.address = design.address && resources.create(design.address);
    this.clampMss = design.clampMss && resources.create(design.clampMss);
    this.dhcpClient = design.dhcpClient && resources.create(design.dhcpClient);
    this.probeBlackholes = design.probeTargets.map(({ blackhole }) => resources.create(blackhole));
    this.probeRoutes = design.probeTargets.map(({ route }) => resources.create(route));
    this.policyRoutes = design.policyRoutes.map((route) => resources.create(route));
    this.backupRoutes = design.backupRoutes.map((route) => resources.create(route));
    this.defaultRoutes = design.defaultRoutes.map((route) => resources.create(route));
    this.connectionMark = resources.create(design.markConnection);
    this.routingMark = resources.create(design.markRouting);
    const { balancingMarks: marks } = design;
    this.egressMark = marks.egressMark && resources.create(marks.egressMark);
    this.sourceRoutingMark = marks.sourceRoutingMark && resources.create(marks.sourceRoutingMark);
    this.classifierRules = marks.classifierRules.map((rule) => resources.create(rule));
    this.routerClassifierRules = marks.routerClassifierRules.map((rule) => resources.create(rule));
    this.dnsGuards = base.dnsGuards.ipv4.map((guard) => resources.create(guard));
    this.ipv6DnsGuards = base.dnsGuards.ipv6.map((guard) => resources.create(guard));
    for (const row of design.rows) {
      resources.create(row); // those of port forwards too, which are looked up when they are asked for
    }
    this._redesign(design);
  }

  /** The `prerouting` rule that keeps the LANs' marked connections on this WAN; absent where nothing asks for it. */
  public get lanRoutingMark(): IpFirewallMangle | undefined {
    const { lanRoutingMark } = this.design.balancingMarks;
    return lanRoutingMark && this.resources.of(lanRoutingMark);
  }

  /** The `prerouting` rule that marks connections which come in to be forwarded; absent where nothing is. */
  public get ingressMark(): IpFirewallMangle | undefined {
    const { ingressMark } = this.design.forwarding;
    return ingressMark && this.resources.of(ingressMark);
  }

  /** The `prerouting` rule that marks connections from a LAN to the WAN's address; absent where no forward takes them. */
  public get hairpinMark(): IpFirewallMangle | undefined {
    const { hairpinMark } = this.design.forwarding;
    return hairpinMark && this.resources.of(hairpinMark);
  }

  /**
   * Takes note that the WAN has more rows, whose resources are made: those of port forwards.
   *
   * @internal
   */
  public _redesign(design: WanDesign): void {
    this.design = design;
    if (design.wan.renamedFrom !== undefined) {
      moveFromSibling(this, design.wan.renamedFrom);
    }
  }
}
