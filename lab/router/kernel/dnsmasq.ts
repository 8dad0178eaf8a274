import type { ChildProcess } from "node:child_process";
import { writeFileSync } from "node:fs";
import type { Namespace } from "./namespace";

const LONGEST_COMPLAINT = 2000;

/** What every `dnsmasq` here is told. */
const ALONE = [
  // Stays root: a change of user would outlive this process, and inside a user namespace there is no other.
  "user=root",
  "group=",
  "pid-file=",
  "no-resolv",
  "no-hosts",
  "no-poll",
];

/** One `dnsmasq` that runs with the lines it was last given, from a file of its own, or not at all. */
export class Dnsmasq {
  private running: { readonly child: ChildProcess; readonly configuration: string } | undefined;

  constructor(
    private readonly namespace: Namespace,
    private readonly file: string,
  ) {}

  /** Runs with these lines from now on; without any it ends. Resolves once it listens. */
  async run(lines: readonly string[] | undefined): Promise<void> {
    const wanted = lines === undefined ? undefined : `${[...ALONE, ...lines].join("\n")}\n`;
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
    writeFileSync(this.file, configuration);
    const args = ["--keep-in-foreground", "--log-facility=-", `--conf-file=${this.file}`];
    const child = this.namespace.start("dnsmasq", args);
    this.running = { child, configuration };
    let said = "";
    await new Promise<void>((resolve, reject) => {
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
  }
}
