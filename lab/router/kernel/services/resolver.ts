import type { Values } from "../../menus/menu";
import { parseInterval } from "../../values/time";
import type { RouterNamespace } from "../router-namespace";
import { Dnsmasq } from "./dnsmasq";
import { domainName, ipAddress, quotedDnsText } from "./program-text";

/** The resolver of `/ip/dns`. */
export class Resolver {
  private readonly dnsmasq: Dnsmasq;

  constructor(namespace: RouterNamespace) {
    this.dnsmasq = new Dnsmasq(namespace);
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
    ...servers.map((server) => `server=${ipAddress(server)}`),
    ...records.filter((row) => row["disabled"] !== "true").flatMap(recordLines),
  ];
}

function recordLines(row: Values): readonly string[] {
  const name = domainName(row["name"] ?? "");
  const host = (field: string): string => domainName(row[field] ?? "");
  const address = (field: string): string => ipAddress(row[field] ?? "");
  const number = (field: string): number => Number(row[field] ?? "0");
  const ttl = Math.floor((parseInterval(row["ttl"] ?? "1d") ?? 0) / 1000);
  switch (row["type"] ?? "A") {
    case "A":
    case "AAAA":
      return [
        `host-record=${name},${address("address")},${ttl}`,
        ...(row["match-subdomain"] === "true" ? [`address=/${name}/${address("address")}`] : []),
      ];
    case "CNAME":
      return [`cname=${name},${host("cname")},${ttl}`];
    case "FWD":
      return [
        `server=/${name}/${address("forward-to")}`,
        // Names below it go where all others go, unless the record is about them too.
        ...(row["match-subdomain"] === "true" ? [] : [`server=/*.${name}/#`]),
      ];
    case "MX":
      return [`mx-host=${name},${host("mx-exchange")},${number("mx-preference")}`];
    case "NXDOMAIN":
      return [`address=/${name}/`];
    case "SRV":
      return [
        `srv-host=${name},${host("srv-target")},${number("srv-port")},${number("srv-priority")},${number("srv-weight")}`,
      ];
    case "TXT":
      return [`txt-record=${name},${quotedDnsText(row["text"] ?? "")}`];
    default:
      return [];
  }
}
