import type { GatewayDescription } from "../../lib/gateway/gateway-description";
import { designGateway } from "../../lib/gateway/gateway-design";
import type { TokenResolver } from "../../lib/gateway/token-resolver";
import { Wan } from "../../lib/gateway/wan/wan";
import type { Flow, Outcome, RowsByMenu, Trace } from "../../lib/simulator";
import { formatEgress } from "../../lib/simulator";
import { literals } from "../gateway/literals";

/** The article's day: the seed of every property test. */
export const SEED = 20130112;

export const LITERALS: TokenResolver = literals;

/** The article's gateway with any number of WANs: `wlan1` at 10.112.0.2, `wlan2` at 10.111.0.2, `wlan3` at 10.110.0.2. */
export function articleGateway(wanCount = 2, more: Partial<GatewayDescription> = {}): GatewayDescription {
  return {
    lans: [{ interface: "Local", address: "192.168.0.1/24" }],
    wans: Array.from({ length: wanCount }, (_, i) =>
      Wan.static({
        name: `wlan${i + 1}`,
        interface: `wlan${i + 1}`,
        address: `10.${112 - i}.0.2/24`,
        gateway: `10.${112 - i}.0.1`,
      }),
    ),
    ...more,
  };
}

/** The rows of a gateway by menu, as a router would hold them. */
export function rowsOfGateway(description: GatewayDescription): Record<string, object[]> {
  const rows: Record<string, object[]> = {};
  for (const { menu, row, path } of designGateway(description, "gateway", LITERALS).rows) {
    rows[menu] = [...(rows[menu] ?? []), { ".id": path.join("/"), ...row }];
  }
  return rows;
}

/** The article's listing as it stands, said in RouterOS 7: two routes for the comma list, tables for the marks. */
export const LITERAL_LISTING: RowsByMenu = {
  "/ip/address": [
    { ".id": "*1", address: "192.168.0.1/24", network: "192.168.0.0", interface: "Local" },
    { ".id": "*2", address: "10.111.0.2/24", network: "10.111.0.0", interface: "wlan2" },
    { ".id": "*3", address: "10.112.0.2/24", network: "10.112.0.0", interface: "wlan1" },
  ],
  "/routing/table": [
    { ".id": "*400", name: "to_wla1", fib: "" },
    { ".id": "*401", name: "to_wla2", fib: "" },
  ],
  "/ip/route": [
    { ".id": "*80000001", gateway: "10.111.0.1", "check-gateway": "ping" },
    { ".id": "*80000002", gateway: "10.112.0.1", "check-gateway": "ping" },
    { ".id": "*80000003", gateway: "10.111.0.1", "routing-table": "to_wla1" },
    { ".id": "*80000004", gateway: "10.111.0.2", "routing-table": "to_wla2" },
  ],
  "/ip/firewall/nat": [
    { ".id": "*1", chain: "srcnat", "out-interface": "wlan1", action: "masquerade" },
    { ".id": "*2", chain: "srcnat", "out-interface": "wlan2", action: "masquerade" },
  ],
  "/ip/firewall/mangle": [
    {
      ".id": "*1",
      chain: "input",
      "in-interface": "wlan1",
      action: "mark-connection",
      "new-connection-mark": "wlan1_conn",
    },
    {
      ".id": "*2",
      chain: "input",
      "in-interface": "wlan2",
      action: "mark-connection",
      "new-connection-mark": "wlan2_conn",
    },
    {
      ".id": "*3",
      chain: "output",
      "connection-mark": "wlan1_conn",
      action: "mark-routing",
      "new-routing-mark": "to_wla1",
    },
    {
      ".id": "*4",
      chain: "output",
      "connection-mark": "wlan1_conn",
      action: "mark-routing",
      "new-routing-mark": "to_wla2",
    },
  ],
};

/** A LAN host's connection to a web server. */
export const OUTWARD: Flow = {
  inInterface: "Local",
  protocol: "tcp",
  srcAddress: "192.168.0.9",
  srcPort: 40000,
  dstAddress: "198.51.100.1",
  dstPort: 443,
};

/** A connection from outside to one of the router's addresses. */
export const inward = (inInterface: string, dstAddress: string, srcAddress = "203.0.113.7"): Flow => ({
  inInterface,
  protocol: "tcp",
  srcAddress,
  srcPort: 50000,
  dstAddress,
  dstPort: 22,
});

/** Outcomes in short: `wlan1 via 10.112.0.1 from 10.112.0.2` and its share, to six digits. */
export function shares(outcomes: readonly Outcome[]): Record<string, number> {
  const table: Record<string, number> = {};
  for (const { egress, source, share } of outcomes) {
    const text =
      egress.kind === "out" ? `${formatEgress(egress)} from ${String(source)}` : formatEgress(egress);
    table[text] = Number(((table[text] ?? 0) + share).toFixed(6));
  }
  return table;
}

/** The only outcome where there is one. */
export function only(outcomes: readonly Outcome[]): Outcome {
  const [outcome, ...others] = outcomes;
  if (outcome === undefined || others.length > 0) {
    throw new Error(`expected one outcome, not ${JSON.stringify(shares(outcomes))}`);
  }
  return outcome;
}

/** The rows of a trace as `menu id`. */
export const rowsIn = (trace: Trace): string[] =>
  trace.flatMap(({ rows }) => rows.map(({ menu, id }) => `${menu} ${id}`));
