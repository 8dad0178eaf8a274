import type { TerraformStack } from "cdktf";
import { HURRIED_CHECKS } from "../../lab/hurried-checks";
import { type LanDescription, Network, type WanDescription } from "../../lab/network";
import { operatorUrl, startRouterOf } from "../../lab/networked-router";
import type { LabRouter } from "../../lab/router";
import { Traffic } from "../../lab/traffic";
import { EcmpMasqueradeGateway, type EcmpMasqueradeGatewayProps, Wan } from "../../lib";
import { Deployment } from "../deploy/deployment";
import { IS_ALL } from "../tier";
import { PATIENCE_MS, until } from "../until";
import { gatewayRows, putRows } from "./gateway-rows";

/** RouterOS 7.24 lets its gateway checks be hurried, over REST; a test measures the default timers. */
export const VERSION = "7.24";

const LAN = { name: "Local", routerAddress: "192.168.0.1/24" };

/** The article's uplinks, and more of their kind. */
export const WANS: readonly WanDescription[] = [
  { name: "wlan1", routerAddress: "10.112.0.2/24", gateway: "10.112.0.1" },
  { name: "wlan2", routerAddress: "10.111.0.2/24", gateway: "10.111.0.1" },
  { name: "wlan3", routerAddress: "10.113.0.2/24", gateway: "10.113.0.1" },
  { name: "wlan4", routerAddress: "10.114.0.2/24", gateway: "10.114.0.1" },
  { name: "wlan5", routerAddress: "10.115.0.2/24", gateway: "10.115.0.1" },
];

/** The gateway whose uplinks these are. */
export function gatewayOf(
  wans: readonly WanDescription[],
  props: Partial<EcmpMasqueradeGatewayProps> = {},
): EcmpMasqueradeGatewayProps {
  return {
    lans: [{ interface: LAN.name, address: LAN.routerAddress }],
    wans: wans.map(({ name, routerAddress, gateway }) =>
      Wan.static({ name, interface: name, address: routerAddress, gateway }),
    ),
    ...props,
  };
}

/** A gateway, or how it is written where there is a stack, or none. */
type Gateway = EcmpMasqueradeGatewayProps | ((stack?: TerraformStack) => EcmpMasqueradeGatewayProps);

const propsOf = (gateway: Gateway, stack?: TerraformStack): EcmpMasqueradeGatewayProps =>
  typeof gateway === "function" ? gateway(stack) : gateway;

interface LabOptions {
  /** Of RouterOS; where it is another than the usual one, gateways are asked at its own pace. */
  readonly version?: string;
  readonly lans?: readonly LanDescription[];
}

/** What stood on a router, and what Terraform knew of it. */
export interface Saved {
  readonly rows: ReturnType<LabRouter["save"]>;
  readonly state: string | undefined;
}

/** A lab router with a kernel, a network around it, traffic, and Terraform at the operator's machine. */
export class PacketLab {
  /** Whether the gateway on the router is one that Terraform does not know of. */
  private isPut = false;

  private constructor(
    public readonly network: Network,
    public readonly router: LabRouter,
    public readonly terraform: Deployment,
    public readonly traffic: Traffic,
  ) {}

  /** Everything up; the Internet answers, and the router is as its maker left it. */
  public static async up(
    wans: readonly WanDescription[],
    { version = VERSION, lans = [LAN] }: LabOptions = {},
  ): Promise<PacketLab> {
    const network = await Network.up({ wans, lans });
    const { router, terraform } = await newRouter(network, version);
    const traffic = new Traffic(network);
    await traffic.serve(network.internet.namespace);
    return new PacketLab(network, router, terraform, traffic);
  }

  /** What the router and Terraform's state hold now, for {@link restore}. */
  public save(): Saved {
    return { rows: this.router.save(), state: this.terraform.saveState() };
  }

  /** Makes router and state what they were when this was saved; the kernel forgets every connection. */
  public async restore({ rows, state }: Saved): Promise<void> {
    this.router.faults.clear();
    this.router.load(rows);
    this.terraform.loadState(state);
    await this.router.settled();
    await this.network.router.shell("conntrack -F");
    await until("every route is up", () => this.inactive().length === 0);
  }

  /** Applies gateways, and waits until every route of them is up. */
  public async deploy(props: Gateway, others: Readonly<Record<string, Gateway>> = {}): Promise<void> {
    if (this.isPut) {
      putRows(this.router, []);
      this.isPut = false;
    }
    this.terraform.write((stack) => {
      for (const [id, each] of Object.entries({ gateway: props, ...others })) {
        new EcmpMasqueradeGateway(stack, id, propsOf(each, stack));
      }
    });
    const { ok, text } = await this.terraform.apply();
    if (!ok) {
      throw new Error(text);
    }
    await until("every route is up", () => this.inactive().length === 0);
  }

  /**
   * Has gateways stand on the router, whoever put them there: Terraform in `npm run test:all`, and in `npm test` this
   * process, which is done at once. `packets/standing` tests that the rows are the same.
   */
  public async stand(props: Gateway, others: Readonly<Record<string, Gateway>> = {}): Promise<void> {
    if (IS_ALL) {
      return this.deploy(props, others);
    }
    const rows = Object.entries({ gateway: props, ...others }).map(([id, each]) =>
      gatewayRows(propsOf(each), id),
    );
    // Terraform's rows go with the others.
    this.terraform.loadState(undefined);
    this.isPut = true;
    putRows(this.router, rows.flat());
    await this.router.settled();
    await until("every route is up", () => this.inactive().length === 0);
    await this.router.settled();
  }

  /** Ends every fault, and waits until the router has found every gateway again. */
  public async heal(): Promise<void> {
    await this.network.heal();
    // A neighbour that was asked for in vain is asked for again only after a second.
    const used = this.router.rows("/ip/address").map((row) => row["interface"]);
    for (const { gateway } of this.network.wans.filter(({ name }) => used.includes(name))) {
      const ping = `ping -n -c 1 -W 1 ${gateway} >/dev/null && echo answers || true`;
      await until(`${gateway} answers`, async () =>
        (await this.network.router.shell(ping)).includes("answers"),
      );
    }
    await until("every route is up", () => this.inactive().length === 0);
  }

  /** The gateways of the static routes that are not in use now. */
  public inactive(): string[] {
    return this.router
      .rows("/ip/route")
      .filter((row) => row["static"] === "true" && row["inactive"] === "true")
      .map((row) => row["gateway"] ?? "");
  }

  /** Flows from the LAN to so many destinations, each once. */
  public fromLan(count: number, protocol: "tcp" | "udp" = "udp", timeoutMs = PATIENCE_MS) {
    const lan = this.network.lan(LAN.name);
    return this.traffic.send(
      {
        protocol,
        from: lan.namespace,
        sources: lan.addresses(1),
        destinations: this.network.internet.addresses(count),
      },
      { timeoutMs },
    );
  }

  public async down(): Promise<void> {
    await this.traffic.stop();
    this.terraform.remove();
    await this.router.close();
    await this.network.down();
  }
}

async function newRouter(
  network: Network,
  version: string,
): Promise<Pick<PacketLab, "router" | "terraform">> {
  const router = await startRouterOf(network, { version });
  if (version === VERSION) {
    router.set("/routing/settings", undefined, HURRIED_CHECKS);
  }
  const { entry } = network.operator.namespace;
  return { router, terraform: new Deployment(router, operatorUrl(network), entry) };
}
