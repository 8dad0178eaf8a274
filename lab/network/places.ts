import { addressesOf, addressOf, Block } from "./block";
import { DEFAULT_INTERNET, type LanDescription, type ManagementDescription } from "./description";
import { Namespace } from "./namespace";
import { quiet } from "./quiet";

/** Hosts of a LAN that a router may find out about itself. */
const MOST_UNKNOWN_HOSTS = 128;

/**
 * Server programs are bound to no address in particular, and would reply to UDP from the one that the route back prefers.
 * So what comes for any address is handed to that one, and translation makes the reply come from the one that was asked.
 */
const replyAsAsked = (address: string | undefined): string => `
table ip replies {
  chain prerouting {
    type nat hook prerouting priority dstnat; policy accept;
    meta l4proto udp dnat to ${address}
  }
}
`;

/** The hosts of one LAN, all in one namespace. */
export class LanHosts {
  readonly namespace: Namespace;

  constructor(
    prefix: string,
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

  async prepare(): Promise<void> {
    await quiet(this.namespace);
  }

  async plug(router: Namespace): Promise<void> {
    const { name } = this.namespace;
    await router.ip(
      `link add ${this.name} type veth peer name router netns ${name}`,
      `link set ${this.name} up`,
    );
    await this.namespace.ip(
      "link set lo up",
      "link set router up",
      ...this.hosts.map((block) => `route add local ${block} dev lo`),
      ...this.routes,
    );
    await this.namespace.nft(replyAsAsked(this.addresses(1)[0]));
  }

  /**
   * Tells the router where these hosts are, once and for all, where they are many: the kernel has room for about a
   * thousand neighbours that it found out about itself, for all namespaces together.
   */
  async introduce(router: Namespace, hosts: readonly string[]): Promise<void> {
    if (new Set(hosts).size <= MOST_UNKNOWN_HOSTS) return;
    const link = JSON.parse(await this.namespace.shell("ip -j link show router")) as { address: string }[];
    await router.ip(
      ...[...new Set(hosts)].map(
        (host) => `neighbour replace ${host} dev ${this.name} lladdr ${link[0]?.address} nud permanent`,
      ),
    );
  }

  /** Takes the carrier from the router's port. */
  async cut(): Promise<void> {
    await this.namespace.ip("link set router down");
  }

  async heal(): Promise<void> {
    // The kernel forgot the routes when the link went down.
    await this.namespace.ip(
      "link set router up",
      ...this.routes.map((route) => route.replace("add", "replace")),
    );
  }

  private get routes(): string[] {
    const router = addressOf(this.lan.routerAddress);
    const source = this.addresses(1)[0];
    return [
      `route add ${Block.parse(this.lan.routerAddress)} dev router src ${source}`,
      `route add default via ${router} src ${source}`,
    ];
  }

  private get hosts(): Block[] {
    const { routerAddress, hosts } = this.lan;
    if (hosts !== undefined) return hosts.map(Block.parse);
    const block = Block.parse(routerAddress).without([addressOf(routerAddress)]);
    if (block === undefined) throw new Error(`${this.name} has no room for hosts.`);
    return [block];
  }
}

/** Everybody else: a namespace that answers on all the addresses it was given. */
export class Internet {
  readonly namespace: Namespace;

  constructor(
    prefix: string,
    private readonly prefixes: readonly string[] = DEFAULT_INTERNET,
  ) {
    this.namespace = new Namespace(`${prefix}internet`);
  }

  /** The first `count` of its addresses. */
  addresses(count: number): string[] {
    return addressesOf(this.blocks, count);
  }

  async prepare(): Promise<void> {
    await quiet(this.namespace);
    await this.namespace.ip(
      "link set lo up",
      ...this.blocks.map((block) => `route add local ${block} dev lo`),
    );
    await this.namespace.nft(replyAsAsked(this.addresses(1)[0]));
  }

  private get blocks(): Block[] {
    return this.prefixes.map(Block.parse);
  }
}

/** The operator's machine, on a link of its own to the router. */
export class Operator {
  readonly namespace: Namespace;

  constructor(
    prefix: string,
    private readonly link: ManagementDescription,
  ) {
    this.namespace = new Namespace(`${prefix}operator`);
  }

  /** The router's address on the management link. */
  get routerAddress(): string {
    return addressOf(this.link.routerAddress);
  }

  async prepare(): Promise<void> {
    await quiet(this.namespace);
  }

  async plug(router: Namespace): Promise<void> {
    const { name, routerAddress, operatorAddress } = this.link;
    await router.ip(
      `link add ${name} type veth peer name router netns ${this.namespace.name}`,
      `address add ${routerAddress} dev ${name}`,
      `link set ${name} up`,
    );
    await this.namespace.ip(
      "link set lo up",
      `address add ${operatorAddress} dev router`,
      "link set router up",
    );
  }
}
