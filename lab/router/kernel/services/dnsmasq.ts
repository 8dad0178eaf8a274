import type { ChildProcess } from "node:child_process";
import { confined } from "../privileges";
import type { RouterNamespace } from "../router-namespace";
import { dnsmasqLine } from "./program-text";

const LONGEST_COMPLAINT = 2000;

/** It takes moments; one that never says that it has started must not hang the router. */
const START_LIMIT_MS = 30_000;

/** What every `dnsmasq` here is told. */
const ALONE = [
  // It starts as the user that it is to be; where that is root, of a user namespace, there is no other.
  "user=root",
  "group=",
  "pid-file=",
  "no-resolv",
  "no-hosts",
  "no-poll",
];

/** One `dnsmasq` that runs with the lines it was last given, or not at all. */
export class Dnsmasq {
  private running: { readonly child: ChildProcess; readonly configuration: string } | undefined;

  constructor(
    private readonly namespace: RouterNamespace,
    private readonly startLimitMs = START_LIMIT_MS,
  ) {}

  /** Runs with these lines from now on; without any it ends. Resolves once it listens. */
  async run(lines: readonly string[] | undefined): Promise<void> {
    const wanted = lines === undefined ? undefined : `${[...ALONE, ...lines].map(dnsmasqLine).join("\n")}\n`;
    if (this.running?.configuration === wanted) {
      return;
    }
    const { running } = this;
    this.running = undefined;
    if (running !== undefined) {
      await this.namespace.stop(running.child);
    }
    if (wanted !== undefined) {
      await this.start(wanted);
    }
  }

  private async start(configuration: string): Promise<void> {
    const args = ["--keep-in-foreground", "--log-facility=-", "--conf-file=-"];
    const rights = confined(["net_admin", "net_bind_service", "net_raw"], "nobody");
    const child = this.namespace.start("dnsmasq", args, rights);
    this.running = { child, configuration };
    let said = "";
    let limit: NodeJS.Timeout | undefined;
    const started = new Promise<void>((resolve, reject) => {
      limit = setTimeout(() => {
        reject(new Error(`dnsmasq has not started within ${this.startLimitMs / 1000} s: ${said.trim()}`));
        child.kill("SIGKILL");
      }, this.startLimitMs);
      child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
        said = `${said}${chunk}`.slice(-LONGEST_COMPLAINT);
        if (said.includes("started, version")) {
          resolve();
        }
      });
      child.once("error", reject);
      child.once("close", () => {
        if (this.running?.child === child) {
          this.running = undefined;
        }
        reject(new Error(`dnsmasq ended: ${said.trim()}`));
      });
    });
    // One that ends before it has read everything says why by its end.
    child.stdin?.on("error", () => {});
    child.stdin?.end(configuration);
    await started.finally(() => clearTimeout(limit));
  }
}
