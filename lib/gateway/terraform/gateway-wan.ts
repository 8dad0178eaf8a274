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
import { moveFromSibling } from "./resource-moves";
import type { RowResources } from "./row-resources";

/**
 * The resources of one WAN, as classes of the provider's bindings.
 *
 * `gateway.wan(name)` returns one. A member is undefined, or an empty list, if the props do not ask for it.
 *
 * @example
 * const { address, defaultRoutes } = gateway.wan("fibre");
 * defaultRoutes[0].addOverride("comment", "written by hand");
 */
export class GatewayWan extends Construct {
  /** The routing table that contains routes through this WAN only. */
  public readonly routingTable: RoutingTable;
  /** The PPPoE client that makes the interface; only with `pppoe`. */
  public readonly pppoeClient?: InterfacePppoeClient;
  /** The masquerade rule; not with `masquerade: false`. */
  public readonly masquerade?: IpFirewallNat;
  /** The router's address on the WAN; only on a static WAN. */
  public readonly address?: IpAddress;
  /** The rule that keeps TCP connections within the MTU of the link; only on a point-to-point WAN. */
  public readonly clampMss?: IpFirewallMangle;
  /** The client that gets the address and adds the routes; only on a DHCP WAN. */
  public readonly dhcpClient?: IpDhcpClient;
  /** The host routes to the probe targets through this WAN, in the order of the targets. */
  public readonly probeRoutes: IpRoute[];
  /** The blackholes that keep probes from leaving through another WAN, in the order of the targets. */
  public readonly probeBlackholes: IpRoute[];
  /** The default routes in the WAN's own table: one, or one for each probe target; none on a DHCP WAN. */
  public readonly policyRoutes: IpRoute[];
  /** The routes through the other WANs in the WAN's own table; only with a classifier by source address. */
  public readonly backupRoutes: IpRoute[];
  /** The default routes through the WAN in the table that all WANs share; none on a DHCP WAN. */
  public readonly defaultRoutes: IpRoute[];
  /** The `input` rule that marks connections to the router that come in on the WAN. */
  public readonly connectionMark: IpFirewallMangle;
  /** The `output` rule that sends packets of marked connections to the WAN's own table. */
  public readonly routingMark: IpFirewallMangle;
  /** The `postrouting` rule that marks connections by the WAN they first leave through; with `stickyConnections`. */
  public readonly egressMark?: IpFirewallMangle;
  /** The `output` rule that sends traffic from the WAN's address through the WAN; with `sourceRouting`. */
  public readonly sourceRoutingMark?: IpFirewallMangle;
  /** The `prerouting` rules that give the WAN its share of the LANs' new connections; only with a classifier. */
  public readonly classifierRules: IpFirewallMangle[];
  /** The `output` rules that give the WAN its share of the router's own new connections; only with a classifier. */
  public readonly routerClassifierRules: IpFirewallMangle[];
  /** The rules that close the router's resolver to the WAN over IPv4; with `dns.guardWans`. */
  public readonly dnsGuards: IpFirewallRaw[];
  /** The rules that close the router's resolver to the WAN over IPv6. */
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
    this.policyRoutes = resources.createAll(design.policyRoutes);
    this.backupRoutes = resources.createAll(design.backupRoutes);
    this.defaultRoutes = resources.createAll(design.defaultRoutes);
    this.connectionMark = resources.create(design.markConnection);
    this.routingMark = resources.create(design.markRouting);
    const { balancingMarks: marks } = design;
    this.egressMark = marks.egressMark && resources.create(marks.egressMark);
    this.sourceRoutingMark = marks.sourceRoutingMark && resources.create(marks.sourceRoutingMark);
    this.classifierRules = resources.createAll(marks.classifierRules);
    this.routerClassifierRules = resources.createAll(marks.routerClassifierRules);
    this.dnsGuards = resources.createAll(base.dnsGuards.ipv4);
    this.ipv6DnsGuards = resources.createAll(base.dnsGuards.ipv6);
    resources.createAll(design.rows); // also those of port forwards, which getters look up
    this._redesign(design);
  }

  /** The `prerouting` rule that keeps marked connections of the LANs on this WAN; only if another rule marks them. */
  public get lanRoutingMark(): IpFirewallMangle | undefined {
    const { lanRoutingMark } = this.design.balancingMarks;
    return lanRoutingMark && this.resources.of(lanRoutingMark);
  }

  /** The `prerouting` rule that marks connections that come in to be forwarded; only with port forwards. */
  public get ingressMark(): IpFirewallMangle | undefined {
    const { ingressMark } = this.design.forwarding;
    return ingressMark && this.resources.of(ingressMark);
  }

  /** The `prerouting` rule that marks connections from a LAN to the WAN's address; only with `hairpin`. */
  public get hairpinMark(): IpFirewallMangle | undefined {
    const { hairpinMark } = this.design.forwarding;
    return hairpinMark && this.resources.of(hairpinMark);
  }

  /**
   * Replaces the design, whose resources are made already, after a port forward was added.
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
