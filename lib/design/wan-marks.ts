import type { Wan } from "../props/wan";
import type { MarkConnectionRow, MarkRoutingRow, Row } from "../routing/rows";
import type { Values } from "./values";

/** What RouterOS calls any connection without a mark. */
export const NO_MARK = "no-mark";

/** Marks a connection to the router by the WAN it came in on, or by the first answer to one of the router's own. */
export function markConnection(wan: Wan, mark: string): Omit<MarkConnectionRow, keyof Row> {
  return {
    chain: "input",
    "in-interface": wan.interface,
    "connection-mark": NO_MARK,
    action: "mark-connection",
    "new-connection-mark": mark,
    passthrough: true,
  };
}

/** Sends the router's own packets of a marked connection by the WAN's own table. */
export function markRouting(
  wan: Wan,
  mark: string,
  table: string,
  values: Values,
): Omit<MarkRoutingRow, keyof Row> {
  return {
    chain: "output",
    "connection-mark": mark,
    // Hosts inside the WAN's own subnet are answered directly, not by way of its gateway.
    "dst-address": `!${values.subnetOf(wan.address)}`,
    action: "mark-routing",
    "new-routing-mark": table,
    passthrough: false,
  };
}
