import { type DesignContext, ownedByWan } from "../design-context";
import { notBalanced, routingTable } from "../router-names";
import { type RowSpec, rowSpec } from "../row-spec";
import type { Wan } from "../wan/wan";
import { NO_MARK } from "../wan/wan-marks";
import { routesBySource } from "./classification";

/**
 * Sends what the router itself begins from a WAN's address by that WAN. Only what it begins: its answers to a LAN that
 * dialled this address must find their way back.
 */
export function designSourceMark(
  wan: Wan,
  context: DesignContext,
  after: readonly RowSpec[],
): RowSpec<"/ip/firewall/mangle"> | undefined {
  const { description, values } = context;
  if (wan.address === undefined || !routesBySource(description)) {
    return undefined;
  }
  const row = {
    chain: "output",
    "src-address": values.hostOf(wan.address),
    "dst-address-list": `!${notBalanced(description)}`,
    "dst-address-type": "!local",
    "connection-state": "new",
    "connection-mark": NO_MARK,
    action: "mark-routing",
    "new-routing-mark": routingTable(description, wan),
    passthrough: false,
    ...ownedByWan(context, wan, "source-mark"),
  } as const;
  return rowSpec("/ip/firewall/mangle", [wan.name, "source-mark"], row, after);
}
