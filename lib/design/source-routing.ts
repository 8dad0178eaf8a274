import type { Wan } from "../props/wan";
import { routesBySource } from "./classification";
import { notBalanced, routingTable } from "./names";
import { type Placed, place } from "./placed";
import { ownedByWan, type Surroundings } from "./surroundings";
import { NO_MARK } from "./wan-marks";

/**
 * Sends what the router itself begins from a WAN's address by that WAN. Only what it begins: its answers to a LAN that
 * dialled this address must find their way back.
 */
export function designSourceMark(
  wan: Wan,
  around: Surroundings,
  after: readonly Placed[],
): Placed<"/ip/firewall/mangle"> | undefined {
  const { description, values } = around;
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
    ...ownedByWan(around, wan, "source-mark"),
  } as const;
  return place("/ip/firewall/mangle", [wan.name, "source-mark"], row, after);
}
