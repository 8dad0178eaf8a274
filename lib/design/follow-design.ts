import type { GatewayDescription } from "../props/gateway-description";
import type { Wan } from "../props/wan";
import { isClassified } from "./classification";
import { forwardsOn } from "./forwards";
import { sparesManagement } from "./management-list";
import { connectionMark, lanList, routingTable } from "./names";
import { type Placed, place } from "./placed";
import { ownedByWan, type Surroundings } from "./surroundings";
import { beyondSubnet, NO_MARK } from "./wan-marks";

/** Whether a connection is marked by the WAN that it first leaves through. */
export function marksExits(description: GatewayDescription): boolean {
  return description.pinConnections === true || isClassified(description);
}

/** Whether what comes from the LANs follows the mark of its connection to a WAN. */
function followsMarksOf(wan: Wan, description: GatewayDescription): boolean {
  return marksExits(description) || forwardsOn(wan, description).length > 0;
}

/** Whether what comes from the LANs follows the mark of its connection to any WAN. */
export function followsMarks(description: GatewayDescription): boolean {
  return description.wans.some((wan) => followsMarksOf(wan, description));
}

/** Marks a connection by the WAN that its first packet really leaves through, whatever chose that WAN. */
export function designExitMark(
  wan: Wan,
  around: Surroundings,
  after: readonly Placed[],
): Placed<"/ip/firewall/mangle"> | undefined {
  if (!marksExits(around.description)) {
    return undefined;
  }
  const row = {
    chain: "postrouting",
    "out-interface": wan.interface,
    ...sparesManagement("postrouting", around.description),
    "connection-state": "new",
    "connection-mark": NO_MARK,
    action: "mark-connection",
    "new-connection-mark": connectionMark(around.description, wan),
    passthrough: true,
    ...ownedByWan(around, wan, "mark-exit"),
  } as const;
  return place("/ip/firewall/mangle", [wan.name, "mark-exit"], row, after);
}

/**
 * Sends what comes from the LANs by the WAN of its connection's mark. Packets for the router and for hosts of the
 * WAN's own subnet need no gateway: a routing mark is looked up before the router's own addresses.
 */
export function designFollowMark(
  wan: Wan,
  around: Surroundings,
  after: readonly Placed[],
): Placed<"/ip/firewall/mangle"> | undefined {
  if (!followsMarksOf(wan, around.description)) {
    return undefined;
  }
  const row = {
    chain: "prerouting",
    "in-interface-list": lanList(around.description),
    ...sparesManagement("prerouting", around.description),
    "connection-mark": connectionMark(around.description, wan),
    ...beyondSubnet(wan, around),
    "dst-address-type": "!local",
    action: "mark-routing",
    "new-routing-mark": routingTable(around.description, wan),
    passthrough: false,
    ...ownedByWan(around, wan, "follow-mark"),
  } as const;
  return place("/ip/firewall/mangle", [wan.name, "follow-mark"], row, after);
}
