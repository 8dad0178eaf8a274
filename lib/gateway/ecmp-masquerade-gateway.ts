import type { InterfaceList } from "@cdktf/provider-routeros/lib/interface-list";
import type { InterfaceListMember } from "@cdktf/provider-routeros/lib/interface-list-member";
import type { IpAddress } from "@cdktf/provider-routeros/lib/ip-address";
import type { IpDns } from "@cdktf/provider-routeros/lib/ip-dns";
import type { IpDnsRecord } from "@cdktf/provider-routeros/lib/ip-dns-record";
import type { IpFirewallAddrList } from "@cdktf/provider-routeros/lib/ip-firewall-addr-list";
import type { IpFirewallNat } from "@cdktf/provider-routeros/lib/ip-firewall-nat";
import type { IpSettings } from "@cdktf/provider-routeros/lib/ip-settings";
import type { MoveItems } from "@cdktf/provider-routeros/lib/move-items";
import type { RoutingRule } from "@cdktf/provider-routeros/lib/routing-rule";
import type { RoutingTable } from "@cdktf/provider-routeros/lib/routing-table";
import { Construct, type IConstruct } from "constructs";
import { shown } from "../text/shown";
import { designGateway, type GatewayDesign, sharedRowsOf } from "./gateway-design";
import type { PortForward } from "./port-forwards/port-forward";
import { dependencyProblems } from "./terraform/dependency-validation";
import { createPin, type GatewayPin } from "./terraform/gateway-pin";
import { type GatewayPortForward, portForwardsOf } from "./terraform/gateway-port-forward";
import {
  type EcmpMasqueradeGatewayProps,
  type ITerraformDependable,
  propsOfNewGateway,
  readGatewayProps,
  type TerraformProvider,
} from "./terraform/gateway-props";
import { GatewayWan } from "./terraform/gateway-wan";
import { keepRuleOrder } from "./terraform/keep-rule-order";
import { honourNodeDependencies } from "./terraform/node-dependencies";
import { addForwardChecks, addTokenChecks } from "./terraform/preconditions";
import { earlierOnRouter, inheritedProviderProblems } from "./terraform/provider-validation";
import { addWarnings } from "./terraform/report-problems";
import { RowResources } from "./terraform/row-resources";
import { terraformValues } from "./terraform/terraform-values";
import { type GatewayOnRouter, neighbourProblems } from "./validation/neighbour-problems";
import type { Problem } from "./validation/problem";
import { problemText } from "./validation/problem-text";
import { forwardWarnings, warningsOf } from "./validation/warnings";

const BRAND: unique symbol = Symbol.for("cdktf-routeros-gateway/EcmpMasqueradeGateway");

/**
 * A RouterOS 7 router that balances its LANs over several WANs, as in the article *ECMP load balancing with masquerade*.
 *
 * It balances new connections by equal-cost multipath, masquerades outgoing traffic, stops using a WAN that is down, and
 * answers connections to the router through the WAN on which they came in. It takes any number of WANs.
 *
 * Each WAN gets an address, a default route, a masquerade rule, a routing table, a policy route and two mangle rules;
 * each LAN gets an address. Further props add further rows.
 *
 * @example
 * new RouterosProvider(this, "routeros", {});
 * const gateway = new EcmpMasqueradeGateway(this, "gateway", {
 *   lans: [{ interface: "bridge", address: "192.168.0.1/24" }],
 *   wans: [
 *     Wan.static({ name: "fibre", interface: "ether1", address: "10.112.0.2/24", gateway: "10.112.0.1" }),
 *     Wan.static({ name: "cable", interface: "ether2", address: "10.111.0.2/24", gateway: "10.111.0.1" }),
 *   ],
 * });
 * gateway.addPortForward({ name: "web", ports: "443", to: "192.168.0.10" });
 *
 * @see https://manual.mikrotik.com/docs/high-availability-solutions/load-balancing/
 */
export class EcmpMasqueradeGateway extends Construct {
  /** Tells whether a construct is a gateway, including one made by another copy of this package. */
  public static isEcmpMasqueradeGateway(construct: IConstruct): construct is EcmpMasqueradeGateway {
    return BRAND in construct;
  }

  /** The provider that was passed to the gateway; absent if its resources use the stack's provider. */
  public readonly provider?: TerraformProvider;
  /** The table of the gateway's default routes and pins; absent if that is `main`. */
  public readonly defaultRouteTable?: RoutingTable;
  /** The rules that choose that table for the LANs, two per LAN; none if the table is `main`. */
  public readonly routingRules: RoutingRule[];
  /** The router's addresses on the LANs that have one, in the order of `lans`. */
  public readonly lanAddresses: IpAddress[];
  /** The entries of the address list of management sources; none without `management.sources`. */
  public readonly managementList: IpFirewallAddrList[];
  /** The entries of the address list of what is never balanced; none if no rule needs it. */
  public readonly notBalanced: IpFirewallAddrList[];
  /** The IP settings of the router; absent unless `balancing` sets a hash policy. */
  public readonly ipSettings?: IpSettings;
  /** The router's resolver; absent without `dns.servers` and `dns.allowRemoteRequests`. */
  public readonly dns?: IpDns;
  /** The static DNS records, in the order of `dns.staticRecords`. */
  public readonly dnsRecords: IpDnsRecord[];
  /** The forwarded domains, in the order of `dns.domains`. */
  public readonly dnsDomains: IpDnsRecord[];
  /** The WANs, in the order of `wans`. */
  public readonly wans: GatewayWan[];
  /** The pins in the order of `destinationPins`, followed by those of the resolvers of `dns.domains`. */
  public readonly pins: GatewayPin[];

