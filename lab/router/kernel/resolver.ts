import { join } from "node:path";
import type { Values } from "../menus/menu";
import { parseInterval } from "../values/time";
import { Dnsmasq } from "./dnsmasq";
import type { Namespace } from "./namespace";

/** The resolver of `/ip/dns`: dnsmasq, with its one file in a folder of ours. */
export class Resolver {
  private readonly dnsmasq: Dnsmasq;

  constructor(namespace: Namespace, folder: string) {
    this.dnsmasq = new Dnsmasq(namespace, join(folder, "resolver.conf"));
  }

  /** Answers by these rows from now on. */
  async update(settings: Values, records: readonly Values[]): Promise<void> {
    await this.dnsmasq.run(
      settings["allow-remote-requests"] === "true" ? configure(settings, records) : undefined,
    );
  }

  async close(): Promise<void> {
    await this.dnsmasq.run(undefined);
  }
}

function configure(settings: Values, records: readonly Values[]): string[] {
  const servers = ["servers", "dynamic-servers"]
    .flatMap((name) => (settings[name] ?? "").split(","))
    .filter((server) => server !== "");
  return [
    "strict-order",
    `cache-size=${Math.min(Number(settings["cache-size"] ?? "2048"), 10_000)}`,
    ...servers.map((server) => `server=${server}`),
    ...records.filter((row) => row["disabled"] !== "true").flatMap(recordLines),
  ];
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
      return [
        `server=/${name}/${row["forward-to"]}`,
        // Names below it go where all others go, unless the record is about them too.
        ...(row["match-subdomain"] === "true" ? [] : [`server=/*.${name}/#`]),
      ];
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
