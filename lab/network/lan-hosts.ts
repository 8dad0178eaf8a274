import { addressOf } from "../../lib/routeros/ipv4";
import { AddressBlock, addressesOf } from "./block";
import type { LanDescription } from "./description";
import { Namespace, plugInto } from "./namespace";
import { quiet } from "./quiet";
import { replyAsAsked } from "./udp-replies";

/** Hosts of a LAN that a router may find out about itself. */
const MOST_UNKNOWN_HOSTS = 128;

/** The hosts of one LAN, all in one namespace. */
export class LanHosts {
  readonly namespace: Namespace;

  constructor(
    prefix: string,
    private readonly router: Namespace,
    readonly lan: LanDescription,
  ) {
    this.namespace = new Namespace(`${prefix}lan-${lan.name}`);
  }

  get name(): string {
    return this.lan.name;
  }

  /** The first `count` hosts. */
  addresses(count: number): string[] {
    return addressesOf(this.hosts, count);
  }

  /** Makes the namespace, which exists, ready for links. */
  async prepare(): Promise<void> {
    await quiet(this.namespace);
  }

  /** Makes the link to the router. */
  async plug(): Promise<void> {
    await plugInto(this.router, this.name, this.namespace, "router");
    await this.namespace.ip(
      "link set lo up",
      "link set router up",
      ...this.hosts.map((block) => `route add local ${block} dev lo`),
      ...this.routes,
    );
    await replyAsAsked(this.namespace, this.preferred);
    await this.router.settled([this.name]);
  }

  /**
   * Tells the router where these hosts are, once and for all, where they are many: the kernel has room for about a
   * thousand neighbours that it found out about itself, for all namespaces together.
   */
  async introduce(hosts: readonly string[]): Promise<void> {
    if (new Set(hosts).size <= MOST_UNKNOWN_HOSTS) {
      return;
    }
    const link = JSON.parse(await this.namespace.shell("ip -j link show router")) as { address: string }[];
    await this.router.ip(
      ...[...new Set(hosts)].map(
        (host) => `neighbour replace ${host} dev ${this.name} lladdr ${link[0]?.address} nud permanent`,
      ),
    );
  }

  /** Takes the carrier from the router's port. */
  async cut(): Promise<void> {
    await this.namespace.ip("link set router down");
  }

  /** Gives it back; packets can pass once this resolves. */
  async heal(): Promise<void> {
    // The kernel forgot the routes when the link went down.
    await this.namespace.ip(
      "link set router up",
      ...this.routes.map((route) => route.replace("add", "replace")),
    );
    await this.router.settled([this.name]);
  }

  /** What packets come from that no program chose a source for. */
  private get preferred(): string {
    return String(this.addresses(1)[0]);
  }

  private get routes(): string[] {
    const { routerAddress } = this.lan;
    return [
      `route add ${AddressBlock.parse(routerAddress)} dev router src ${this.preferred}`,
      `route add default via ${addressOf(routerAddress)} src ${this.preferred}`,
    ];
  }

  private get hosts(): AddressBlock[] {
    const { routerAddress, hosts } = this.lan;
    if (hosts !== undefined) {
      return hosts.map(AddressBlock.parse);
    }
    const block = AddressBlock.parse(routerAddress).without([addressOf(routerAddress)]);
    if (block === undefined) {
      throw new Error(`${this.name} has no room for hosts.`);
    }
    return [block];
  }
}
