import { addressOf } from "../../lib/routeros/ipv4";
import { allDone } from "./all-done";
import { AddressBlock, addressesOf } from "./block";
import { TRANSIT, type WanDescription } from "./description";
import {
  admitIngress,
  type Ingress,
  ingressRuleset,
  readdressIngress,
  readIngress,
  resetIngress,
} from "./ingress";
import type { Internet } from "./internet";
import { CARRIER_NAT, FAULT_RULES, type LinkFault, NO_FAULT, RULESET } from "./isp-rules";
import { IspServices } from "./isp-services";
import { Namespace, plugInto } from "./namespace";
import { quiet } from "./quiet";
import { replyAsAsked } from "./udp-replies";

/** What an ISP lies between. */
export interface IspEnds {
  /** What the names of namespaces begin with. */
  readonly prefix: string;
  /** Has the port that is the customer's. */
  readonly router: Namespace;
  readonly internet: Internet;
}

const SWITCH = [
  "link add access type bridge forward_delay 0 mcast_snooping 0",
  "link set customer master access",
  "link set neighbours master access",
];

/**
 * An ISP: a switch that the router's port is plugged into, the gateway on it as first hop, a link from there to the
 * Internet, and other customers on the same switch who can not be reached through the gateway.
 */
export class Isp {
  readonly namespace: Namespace;
  /** The other customers. */
  readonly neighbourNamespace: Namespace;
  private readonly services: IspServices;
  /** What the customer has now: what the WAN says, until it is readdressed. */
  private assigned: { readonly address: string; readonly gateway: string };
  private alsoAssigned: readonly string[] = [];

  constructor(
    private readonly ends: IspEnds,
    readonly wan: WanDescription,
    private readonly index: number,
  ) {
    this.namespace = new Namespace(`${ends.prefix}isp-${wan.name}`);
    this.neighbourNamespace = new Namespace(`${ends.prefix}near-${wan.name}`);
    this.services = new IspServices(this.namespace);
    this.assigned = { address: wan.routerAddress, gateway: wan.gateway };
  }

  get name(): string {
    return this.wan.name;
  }

  get gateway(): string {
    return this.assigned.gateway;
  }

  /** The address that the ISP gave the router. */
  get customer(): string {
    return addressOf(this.assigned.address);
  }

  /** The address by which the Internet knows the customer. */
  get publicAddress(): string {
    return this.wan.carrierNat === true ? this.transit.at(2) : this.customer;
  }

  /** The first `count` addresses of other customers in the WAN's own network. */
  neighbours(count: number): string[] {
    if (this.neighbourBlock === undefined) {
      throw new Error(`${this.name} has no room for neighbours.`);
    }
    return addressesOf([this.neighbourBlock], count);
  }

  /** What came in from the router since the last reset. */
  observe(): Promise<Ingress> {
    return readIngress(this.namespace, [this.customer, ...this.alsoAssigned]);
  }

  reset(): Promise<void> {
    return resetIngress(this.namespace);
  }

  async inflict(fault: LinkFault): Promise<void> {
    if (fault === "cut") {
      await this.namespace.ip("link set customer down");
    } else {
      await this.namespace.nft(FAULT_RULES[fault]);
    }
  }

  /** Lets what comes to the router come later by this much, which every round trip then takes longer. */
  async delay(ms: number): Promise<void> {
    await this.namespace
      .shell(`tc qdisc replace dev customer root netem delay ${ms}ms limit 100000`)
      .catch((error) => {
        if (!/kind is unknown/.test(String(error))) {
          throw error;
        }
        throw new Error("This kernel has no sch_netem, so the lab can not delay packets on it.");
      });
  }

  /**
   * Gives the customer another address and gateway, in the WAN's network, from now on. The customer hears of it as in life: when it
   * renews its lease, or asks anew because its link was down.
   */
  async readdress(address: string, gateway: string): Promise<void> {
    if (!this.subnet.contains(address) || !this.subnet.contains(gateway)) {
      throw new Error(`${this.name}: ${address} and ${gateway} are not both in ${this.subnet}.`);
    }
    const before = this.assigned;
    this.assigned = { address: `${address}/${this.subnet.length}`, gateway };
    this.alsoAssigned = [];
    if (gateway !== before.gateway) {
      await this.namespace.ip(
        // In this order: the kernel takes the second address of a network away with the first.
        `address del ${before.gateway}/${this.subnet.length} dev ${this.door}`,
        `address add ${gateway}/${this.subnet.length} dev ${this.door}`,
      );
    }
    await readdressIngress(this.namespace, address);
    await this.configureNeighbours();
    await this.lend();
  }

  /** Lets the customer use another address of the WAN's network beside its own. */
  async assignAlso(address: string): Promise<void> {
    this.alsoAssigned = [...this.alsoAssigned, address];
    await admitIngress(this.namespace, address);
  }

  /** Gives the gateway another address in the WAN's network, as of a second router of the ISP's. */
  async addGateway(address: string): Promise<void> {
    await this.namespace.ip(`address add ${address}/${this.subnet.length} dev ${this.door}`);
  }

  /** Stops the DHCP server until the customer is readdressed. */
  stopLending(): Promise<void> {
    return this.services.stopLending();
  }

