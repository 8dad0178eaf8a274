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
import {
  Annotations,
  type ITerraformDependable,
  type TerraformProvider,
  type TerraformResourceLifecycle,
  TerraformStack,
} from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { groupBy } from "../collections/group-by";
import { shown } from "../text/shown";
import type { GatewayDescription } from "./gateway-description";
import { designGateway, type GatewayDesign, rowsOf, sharedRowsOf } from "./gateway-design";
import type { PortForward } from "./port-forwards/port-forward";
import { dependencyProblems } from "./terraform/dependency-validation";
import { forwardWarnings } from "./terraform/forward-warnings";
import type { GatewayPin } from "./terraform/gateway-pin";
import type { GatewayPortForward } from "./terraform/gateway-port-forward";
import { GatewayWan } from "./terraform/gateway-wan";
import { keepRuleOrder, type PlaceBeforeRule } from "./terraform/keep-rule-order";
import { honourNodeDependencies } from "./terraform/node-dependencies";
import { addPreconditions } from "./terraform/preconditions";
import { GatewayProblemsError } from "./terraform/problems-error";
import { propsShape } from "./terraform/props-shape";
import { inheritedProviderProblems, providerOf } from "./terraform/provider-validation";
import { RowResources } from "./terraform/row-resources";
import { terraformValues } from "./terraform/terraform-values";
import {
  addressChecks,
  destinationChecks,
  forwardChecks,
  gatewayChecks,
  recordChecks,
} from "./terraform/token-checks";
import { warningsOf } from "./terraform/warnings";
import { type Neighbour, neighbourProblems } from "./validation/neighbour-problems";
import { checked } from "./validation/problems";

/** Props of {@link EcmpMasqueradeGateway}. */
export interface EcmpMasqueradeGatewayProps extends GatewayDescription {
  /**
   * The provider of the gateway's router, handed to every resource: CDKTF inherits none. It must belong to the
   * gateway's own stack.
   *
   * @default - the stack's one routeros provider, which must have no alias
   */
  readonly provider?: TerraformProvider;

  /**
   * What must stand on the router before the gateway, such as the interfaces it names.
   *
   * @default - nothing
   */
  readonly dependsOn?: ITerraformDependable[];

  /**
   * Terraform's lifecycle of every resource, such as `{ preventDestroy: true }`. `ignoreChanges` adds to what the
   * gateway's own resources ignore already. With `createBeforeDestroy` a replaced address or table fails, since the
   * router takes neither twice.
   *
   * @default - none
   */
  readonly lifecycle?: TerraformResourceLifecycle;

  /**
   * Rules of somebody else that the gateway's own must come before, such as one that accepts packets the gateway has
   * to mark. Among themselves the gateway's rules need no order.
   *
   * @default - none
   */
  readonly placeBefore?: PlaceBeforeRule;
}

const BRAND: unique symbol = Symbol.for("cdktf-routeros-gateway/EcmpMasqueradeGateway");

/**
 * A RouterOS 7 router that spreads its LANs over several WANs by equal-cost multipath, masquerades what leaves,
 * takes a dead WAN out, and answers connections to itself by the WAN they came in on: the article *ECMP load
 * balancing with masquerade*, for any number of WANs.
 *
 * Per WAN it makes an address, a default route, a masquerade rule, a routing table, a policy route and two mangle
 * rules; an address per LAN; and what the other props ask for.
 *
 * @see https://manual.mikrotik.com/docs/high-availability-solutions/load-balancing/
 */
export class EcmpMasqueradeGateway extends Construct {
  /** Whether a construct is a gateway, also one of another copy of this library. */
  public static isEcmpMasqueradeGateway(construct: IConstruct): construct is EcmpMasqueradeGateway {
    return BRAND in construct;
  }

  /** The provider the gateway was given. */
  public readonly provider?: TerraformProvider;

  /** The table that holds the gateway's default routes and pins; absent where that is `main`. */
  public readonly routingTable?: RoutingTable;
  /** The rules that choose that table for the LANs, two per LAN; none where it is `main`. */
  public readonly routingRules: RoutingRule[];
  /** The router's addresses on the LANs, of those that give one, in the order of `lans`. */
  public readonly lanAddresses: IpAddress[];
  /** The address list of where the router is managed from, entry by entry; none without `management.sources`. */
  public readonly managementList: IpFirewallAddrList[];
  /** The address list of what is never balanced, entry by entry; none where no rule asks for it. */
  public readonly notBalanced: IpFirewallAddrList[];
  /** The device's IP settings; absent where `balancing` leaves the hash policy as it is. */
  public readonly ipSettings?: IpSettings;
  /** The device's resolver; absent without `dns.servers` and `dns.allowRemoteRequests`. */
  public readonly dns?: IpDns;
  /** The names that the router answers itself, in the order of `dns.staticRecords`. */
  public readonly dnsRecords: IpDnsRecord[];
  /** The domains that resolvers of their own are asked for, in the order of `dns.domains`. */
  public readonly dnsDomains: IpDnsRecord[];
  /** The WANs in the order of `wans`. */
  public readonly wans: GatewayWan[];
  /** The pins in the order of `destinationPins`, then those that lead to the resolvers of `dns.domains`. */
  public readonly pins: GatewayPin[];

