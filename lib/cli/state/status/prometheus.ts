import type { MeasuredStatus, MeasuredWan } from "./read-status";

/** A metric of a WAN; undefined where the WAN has no such value. */
interface Metric {
  readonly name: string;
  readonly type: "gauge" | "counter";
  readonly help: string;
  readonly of: (wan: MeasuredWan) => number | undefined;
}

const METRICS: readonly Metric[] = [
  { name: "up", type: "gauge", help: "Whether the WAN is up", of: ({ isUp }) => Number(isUp) },
  {
    name: "link_up",
    type: "gauge",
    help: "Whether the interface is enabled and running",
    of: ({ link }) => (link === "unknown" ? undefined : Number(link === "up")),
  },
  {
    name: "gateway_check_success",
    type: "gauge",
    help: "Whether the gateway check succeeds, from /routing/nexthop",
    of: ({ check }) => (check.kind === "checked" ? Number(check.answers) : undefined),
  },
  {
    name: "main_route_active",
    type: "gauge",
    help: "Whether a default route of table main through the WAN is active",
    of: ({ main }) => Number(main === "active"),
  },
  {
    name: "expected_share_ratio",
    type: "gauge",
    help: "The share of new connections that the rules give to the WAN",
    of: ({ share }) => share.expected,
  },
  {
    name: "new_connections_total",
    type: "counter",
    help: "Connections counted by the WAN's source NAT rules",
    of: ({ share }) => share.connections,
  },
  {
    name: "open_connections",
    type: "gauge",
    help: "Open connections with the WAN's connection mark",
    of: ({ openConnections }) => openConnections,
  },
  {
    name: "receive_bits_per_second",
    type: "gauge",
    help: "Received traffic, from monitor-traffic",
    of: ({ rate }) => rate?.received,
  },
  {
    name: "transmit_bits_per_second",
    type: "gauge",
    help: "Sent traffic, from monitor-traffic",
    of: ({ rate }) => rate?.sent,
  },
];

/** The status of routers in Prometheus' text format, at most ten series per WAN. */
export function prometheusText(statuses: ReadonlyMap<string, MeasuredStatus>): string {
  return METRICS.map(({ name, type, help, of }) => {
    const metric = `routeros_wan_${name}`;
    const series = [...statuses].flatMap(([router, { wans }]) =>
      wans.flatMap((wan) => {
        const value = of(wan);
        return value === undefined ? [] : `${metric}{${labelsOf(router, wan)}} ${value}`;
      }),
    );
    return [`# HELP ${metric} ${help}.`, `# TYPE ${metric} ${type}`, ...series, ""].join("\n");
  }).join("");
}

const labelsOf = (router: string, { name, interface: port }: MeasuredWan): string =>
  Object.entries({ router, wan: name, interface: port })
    .map(([label, value]) => `${label}="${escaped(value)}"`)
    .join(",");

const escaped = (value: string): string =>
  value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
