import { toNumber } from "../../../../lib/routeros/address-ranges";
import { contains } from "../../../../lib/routeros/ipv4";
import type { Values } from "../../menus/menu";
import { parsePrefix } from "../../values/address-values";
import { parseInterval } from "../../values/time";
import type { Devices } from "../links/devices";
import type { RouterNamespace } from "../router-namespace";
import { Dnsmasq } from "./dnsmasq";
import { deviceName, domainName, ipAddress } from "./program-text";

/** The rows that servers are made of. */
export interface DhcpRows {
  readonly servers: readonly Values[];
  readonly pools: readonly Values[];
  readonly networks: readonly Values[];
}

/** The shortest lease that `dnsmasq` gives. */
const LEAST_LEASE_S = 120;

/** The servers of `/ip/dhcp-server`: a `dnsmasq` for each, which knows its clients for as long as it runs. */
export class DhcpServers {
  private readonly servers = new Map<string, Dnsmasq>();

  constructor(private readonly namespace: RouterNamespace) {}

  /** Lends by these rows from now on. */
  async update(rows: DhcpRows, devices: Devices): Promise<void> {
    const wanted = new Map(
      rows.servers
        .filter((row) => row["disabled"] === "false" && devices.has(row["interface"] ?? ""))
        .map((row) => [row[".id"] ?? "", configure(row, rows, devices.of(row["interface"] ?? ""))]),
    );
    for (const id of new Set([...this.servers.keys(), ...wanted.keys()])) {
      await this.serverOf(id).run(wanted.get(id));
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.servers.values()].map((server) => server.run(undefined)));
  }

  private serverOf(id: string): Dnsmasq {
    const server = this.servers.get(id) ?? new Dnsmasq(this.namespace);
    this.servers.set(id, server);
    return server;
  }
}

/** The options of a server; undefined if it has no addresses to lease. */
function configure(server: Values, { pools, networks }: DhcpRows, device: string): string[] | undefined {
  const pool = pools.find((row) => row["name"] === server["address-pool"]);
  const ranges = (pool?.["ranges"] ?? "").split(",").filter((range) => range !== "");
  if (ranges.length === 0) {
    return undefined;
  }
  const lease = Math.floor((parseInterval(server["lease-time"] ?? "") ?? 0) / 1000);
  return [
    "port=0",
    `interface=${deviceName(device)}`,
    "bind-dynamic",
    "no-ping",
    "leasefile-ro",
    ...(server["authoritative"] === "no" ? [] : ["dhcp-authoritative"]),
    ...ranges.map(
      (range) => `dhcp-range=${endsOf(range).map(ipAddress).join(",")},${Math.max(LEAST_LEASE_S, lease)}`,
    ),
    ...optionsOf(networkOf(ranges[0] ?? "", networks)),
  ];
}

const endsOf = (range: string): [string, string] => {
  const [from = "", to = from] = range.split("-");
  return [from, to];
};

/** The row of the smallest network that holds a range. */
function networkOf(range: string, networks: readonly Values[]): Values | undefined {
  const [first] = endsOf(range);
  return networks
    .map((row) => ({ row, prefix: parsePrefix(row["address"] ?? "") }))
    .filter(
      ({ prefix }) =>
        prefix !== undefined && contains({ network: prefix.address, length: prefix.length }, first),
    )
    .sort((a, b) => (b.prefix?.length ?? 0) - (a.prefix?.length ?? 0))[0]?.row;
}

/** A router that a network does not name is not told of, nor is a resolver. */
function optionsOf(network: Values | undefined): string[] {
  const option = (which: string, value: string | undefined): string[] =>
    value === undefined || value === "" || toNumber(value.split(",")[0] ?? "") === 0
      ? [`dhcp-option=option:${which}`]
      : [`dhcp-option=option:${which},${value.split(",").map(ipAddress).join(",")}`];
  return [
    ...option("router", network?.["gateway"]),
    ...option("dns-server", network?.["dns-server"]),
    ...option("ntp-server", network?.["ntp-server"]),
    ...(network?.["domain"] === undefined ? [] : [`domain=${domainName(network["domain"])}`]),
  ];
}
