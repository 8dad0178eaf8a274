import { type DesignContext, ownedByGateway, ownedByWan } from "../design-context";
import { sparesManagement } from "../management/management-list";
import { connectionMark, FORWARDS, hairpinMark, lanList } from "../router-names";
import { type RowSpec, rowSpec } from "../row-spec";
import type { Wan } from "../wan/wan";
import { NO_MARK } from "../wan/wan-marks";
import { forwardsOn, hairpinsOn, hasHairpins } from "./forwards";

/** Marks a connection that comes in on a WAN before it is forwarded, for its replies to follow. */
export function designIngressMark(
  wan: Wan,
  context: DesignContext,
  after: readonly RowSpec[],
): RowSpec<"/ip/firewall/mangle"> | undefined {
  if (forwardsOn(wan, context.description).length === 0) {
    return undefined;
  }
  const row = {
    chain: "prerouting",
    "in-interface": wan.interface,
    ...sparesManagement("prerouting", context.description),
    "connection-state": "new",
    "connection-mark": NO_MARK,
    action: "mark-connection",
    "new-connection-mark": connectionMark(context.description, wan),
    passthrough: true,
    ...ownedByWan(context, wan, "mark-ingress"),
  } as const;
  return rowSpec("/ip/firewall/mangle", [wan.name, "mark-ingress"], row, after);
}

/** Marks a connection from a LAN to a WAN's address, which is masqueraded if it is forwarded. */
export function designHairpinMark(
  wan: Wan,
  context: DesignContext,
  after: readonly RowSpec[],
): RowSpec<"/ip/firewall/mangle"> | undefined {
  if (wan.address === undefined || hairpinsOn(wan, context.description).length === 0) {
    return undefined;
  }
  const row = {
    chain: "prerouting",
    "in-interface-list": lanList(context.description),
    ...sparesManagement("prerouting", context.description),
    "dst-address": context.values.hostOf(wan.address),
    "dst-address-type": "local",
    "connection-state": "new",
    "connection-mark": NO_MARK,
    action: "mark-connection",
    "new-connection-mark": hairpinMark(context.description),
    passthrough: true,
    ...ownedByWan(context, wan, "mark-hairpin"),
  } as const;
  return rowSpec("/ip/firewall/mangle", [wan.name, "mark-hairpin"], row, after);
}

/**
 * Gives connections from a LAN through the router back to it the router's address: otherwise the host would answer its
 * neighbour directly, who waits for an answer from the WAN's address.
 */
export function designHairpinMasquerade(
  context: DesignContext,
  after: readonly RowSpec[],
): RowSpec<"/ip/firewall/nat"> | undefined {
  if (!hasHairpins(context.description)) {
    return undefined;
  }
  const row = {
    chain: "srcnat",
    "out-interface-list": lanList(context.description),
    "connection-mark": hairpinMark(context.description),
    action: "masquerade",
    ...ownedByGateway(context, FORWARDS, "hairpin-masquerade"),
  } as const;
  return rowSpec("/ip/firewall/nat", [FORWARDS, "hairpin-masquerade"], row, after);
}
