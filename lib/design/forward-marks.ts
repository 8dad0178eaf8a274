import type { Wan } from "../props/wan";
import { forwardsOn, hairpinsOn, hasHairpins } from "./forwards";
import { sparesManagement } from "./management-list";
import { connectionMark, FORWARDS, hairpinMark, lanList } from "./names";
import { type Placed, place } from "./placed";
import { ownedByGateway, ownedByWan, type Surroundings } from "./surroundings";
import { NO_MARK } from "./wan-marks";

/** Marks a connection that comes in on a WAN before it is forwarded, for its replies to follow. */
export function designIngressMark(
  wan: Wan,
  around: Surroundings,
  after: readonly Placed[],
): Placed<"/ip/firewall/mangle"> | undefined {
  if (forwardsOn(wan, around.description).length === 0) {
    return undefined;
  }
  const row = {
    chain: "prerouting",
    "in-interface": wan.interface,
    ...sparesManagement("prerouting", around.description),
    "connection-state": "new",
    "connection-mark": NO_MARK,
    action: "mark-connection",
    "new-connection-mark": connectionMark(around.description, wan),
    passthrough: true,
    ...ownedByWan(around, wan, "mark-ingress"),
  } as const;
  return place("/ip/firewall/mangle", [wan.name, "mark-ingress"], row, after);
}

/** Marks a connection from a LAN to a WAN's address, which is masqueraded if it is forwarded. */
export function designHairpinMark(
  wan: Wan,
  around: Surroundings,
  after: readonly Placed[],
): Placed<"/ip/firewall/mangle"> | undefined {
  if (wan.address === undefined || hairpinsOn(wan, around.description).length === 0) {
    return undefined;
  }
  const row = {
    chain: "prerouting",
    "in-interface-list": lanList(around.description),
    ...sparesManagement("prerouting", around.description),
    "dst-address": around.values.hostOf(wan.address),
    "dst-address-type": "local",
    "connection-state": "new",
    "connection-mark": NO_MARK,
    action: "mark-connection",
    "new-connection-mark": hairpinMark(around.description),
    passthrough: true,
    ...ownedByWan(around, wan, "mark-hairpin"),
  } as const;
  return place("/ip/firewall/mangle", [wan.name, "mark-hairpin"], row, after);
}

/**
 * Gives connections from a LAN through the router back to it the router's address: otherwise the host would answer its
 * neighbour directly, who waits for an answer from the WAN's address.
 */
export function designHairpinMasquerade(
  around: Surroundings,
  after: readonly Placed[],
): Placed<"/ip/firewall/nat"> | undefined {
  if (!hasHairpins(around.description)) {
    return undefined;
  }
  const row = {
    chain: "srcnat",
    "out-interface-list": lanList(around.description),
    "connection-mark": hairpinMark(around.description),
    action: "masquerade",
    ...ownedByGateway(around, `${FORWARDS}/hairpin-masquerade`),
  } as const;
  return place("/ip/firewall/nat", [FORWARDS, "hairpin-masquerade"], row, after);
}
