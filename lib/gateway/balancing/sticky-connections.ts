import { type DesignContext, ownedByWan } from "../design-context";
import type { GatewayDescription } from "../gateway-description";
import { sparesManagement } from "../management/management-list";
import { forwardsOn } from "../port-forwards/forwards";
import { connectionMark, lanList, routingTable } from "../router-names";
import { type RowSpec, rowSpec } from "../row-spec";
import type { Wan } from "../wan/wan";
import { beyondSubnet, NO_MARK } from "../wan/wan-marks";
import { isClassified } from "./classification";

/** Whether a connection is marked by the WAN that it first leaves through. */
export function marksExits(description: GatewayDescription): boolean {
  return description.stickyConnections === true || isClassified(description);
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
  context: DesignContext,
  after: readonly RowSpec[],
): RowSpec<"/ip/firewall/mangle"> | undefined {
  if (!marksExits(context.description)) {
    return undefined;
  }
  const row = {
    chain: "postrouting",
    "out-interface": wan.interface,
    ...sparesManagement("postrouting", context.description),
    "connection-state": "new",
    "connection-mark": NO_MARK,
    action: "mark-connection",
    "new-connection-mark": connectionMark(context.description, wan),
    passthrough: true,
    ...ownedByWan(context, wan, "mark-exit"),
  } as const;
  return rowSpec("/ip/firewall/mangle", [wan.name, "mark-exit"], row, after);
}

/**
 * Sends what comes from the LANs by the WAN of its connection's mark. Packets for the router and for hosts of the
 * WAN's own subnet need no gateway: a routing mark is looked up before the router's own addresses.
 */
export function designFollowMark(
  wan: Wan,
  context: DesignContext,
  after: readonly RowSpec[],
): RowSpec<"/ip/firewall/mangle"> | undefined {
  if (!followsMarksOf(wan, context.description)) {
    return undefined;
  }
  const row = {
    chain: "prerouting",
    "in-interface-list": lanList(context.description),
    ...sparesManagement("prerouting", context.description),
    "connection-mark": connectionMark(context.description, wan),
    ...beyondSubnet(wan, context),
    "dst-address-type": "!local",
    action: "mark-routing",
    "new-routing-mark": routingTable(context.description, wan),
    passthrough: false,
    ...ownedByWan(context, wan, "follow-mark"),
  } as const;
  return rowSpec("/ip/firewall/mangle", [wan.name, "follow-mark"], row, after);
}
