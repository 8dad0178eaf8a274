import type { Wan } from "../props/wan";
import type { Matchers } from "../routing/rows";
import { sparesManagement } from "./management-list";
import { connectionMark, routingTable } from "./names";
import { type Placed, place } from "./placed";
import { ownedByWan, type Surroundings } from "./surroundings";

/** What RouterOS calls any connection without a mark. */
export const NO_MARK = "no-mark";

/** Marks a connection to the router by the WAN it came in on, or by the first answer to one of the router's own. */
export function designConnectionMark(
  wan: Wan,
  around: Surroundings,
  after: readonly Placed[],
): Placed<"/ip/firewall/mangle"> {
  const row = {
    chain: "input",
    "in-interface": wan.interface,
    ...sparesManagement("input", around.description),
    "connection-mark": NO_MARK,
    action: "mark-connection",
    "new-connection-mark": connectionMark(around.description, wan),
    passthrough: true,
    ...ownedByWan(around, wan, "mark-connection"),
  } as const;
  return place("/ip/firewall/mangle", [wan.name, "mark-connection"], row, after);
}

/** Sends the router's own packets of a marked connection by the WAN's own table. */
export function designRoutingMark(
  wan: Wan,
  around: Surroundings,
  after: readonly Placed[],
): Placed<"/ip/firewall/mangle"> {
  const row = {
    chain: "output",
    "connection-mark": connectionMark(around.description, wan),
    ...beyondSubnet(wan, around),
    ...sparesManagement("output", around.description),
    action: "mark-routing",
    "new-routing-mark": routingTable(around.description, wan),
    passthrough: false,
    ...ownedByWan(around, wan, "mark-routing"),
  } as const;
  return place("/ip/firewall/mangle", [wan.name, "mark-routing"], row, after);
}

/**
 * Matches what lies beyond a WAN's own subnet: hosts inside it are answered directly, not by way of its gateway. Only a
 * static WAN has a subnet that is known beforehand.
 */
export function beyondSubnet({ address }: Wan, { values }: Surroundings): Pick<Matchers, "dst-address"> {
  return address === undefined ? {} : { "dst-address": `!${values.subnetOf(address)}` };
}
