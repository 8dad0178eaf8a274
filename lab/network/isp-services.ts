import type { ChildProcess } from "node:child_process";
import { addressOf } from "../../lib/routeros/ipv4";
import { confined } from "../router/kernel/privileges";
import { allDone } from "./all-done";
import { AddressBlock } from "./block";
import type { ResolverDescription } from "./description";
import type { Namespace } from "./namespace";
import { endProgram, startProgram } from "./program";

/** What every `dnsmasq` of the lab's ISPs is told: to read no file of the machine's, and to stay who it was started as. */
const ALONE = [
  "--keep-in-foreground",
  "--conf-file=/dev/null",
  "--log-facility=-",
  "--pid-file=",
  "--user=root",
  "--group=",
];

/** The shortest lease that `dnsmasq` gives: two minutes, which a client renews after one. */
const LEASE = "2m";

/** What a DHCP server tells its customer. */
export interface Offer {
  /** With its network. */
  readonly address: string;
  readonly gateway: string;
  readonly resolver?: string;
}

/** The servers that an ISP runs beside its first hop. */
export class IspServices {
  private dhcp: ChildProcess | undefined;
  private resolver: ChildProcess | undefined;

  constructor(private readonly namespace: Namespace) {}

  /** Offers this from now on, on a link; a client that holds something else is told so when it renews. */
  async lend(link: string, { address, gateway, resolver = gateway }: Offer): Promise<void> {
    await this.stopLending();
    const host = addressOf(address);
    this.dhcp = await this.start(
      "--port=0",
      "--no-ping",
      "--leasefile-ro",
      "--dhcp-authoritative",
      `--interface=${link}`,
      "--bind-dynamic",
      `--dhcp-range=${host},${host},${AddressBlock.parse(address).mask},${LEASE}`,
      `--dhcp-option=option:router,${gateway}`,
      `--dhcp-option=option:dns-server,${resolver}`,
    );
  }

  /** Stops answering DHCP requests. */
  async stopLending(): Promise<void> {
    await this.end(this.dhcp);
    this.dhcp = undefined;
  }

  /** Answers for the ISP's names, and for no others. */
  async resolve({ address, names }: ResolverDescription): Promise<void> {
    this.resolver = await this.start(
      "--no-resolv",
      "--no-hosts",
      "--local=/#/",
      `--listen-address=${address}`,
      "--bind-interfaces",
      ...Object.entries(names).map(([name, ip]) => `--host-record=${name},${ip}`),
    );
  }

  async stop(): Promise<void> {
    await allDone([this.stopLending(), this.end(this.resolver)]);
  }

  private start(...args: readonly string[]): Promise<ChildProcess> {
    const rights = confined(["net_admin", "net_bind_service", "net_raw"], "nobody");
    const words = [...this.namespace.entry, ...rights, "dnsmasq", ...ALONE, ...args];
    return startProgram(words, "started, version");
  }

  private async end(child: ChildProcess | undefined): Promise<void> {
    if (child !== undefined) {
      await endProgram(child);
    }
  }
}
