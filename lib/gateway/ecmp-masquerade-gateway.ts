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
import type { GatewayData } from "./data/gateway-data";
import { designGateway, type GatewayDesign, sharedRowsOf } from "./gateway-design";
import type { PortForward } from "./port-forwards/port-forward";
import { dependencyProblems } from "./terraform/dependency-validation";
import { declareVariables, readGatewayData } from "./terraform/gateway-of-data";
import { createPin, type GatewayPin } from "./terraform/gateway-pin";
import { createPolicy, type GatewayPolicy } from "./terraform/gateway-policy";
import { type GatewayPortForward, portForwardsOf } from "./terraform/gateway-port-forward";
import {
  type EcmpMasqueradeGatewayProps,
  type ITerraformDependable,
  propsOfNewGateway,
  readGatewayProps,
  type TerraformProps,
  type TerraformProvider,
} from "./terraform/gateway-props";
import { GatewayWan } from "./terraform/gateway-wan";
import { keepRuleOrder } from "./terraform/keep-rule-order";
import { applyNodeDependencies } from "./terraform/node-dependencies";
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
 * A RouterOS 7 gateway that balances its LANs over several WANs.
 *
 * It implements the article *ECMP load balancing with masquerade* for any number of WANs. It distributes connections over
 * equal routes, masquerades what leaves, and stops using a WAN that is down. Connections to the router are answered
 * through the WAN that they came in on.
 *
 * It creates an address for each LAN. For each WAN it creates an address, a default route, a masquerade rule, a routing
 * table, a policy route and two mangle rules. Other props add further resources.
 *
 * @see https://manual.mikrotik.com/docs/high-availability-solutions/load-balancing/
 *
 * @example
 * new EcmpMasqueradeGateway(this, "gateway", {
 *   lans: [{ interface: "bridge", address: "192.168.0.1/24" }],
 *   wans: [
 *     Wan.static({ name: "fibre", interface: "ether1", address: "203.0.113.2/30", gateway: "203.0.113.1" }),
 *     Wan.dhcp({ name: "cable", interface: "ether2" }),
 *   ],
 * });
 */
export class EcmpMasqueradeGateway extends Construct {
  /** Whether a construct is a gateway. It can be one of another copy of this package. */
  public static isEcmpMasqueradeGateway(construct: IConstruct): construct is EcmpMasqueradeGateway {
    return BRAND in construct;
  }

  /**
   * Creates a gateway from data, such as a YAML or JSON file holds it. `docs/gateway.schema.json` is its JSON Schema.
   *
   * Each variable of Terraform that the data names is declared in the stack, unless the stack has it.
   *
   * @param data the gateway; its shape is checked, so that you can pass what a parser returns
   * @param props the props of Terraform
   * @throws {@link GatewayProblemsError} that lists every problem of the data; the scope then stays as it was
   *
   * @example
   * EcmpMasqueradeGateway.fromData(this, "gateway", {
   *   lans: [{ interface: "bridge", address: "192.168.0.1/24" }],
   *   wans: [
   *     { kind: "static", name: "fibre", interface: "ether1", address: "203.0.113.2/30", gateway: "203.0.113.1" },
   *     { kind: "dhcp", name: "cable", interface: "ether2" },
   *   ],
   * });
   */
  public static fromData(
    scope: Construct,
    id: string,
    data: GatewayData,
    props: TerraformProps = {},
  ): EcmpMasqueradeGateway {
    const { description, variables } = readGatewayData(scope, id, data);
    const gateway = new EcmpMasqueradeGateway(scope, id, { ...description, ...props });
    declareVariables(gateway, variables);
    return gateway;
  }

  /** The provider of the gateway's router, where you give one. */
  public readonly provider?: TerraformProvider;

  /** The table that holds the gateway's default routes and the routes of policies; undefined if that is `main`. */
  public readonly defaultRouteTable?: RoutingTable;
  /** The rules that choose that table for the LANs: two for each LAN; none if the table is `main`. */
  public readonly routingRules: RoutingRule[];
  /** The router's addresses on the LANs that have an `address`, in the order of `lans`. */
  public readonly lanAddresses: IpAddress[];
  /** The entries of the address list of management sources; none without `management.sources`. */
  public readonly managementList: IpFirewallAddrList[];
  /** The entries of the address list of what is never balanced; none if no rule needs the list. */
  public readonly notBalanced: IpFirewallAddrList[];
  /** The device's IP settings; undefined unless `balancing` sets a hash policy. */
  public readonly ipSettings?: IpSettings;
  /** The device's resolver; undefined without `dns.servers` and `dns.allowRemoteRequests`. */
  public readonly dns?: IpDns;
  /** The names that the router answers itself, in the order of `dns.staticRecords`. */
  public readonly dnsRecords: IpDnsRecord[];
  /** The domains whose queries go to resolvers of their own, in the order of `dns.domains`. */
  public readonly dnsDomains: IpDnsRecord[];
  /** The WANs in the order of `wans`. */
  public readonly wans: GatewayWan[];
  /** What leads to each destination: those of policies by routes in their order, then the resolvers of `dns.domains`. */
  public readonly pins: GatewayPin[];
  /** The policies that routing rules carry out: those with `from`, and those that need rules beside them. */
  public readonly policies: GatewayPolicy[];

