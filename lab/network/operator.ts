import type { Readable } from "node:stream";
import spawn from "cross-spawn";
import { addressOf } from "./block";
import type { ManagementDescription } from "./description";
import { Namespace } from "./namespace";
import { quiet } from "./quiet";

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
    await this.router.ip(
      `link add ${name} type veth peer name router netns ${this.namespace.name}`,
      `address add ${routerAddress} dev ${name}`,
      `link set ${name} up`,
    );
    await this.namespace.ip(
      "link set lo up",
      `address add ${operatorAddress} dev router`,
      "link set router up",
    );
    await this.router.settled([name]);
  }

  /**
   * Has the router listen on its management address, port 443, and hand every connection to a UNIX socket: the router's
   * program lives outside, and a socket file is seen from every namespace.
   */
  async openDoor(socketFile: string): Promise<void> {
    const listen = `TCP4-LISTEN:443,bind=${this.routerAddress},reuseaddr,fork,backlog=128`;
    await start(
      [...this.router.entry, "socat", "-d", "-d", listen, `UNIX-CONNECT:${socketFile}`],
      "listening on",
    );
  }
}

/** Starts a program that runs on, and resolves when it has said what it says when it is ready. */
function start(command: readonly string[], ready: string): Promise<void> {
  const [program = "", ...args] = command;
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
  const log = child.stderr as Readable;
  return new Promise((resolve, reject) => {
    let said = "";
    // Read to the end, as it would stop where nobody does.
    log.setEncoding("utf8").on("data", (text: string) => {
      if (said.includes(ready)) {
        return;
      }
      said += text;
      if (!said.includes(ready)) {
        return;
      }
      // A program that is done may end without waiting for it; the guard ends it.
      child.unref();
      (log as { unref?: () => void }).unref?.();
      resolve();
    });
    child.once("error", reject);
    child.once("close", () => reject(new Error(`${command.join(" ")} ended: ${said.trim()}`)));
  });
}
