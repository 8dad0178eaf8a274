import { addressOf } from "../../lib/routeros/ipv4";
import type { ManagementDescription } from "./description";
import { Namespace, plugInto } from "./namespace";
import { startProgram } from "./program";
import { quiet } from "./quiet";

const PATH = "add table ip path\ndelete table ip path\n";

/** Packets are lost in both directions, without a word to who sends them. */
const NO_PATH = `${PATH}table ip path {
  chain prerouting { type filter hook prerouting priority raw; policy drop; }
  chain postrouting { type filter hook postrouting priority mangle; policy drop; }
}
`;

/** The operator's machine, on a link of its own to the router. */
export class Operator {
  readonly namespace: Namespace;

  constructor(
    prefix: string,
    private readonly router: Namespace,
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

  async plug(): Promise<void> {
    const { name, routerAddress, operatorAddress } = this.link;
    await plugInto(this.router, name, this.namespace, "router");
    await this.router.ip(`address add ${routerAddress} dev ${name}`);
    await this.namespace.ip(
      "link set lo up",
      `address add ${operatorAddress} dev router`,
      "link set router up",
    );
    await this.router.settled([name]);
  }

  /** Cuts the link to the router: what is sent on it is lost, and connections stay open without a reply. */
  async cut(): Promise<void> {
    await this.namespace.nft(NO_PATH);
  }

  /** Ends the cut; packets can pass once this resolves. */
  async heal(): Promise<void> {
    await this.namespace.nft(PATH);
  }

  /**
   * Has the router listen on its management address, port 443, and hand every connection to a UNIX socket: the router's
   * program lives outside, and a socket file is seen from every namespace.
   */
  async openDoor(socketFile: string): Promise<void> {
    const listen = `TCP4-LISTEN:443,bind=${this.routerAddress},reuseaddr,fork,backlog=128`;
    await startProgram(
      [...this.router.entry, "socat", "-d", "-d", listen, `UNIX-CONNECT:${socketFile}`],
      "listening on",
    );
  }
}