  private readonly resources: RowResources;
  private description: EcmpMasqueradeGatewayProps;
  private design: GatewayDesign;
  private readonly ruleOrder: MoveItems[];

  /**
   * Creates the resources of the gateway.
   *
   * A missing or ambiguous provider, and a conflict with another gateway on the router, fail the synthesis.
   *
   * @throws {@link GatewayProblemsError} that lists every problem of the props; the scope then stays as it was
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
    // Default routes wait for the blackholes of blocked destinations.
    resources.createAll(design.pins.flatMap(({ blackhole }) => blackhole ?? []));
    // The clients of DHCP WANs wait for the tables of policies.
    resources.createAll(design.policies.map(({ routingTable }) => routingTable));
    this.wans = design.wans.map((wan) => new GatewayWan(this, wan, resources));
    this.pins = design.pins.map((pin) => createPin(pin, resources));
    resources.createAll(design.orderedRules);
    this.policies = design.policies.map((policy) => createPolicy(policy, resources));
    this.dns = design.dns.resolver && resources.create(design.dns.resolver);
    this.dnsRecords = resources.createAll(design.dns.records);
    this.dnsDomains = resources.createAll(design.dns.domains);
    this.ruleOrder = keepRuleOrder(resources, design.orderedRules, description.placeBefore);

    addTokenChecks(this, description);
    addWarnings(this, warningsOf(description, terraformValues));
    applyNodeDependencies(this, resources);
    this.node.addValidation({ validate: () => this.problemsInApp().map((one) => problemText(one)) });
  }

  /** The interface list of the LANs; undefined if no rule matches them, or if you name a list. */
  public get lanInterfaceList(): InterfaceList | undefined {
    return this.design.lanList && this.resources.of(this.design.lanList.list);
  }

  /** Its members, one per LAN, in the order of their names; none without the list. */
  public get lanInterfaceListMembers(): InterfaceListMember[] {
    return (this.design.lanList?.members ?? []).map((member) => this.resources.of(member));
  }

  /** The rule that brings the replies of forwards from a LAN back through the router; undefined without `hairpin`. */
  public get hairpinMasquerade(): IpFirewallNat | undefined {
    return this.design.hairpinMasquerade && this.resources.of(this.design.hairpinMasquerade);
  }

  /** The port forwards in the order of `portForwards`, then in that of the calls of `addPortForward`. */
  public get portForwards(): GatewayPortForward[] {
    return portForwardsOf(this.description.portForwards ?? [], this.design.wans, this.resources);
  }

  /**
   * The resources that Terraform creates last, including those of port forwards that were added so far.
   *
   * Put them into the `dependsOn` of a resource that needs the whole gateway.
   */
  public get dependables(): ITerraformDependable[] {
    return [...this.ruleOrder, ...this.resources.last];
  }

  /**
   * Adds a port forward, as if it were the last of `portForwards`.
   *
   * @throws {@link GatewayProblemsError} that lists every problem of the forward; the gateway then stays as it was
   *
   * @example
   * gateway.addPortForward({ name: "web", ports: "80,443", to: "192.168.0.10" });
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
   * The resources of one WAN.
   *
   * @param name the WAN's name
   * @throws Error that lists the names of the WANs, if none has this name
   *
   * @example
   * gateway.wan("fibre").routingTable.name;
   */
  public wan(name: string): GatewayWan {
    const wan = this.wans.find((candidate) => candidate.node.id === name);
    if (wan === undefined) {
      const names = this.wans.map((candidate) => JSON.stringify(candidate.node.id)).join(", ");
      throw new Error(`the gateway "${this.node.path}" has no WAN ${shown(name)}; write one of ${names}`);
    }
    return wan;
  }

  /** Problems that appear only after the whole program has run: with providers, other gateways and dependencies. */
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