  private readonly resources: RowResources;
  private description: EcmpMasqueradeGatewayProps;
  private design: GatewayDesign;
  private readonly ruleOrder: MoveItems[];

  /**
   * @throws {@link GatewayProblemsError} that lists everything wrong with the props; nothing is left in the scope then. What is wrong
   * with the gateway's surroundings (no provider, several, a second gateway on the router) fails the synthesis.
   */
  public constructor(scope: Construct, id: string, props: EcmpMasqueradeGatewayProps) {
    super(scope, id);
    const description = this.checked(props);
    const design = designGateway(description, id, terraformValues);
    const resources = new RowResources(this, description);
    this.description = description;
    this.design = design;
    this.resources = resources;

    this.provider = description.provider;
    this.routingTable = design.lanRouting.table && resources.create(design.lanRouting.table);
    this.routingRules = design.lanRouting.rules.map((rule) => resources.create(rule));
    this.lanAddresses = design.lanAddresses.map((address) => resources.create(address));
    for (const row of sharedRowsOf(design)) {
      resources.create(row);
    }
    this.managementList = design.managementList.map((entry) => resources.create(entry));
    this.notBalanced = design.notBalanced.map((entry) => resources.create(entry));
    this.ipSettings = design.ipSettings && resources.create(design.ipSettings);
    const blackholes = design.pins.map((pin) => pin.blackhole && resources.create(pin.blackhole));
    this.wans = design.wans.map((wan) => new GatewayWan(this, wan, resources));
    this.pins = design.pins.map((pin, i) => ({
      name: pin.name,
      routes: pin.routes.map((route) => resources.create(route)),
      rule: pin.rule && resources.create(pin.rule),
      policyRoutes: pin.policyRoutes.map((route) => resources.create(route)),
      blackhole: blackholes[i],
    }));
    this.dns = design.dns.resolver && resources.create(design.dns.resolver);
    this.dnsRecords = design.dns.records.map((record) => resources.create(record));
    this.dnsDomains = design.dns.domains.map((domain) => resources.create(domain));
    this.ruleOrder = keepRuleOrder(resources, design.lanRouting, description.placeBefore);
    this.checkTokens();

    honourNodeDependencies(this, resources);
    this.node.addValidation({ validate: () => this.problemsAround() });
    for (const warning of [...warningsOf(description), ...forwardWarnings(description, terraformValues)]) {
      Annotations.of(this).addWarning(warning);
    }
  }

  /** The interface list of the LANs; absent where no rule matches them. */
  public get lanList(): InterfaceList | undefined {
    return this.design.lanList && this.resources.of(this.design.lanList.list);
  }

  /** Its members, one per LAN, in the order of their names; none without the list. */
  public get lanListMembers(): InterfaceListMember[] {
    return (this.design.lanList?.members ?? []).map((member) => this.resources.of(member));
  }

  /** The rule that brings replies of forwards from a LAN back through the router; absent without `hairpin`. */
  public get hairpinMasquerade(): IpFirewallNat | undefined {
    return this.design.hairpinMasquerade && this.resources.of(this.design.hairpinMasquerade);
  }

  /** The port forwards: in the order of `portForwards`, then of the calls of `addPortForward`. */
  public get portForwards(): GatewayPortForward[] {
    const forwards = groupBy(
      this.design.wans.flatMap((wan) => wan.forwarding.forwards),
      ({ name }) => name,
    );
    return (this.description.portForwards ?? []).map(({ name }) => {
      const onWans = forwards.get(name) ?? [];
      return {
        name,
        rules: onWans.map(({ rule }) => this.resources.of(rule)),
        hairpins: onWans.flatMap(({ hairpin }) =>
          hairpin === undefined ? [] : [this.resources.of(hairpin)],
        ),
      };
    });
  }

  /**
   * What stands last, of forwards that were added so far too: list it in the `dependsOn` of a resource that needs the
   * whole gateway.
   */
  public get dependables(): ITerraformDependable[] {
    return [...this.ruleOrder, ...this.resources.last];
  }

