import type { ChildProcess } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Values } from "../menus/menu";
import { parseInterval } from "../values/time";
import type { Namespace } from "./namespace";

const LONGEST_COMPLAINT = 2000;

/** The resolver of `/ip/dns`: dnsmasq, with its one file in a folder of ours. */
export class Resolver {
  private running: { readonly child: ChildProcess; readonly configuration: string } | undefined;

  constructor(
    private readonly namespace: Namespace,
    private readonly folder: string,
  ) {}

  /** Answers by these rows from now on. */
  async update(settings: Values, records: readonly Values[]): Promise<void> {
    const wanted = settings["allow-remote-requests"] === "true" ? configure(settings, records) : undefined;
    if (this.running?.configuration === wanted) {
      return;
    }
    await this.stop();
    if (wanted !== undefined) {
      await this.start(wanted);
    }
  }

  async close(): Promise<void> {
    await this.stop();
  }

  /** Resolves once it listens. */
  private async start(configuration: string): Promise<void> {
    const file = join(this.folder, "dnsmasq.conf");
    writeFileSync(file, configuration);
    const args = ["--keep-in-foreground", "--log-facility=-", `--conf-file=${file}`];
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
        reject(new Error(`the resolver ended: ${said.trim()}`));
      });
    });
  }

  private async stop(): Promise<void> {
    const { running } = this;
    this.running = undefined;
    if (running !== undefined) {
      await this.namespace.stop(running.child);
    }
  }
}

function configure(settings: Values, records: readonly Values[]): string {
  const servers = ["servers", "dynamic-servers"]
    .flatMap((name) => (settings[name] ?? "").split(","))
    .filter((server) => server !== "");
  const lines = [
    // Stays root: a change of user would outlive this process, and inside a user namespace there is no other.
    "user=root",
    "group=",
    "pid-file=",
    "no-resolv",
    "no-hosts",
    "no-poll",
    "strict-order",
    `cache-size=${Math.min(Number(settings["cache-size"] ?? "2048"), 10_000)}`,
    ...servers.map((server) => `server=${server}`),
    ...records.filter((row) => row["disabled"] !== "true").flatMap(recordLines),
  ];
  return `${lines.join("\n")}\n`;
}

function recordLines(row: Values): readonly string[] {
  const name = row["name"] ?? "";
  const ttl = Math.floor((parseInterval(row["ttl"] ?? "1d") ?? 0) / 1000);
  switch (row["type"] ?? "A") {
    case "A":
    case "AAAA":
      return [
        `host-record=${name},${row["address"]},${ttl}`,
        ...(row["match-subdomain"] === "true" ? [`address=/${name}/${row["address"]}`] : []),
      ];
    case "CNAME":
      return [`cname=${name},${row["cname"]},${ttl}`];
    case "FWD":
      return [`server=/${name}/${row["forward-to"]}`];
    case "MX":
      return [`mx-host=${name},${row["mx-exchange"]},${row["mx-preference"] ?? "0"}`];
    case "NXDOMAIN":
      return [`address=/${name}/`];
    case "SRV":
      return [
        `srv-host=${name},${row["srv-target"]},${row["srv-port"] ?? "0"},${row["srv-priority"] ?? "0"},${row["srv-weight"] ?? "0"}`,
      ];
    case "TXT":
      return [`txt-record=${name},"${(row["text"] ?? "").replaceAll('"', "'")}"`];
    default:
      return [];
  }
}