  private readonly resources: RowResources;
  private description: EcmpMasqueradeGatewayProps;
  private design: GatewayDesign;
  private readonly ruleOrder: MoveItems[];

  /**
   * Makes the resources of a gateway.
   *
   * Problems between the gateway and the rest of the app fail the synthesis: no provider or several, a second gateway on
   * the router, dependencies across stacks.
   *
   * @throws {@link GatewayProblemsError} that lists everything wrong with the props; the scope then stays as it was
   */
  public constructor(scope: Construct, id: string, props: EcmpMasqueradeGatewayProps) {
    super(scope, id);
    const description = propsOfNewGateway(this, props);
    const design = designGateway(description, id, terraformValues);
    const resources = new RowResources(this, description);
    this.provider = description.provider;
    this.description = description;
    this.design = design;
    this.resources = resources;

    this.defaultRouteTable = design.lanRouting.table && resources.create(design.lanRouting.table);
    this.routingRules = resources.createAll(design.lanRouting.rules);
    this.lanAddresses = resources.createAll(design.lanAddresses);
    resources.createAll(sharedRowsOf(design));
    this.managementList = resources.createAll(design.managementList);
    this.notBalanced = resources.createAll(design.notBalanced);
    this.ipSettings = design.ipSettings && resources.create(design.ipSettings);
    // Default routes wait for the blackholes of blocked pins.
    resources.createAll(design.pins.flatMap(({ blackhole }) => blackhole ?? []));
    this.wans = design.wans.map((wan) => new GatewayWan(this, wan, resources));
    this.pins = design.pins.map((pin) => createPin(pin, resources));
    this.dns = design.dns.resolver && resources.create(design.dns.resolver);
    this.dnsRecords = resources.createAll(design.dns.records);
    this.dnsDomains = resources.createAll(design.dns.domains);
    this.ruleOrder = keepRuleOrder(resources, design.lanRouting, description.placeBefore);

    addTokenChecks(this, description);
    addWarnings(this, warningsOf(description, terraformValues));
    honourNodeDependencies(this, resources);
    this.node.addValidation({ validate: () => this.problemsInApp().map((one) => problemText(one)) });
  }

  /** The interface list of the LANs; absent where no rule matches them. */
  public get lanInterfaceList(): InterfaceList | undefined {
    return this.design.lanList && this.resources.of(this.design.lanList.list);
  }

  /** Its members, one per LAN, in the order of their names; none without the list. */
  public get lanInterfaceListMembers(): InterfaceListMember[] {
    return (this.design.lanList?.members ?? []).map((member) => this.resources.of(member));
  }

  /** The rule that brings replies of forwards from a LAN back through the router; absent without `hairpin`. */
  public get hairpinMasquerade(): IpFirewallNat | undefined {
    return this.design.hairpinMasquerade && this.resources.of(this.design.hairpinMasquerade);
  }

  /** The port forwards, in the order of `portForwards` and then of the calls of `addPortForward`. */
  public get portForwards(): GatewayPortForward[] {
    return portForwardsOf(this.description.portForwards ?? [], this.design.wans, this.resources);
  }

  /**
   * The resources of the gateway that Terraform creates last, including those of forwards added so far.
   *
   * List them in the `dependsOn` of a resource that needs the whole gateway.
   */
  public get dependables(): ITerraformDependable[] {
    return [...this.ruleOrder, ...this.resources.last];
  }

  /**
   * Adds a port forward, as if it were the last of `portForwards`.
   *
   * @throws {@link GatewayProblemsError} that lists everything wrong with it; the gateway then stays as it was
   */
  public addPortForward(forward: PortForward): GatewayPortForward {
    const added = (this.description.portForwards ?? []).length;
    const portForwards = [...(this.description.portForwards ?? []), forward];
    this.description = readGatewayProps(this, { ...this.description, portForwards });
    this.design = designGateway(this.description, this.node.id, terraformValues);
    this.resources.createAll(this.design.rows);
    for (const wan of this.design.wans) {
      this.wan(wan.wan.name)._redesign(wan);
    }
    addForwardChecks(this, this.description, added);
    addWarnings(this, forwardWarnings(this.description, terraformValues, added));
    return this.portForwards[added] as GatewayPortForward;
  }

  /**
   * Returns the resources of one WAN.
   *
   * @param name the name of the WAN
   * @throws Error that lists the valid names
   */
  public wan(name: string): GatewayWan {
    const wan = this.wans.find((candidate) => candidate.node.id === name);
    if (wan === undefined) {
      const names = this.wans.map((candidate) => JSON.stringify(candidate.node.id)).join(", ");
      throw new Error(`the gateway "${this.node.path}" has no WAN ${shown(name)}; write one of ${names}`);
    }
    return wan;
  }

  /** What only shows once the whole program has run: problems with providers, other gateways and dependencies. */
  private problemsInApp(): Problem[] {
    const others = earlierOnRouter<EcmpMasqueradeGateway>(
      this,
      EcmpMasqueradeGateway.isEcmpMasqueradeGateway,
    );
    return [
      ...(this.provider === undefined ? inheritedProviderProblems(this) : []),
      ...others.flatMap((other) => neighbourProblems(this.onRouter, other.onRouter, terraformValues)),
      ...dependencyProblems(this),
    ];
  }

  /** The gateway as another one on the same router sees it. */
  private get onRouter(): GatewayOnRouter {
    return { description: this.description, id: this.node.id, path: this.node.path };
  }
}

Object.defineProperty(EcmpMasqueradeGateway.prototype, BRAND, { value: true });
