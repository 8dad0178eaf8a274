import type { GatewayDescription } from "../../lib/gateway/gateway-description";
import type { Wan } from "../../lib/gateway/wan/wan";
import { rowsOfGateway } from "./article";

/** The router's address on a WAN and the ISP's, once the line is up. */
export interface Line {
  readonly address: string;
  /** Absent where the interface is the gateway. */
  readonly gateway?: string;
}

/** What is written in a WAN, or what an ISP of this test gives to it. */
export function lineOf(wan: Wan, { wans }: GatewayDescription): Line {
  const i = wans.findIndex(({ name }) => name === wan.name);
  switch (wan.kind) {
    case "dhcp":
      return { address: `10.${150 + i}.0.2/24`, gateway: `10.${150 + i}.0.1` };
    case "point-to-point":
      return { address: `10.${170 + i}.0.2/32` };
    default:
      return { address: wan.address ?? "", gateway: wan.gateway };
  }
}

/** The rows of a gateway by menu, and what its router has of leases and sessions. */
export function rowsOfRunningGateway(description: GatewayDescription): Record<string, object[]> {
  return withGivenRows(rowsOfGateway(description), description);
}

/** The rows of a gateway by menu, and those that its leases and sessions add to them. */
export function withGivenRows(
  own: Readonly<Record<string, object[]>>,
  description: GatewayDescription,
): Record<string, object[]> {
  const rows = { ...own };
  const add = (menu: string, row: object) => {
    rows[menu] = [...(rows[menu] ?? []), row];
  };
  for (const wan of description.wans.filter(({ kind }) => kind !== "static")) {
    const { address, gateway } = lineOf(wan, description);
    if (!wan.disabled) {
      add("/ip/address", { ".id": `${wan.name}/given`, address, interface: wan.interface });
    }
    const clients = (rows["/ip/dhcp-client"] ?? []) as Client[];
    for (const client of clients.filter((row) => row.interface === wan.interface && !wan.disabled)) {
      for (const [i, entry] of client["default-route-tables"].entries()) {
        const [table, distance] = entry.split(":");
        add("/ip/route", {
          ".id": `${wan.name}/given-${i}`,
          gateway,
          distance,
          "routing-table": table,
          "check-gateway": client["check-gateway"],
        });
      }
    }
  }
  return rows;
}

interface Client {
  readonly interface: string;
  readonly "default-route-tables": readonly string[];
  readonly "check-gateway": string;
}