  /** Ends every fault and delay; packets can pass once this resolves. */
  async heal(): Promise<void> {
    await this.namespace.nft(NO_FAULT);
    await this.namespace.shell("tc qdisc del dev customer root 2>/dev/null || true");
    await this.namespace.ip("link set customer up");
    await this.settled();
  }

  /** Makes the ISP's links. */
  async plug(): Promise<void> {
    const { router, internet } = this.ends;
    const { name } = this.namespace;
    await allDone([
      plugInto(router, this.name, this.namespace, "customer"),
      internet.namespace.ip(
        `link add ${this.name} type veth peer name uplink netns ${name}`,
        `address add ${this.transit.at(1)}/30 dev ${this.name}`,
        `link set ${this.name} up`,
        `route add ${this.outside} src ${internet.preferred}`,
      ),
      this.neighbourNamespace.ip(
        `link add access type veth peer name neighbours netns ${name}`,
        "link set lo up",
        "link set access up",
      ),
    ]);
    if (this.isPointToPoint) {
      await this.makePointToPoint();
    }
    await allDone([this.configure(), this.configureNeighbours()]);
    await this.settled();
  }

  /** Without ARP a device sends everything to its own hardware address: so both ends have the same. */
  private async makePointToPoint(): Promise<void> {
    const address = `02:50:32:50:00:${this.index.toString(16).padStart(2, "0")}`;
    await allDone([
      this.ends.router.ip(`link set ${this.name} address ${address} arp off`),
      this.namespace.ip(`link set customer address ${address} arp off`),
    ]);
  }

  private get isPointToPoint(): boolean {
    return this.wan.link === "point-to-point";
  }

  /** The device that has the gateway's address: the switch that the customers are plugged into, or the one customer's. */
  private get door(): string {
    return this.isPointToPoint ? "customer" : "access";
  }

  /** Takes away what the router's and the Internet's namespace have of the ISP; the rest goes with its own. */
  async unplug(): Promise<void> {
    const { router, internet } = this.ends;
    await this.services.stop();
    await allDone([router, internet.namespace].map((end) => end.ip(`link delete ${this.name}`)));
  }

  private async settled(): Promise<void> {
    await allDone([
      this.namespace.settled([this.door]),
      this.neighbourNamespace.settled(["access"]),
      this.ends.router.settled([this.name]),
      this.ends.internet.namespace.settled([this.name]),
    ]);
  }

  private async configure(): Promise<void> {
    const { namespace } = this;
    await namespace.ip(
      "link set lo up",
      ...(this.isPointToPoint ? [] : SWITCH),
      `address add ${this.gateway}/${this.subnet.length} dev ${this.door}`,
      ...(this.wan.resolver === undefined
        ? []
        : [`address add ${this.wan.resolver.address}/32 dev ${this.door}`]),
      `address add ${this.transit.at(2)}/30 dev uplink`,
      ...[...new Set([this.door, "customer", "neighbours", "uplink"])].map((link) => `link set ${link} up`),
      `route add default via ${this.transit.at(1)}`,
    );
    await namespace.nft(
      ingressRuleset("customer", this.customer) + RULESET + (this.wan.carrierNat === true ? CARRIER_NAT : ""),
    );
    await allDone([this.lend(), this.resolve()]);
  }

  private async lend(): Promise<void> {
    if (this.wan.addressing === "dhcp") {
      await this.services.lend(this.door, { ...this.assigned, resolver: this.wan.resolver?.address });
    }
  }

  private async resolve(): Promise<void> {
    if (this.wan.resolver !== undefined) {
      await this.services.resolve(this.wan.resolver);
    }
  }

  private async configureNeighbours(): Promise<void> {
    if (this.neighbourBlock === undefined) {
      return;
    }
    const preferred = String(this.neighbours(1)[0]);
    await this.neighbourNamespace.shell(
      "ip route flush table local type local proto boot",
      "ip route flush table main",
      "nft flush ruleset",
    );
    await this.neighbourNamespace.ip(
      `route add local ${this.neighbourBlock} dev lo`,
      `route add ${this.subnet} dev access src ${preferred}`,
      `route add default via ${this.gateway} src ${preferred}`,
    );
    await replyAsAsked(this.neighbourNamespace, preferred);
  }

  /** Makes both namespaces, which exist, ready for links. */
  async prepare(): Promise<void> {
    await allDone([quiet(this.namespace, { forward: true }), quiet(this.neighbourNamespace)]);
  }

  private get subnet(): AddressBlock {
    return AddressBlock.parse(this.wan.routerAddress);
  }

  private get neighbourBlock(): AddressBlock | undefined {
    if (this.isPointToPoint) {
      return undefined;
    }
    return this.subnet.without([this.customer, this.gateway, this.wan.resolver?.address ?? this.gateway]);
  }

  /** Where the Internet finds the customer; addresses that the ISP translates mean nothing there. */
  private get outside(): string {
    return this.wan.carrierNat === true
      ? `${this.transit.at(2)} dev ${this.name}`
      : `${this.subnet} via ${this.transit.at(2)}`;
  }

  /** The link to the Internet: four addresses, of which the Internet has the first usable and the ISP the second. */
  private get transit(): AddressBlock {
    return AddressBlock.parse(`${TRANSIT.at(4 * this.index)}/30`);
  }
}
