import type { GatewayDescription } from "../props/gateway-description";
import type { Wan } from "../props/wan";
import type { MarkConnectionRow, MarkRoutingRow, Row } from "../routing/rows";
import { connectionMark, lanList, routingTable } from "./names";
import type { Surroundings } from "./surroundings";
import { NO_MARK } from "./wan-marks";

/** Whether a connection is marked by the WAN that it first leaves through. */
export function marksExits({ pinConnections }: GatewayDescription): boolean {
  return pinConnections === true;
}

/** Whether what comes from the LANs follows the mark of its connection. */
export function followsMarks(description: GatewayDescription): boolean {
  return marksExits(description);
}

/** Marks a connection by the WAN that its first packet really leaves through, whatever chose that WAN. */
export function exitMark(wan: Wan, mark: string): Omit<MarkConnectionRow, keyof Row> {
  return {
    chain: "postrouting",
    "out-interface": wan.interface,
    "connection-state": "new",
    "connection-mark": NO_MARK,
    action: "mark-connection",
    "new-connection-mark": mark,
    passthrough: true,
  };
}

/**
 * Sends what comes from the LANs by the WAN of its connection's mark. Packets for the router and for hosts of the
 * WAN's own subnet need no gateway: a routing mark is looked up before the router's own addresses.
 */
export function followMark(wan: Wan, { description, values }: Surroundings): Omit<MarkRoutingRow, keyof Row> {
  return {
    chain: "prerouting",
    "in-interface-list": lanList(description),
    "connection-mark": connectionMark(description, wan),
    "dst-address": `!${values.subnetOf(wan.address)}`,
    "dst-address-type": "!local",
    action: "mark-routing",
    "new-routing-mark": routingTable(description, wan),
    passthrough: false,
  };
}