  /**
   * Adds a port forward, as if it stood last in `portForwards`.
   *
   * @throws {@link GatewayProblemsError} that lists everything wrong with it; the gateway then stays as it was
   */
  public addPortForward(forward: PortForward): GatewayPortForward {
    const portForwards = [...(this.description.portForwards ?? []), forward];
    const description = this.read({ ...this.description, portForwards });
    this.description = description;
    this.design = designGateway(description, this.node.id, terraformValues);
    for (const row of rowsOf(this.design)) {
      this.resources.create(row);
    }
    for (const wan of this.design.wans) {
      this.wan(wan.wan.name)._redesign(wan);
    }
    this.checkForwards(portForwards.length - 1);
    for (const warning of forwardWarnings(description, terraformValues, portForwards.length - 1)) {
      Annotations.of(this).addWarning(warning);
    }
    return this.portForwards.at(-1) as GatewayPortForward;
  }

  /**
   * The resources of one WAN.
   *
   * @param name the WAN's name
   * @throws Error that lists the names there are
   */
  public wan(name: string): GatewayWan {
    const wan = this.wans.find((candidate) => candidate.node.id === name);
    if (wan === undefined) {
      const names = this.wans.map((candidate) => JSON.stringify(candidate.node.id)).join(", ");
      throw new Error(`the gateway "${this.node.path}" has no WAN ${shown(name)}: write one of ${names}`);
    }
    return wan;
  }

  /** The props, of which a program that goes on after their error synthesizes nothing. */
  private checked(given: EcmpMasqueradeGatewayProps): EcmpMasqueradeGatewayProps {
    try {
      if (!this.node.scopes.some(TerraformStack.isStack)) {
        const fault = "scope: is in no TerraformStack: write a stack, or a construct in one";
        throw new GatewayProblemsError(this.node.path, [fault]);
      }
      return this.read(given);
    } catch (error) {
      this.node.scope?.node.tryRemoveChild(this.node.id);
      throw error;
    }
  }

  private read(given: EcmpMasqueradeGatewayProps): EcmpMasqueradeGatewayProps {
    const { props, problems } = checked<EcmpMasqueradeGatewayProps>(
      given,
      propsShape(this),
      this.node.id,
      terraformValues,
    );
    if (problems.length > 0) {
      throw new GatewayProblemsError(this.node.path, problems);
    }
    return props;
  }

  /** Has Terraform check what only it knows. */
  private checkTokens(): void {
    const { lans, wans, destinationPins = [], dns = {} } = this.description;
    const addressed = lans.flatMap(({ address }, i) => (address === undefined ? [] : i));
    for (const [at, i] of addressed.entries()) {
      addPreconditions(this.lanAddresses[at], addressChecks(this.description, "lans", i));
    }
    for (const [i, wan] of wans.entries()) {
      const { address, probeRoutes, policyRoutes } = this.wan(wan.name);
      addPreconditions(address, addressChecks(this.description, "wans", i));
      addPreconditions([...probeRoutes, ...policyRoutes][0], gatewayChecks(wan, i));
    }
    for (const [i, { destination }] of destinationPins.entries()) {
      const { routes = [], rule } = this.pins[i] ?? {};
      addPreconditions(rule ?? routes[0], destinationChecks(destination, i));
    }
    for (const [i, { address }] of (dns.staticRecords ?? []).entries()) {
      addPreconditions(this.dnsRecords[i], recordChecks(address, i));
    }
    this.checkForwards(0);
  }

  /** Likewise of the port forwards, from one on. */
  private checkForwards(first: number): void {
    const made = this.portForwards;
    for (const [i, forward] of (this.description.portForwards ?? []).entries()) {
      if (i >= first) {
        addPreconditions(made[i]?.rules[0], forwardChecks(forward, i, this.description));
      }
    }
  }

  /** What only shows once the whole program has run: the providers, gateways and dependencies around this one. */
  private problemsAround(): string[] {
    return [
      ...(this.provider === undefined ? inheritedProviderProblems(this) : []),
      ...this.sharedRouterProblems(),
      ...dependencyProblems(this),
    ];
  }

  /** Whatever would be one thing for this gateway and an earlier one on its router. */
  private sharedRouterProblems(): string[] {
    const gateways = TerraformStack.of(this)
      .node.findAll()
      .filter(EcmpMasqueradeGateway.isEcmpMasqueradeGateway);
    const provider = providerOf(this);
    return gateways
      .slice(0, gateways.indexOf(this))
      .filter((earlier) => provider !== undefined && providerOf(earlier) === provider)
      .flatMap((earlier) => neighbourProblems(this.asNeighbour(), earlier.asNeighbour(), terraformValues));
  }

  private asNeighbour(): Neighbour {
    return { description: this.description, id: this.node.id, path: this.node.path };
  }
}

Object.defineProperty(EcmpMasqueradeGateway.prototype, BRAND, { value: true });
