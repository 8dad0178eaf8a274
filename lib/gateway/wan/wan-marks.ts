import type { Matchers } from "../../routeros/rows";
import { type DesignContext, ownedByWan } from "../design-context";
import { sparesManagement } from "../management/management-list";
import { connectionMark, routingTable } from "../router-names";
import { type RowSpec, rowSpec } from "../row-spec";
import type { Wan } from "./wan";

/** What RouterOS calls any connection without a mark. */
export const NO_MARK = "no-mark";

/** Marks a connection to the router by the WAN it came in on, or by the first answer to one of the router's own. */
export function designConnectionMark(
  wan: Wan,
  context: DesignContext,
  after: readonly RowSpec[],
): RowSpec<"/ip/firewall/mangle"> {
  const row = {
    chain: "input",
    "in-interface": wan.interface,
    ...sparesManagement("input", context.description),
    "connection-mark": NO_MARK,
    action: "mark-connection",
    "new-connection-mark": connectionMark(context.description, wan),
    passthrough: true,
    ...ownedByWan(context, wan, "mark-connection"),
  } as const;
  return rowSpec("/ip/firewall/mangle", [wan.name, "mark-connection"], row, after);
}

/** Sends the router's own packets of a marked connection by the WAN's own table. */
export function designRoutingMark(
  wan: Wan,
  context: DesignContext,
  after: readonly RowSpec[],
): RowSpec<"/ip/firewall/mangle"> {
  const row = {
    chain: "output",
    "connection-mark": connectionMark(context.description, wan),
    ...beyondSubnet(wan, context),
    ...sparesManagement("output", context.description),
    action: "mark-routing",
    "new-routing-mark": routingTable(context.description, wan),
    passthrough: false,
    ...ownedByWan(context, wan, "mark-routing"),
  } as const;
  return rowSpec("/ip/firewall/mangle", [wan.name, "mark-routing"], row, after);
}

/**
 * Matches what lies beyond a WAN's own subnet: hosts inside it are answered directly, not by way of its gateway. Only a
 * static WAN has a subnet that is known beforehand.
 */
export function beyondSubnet({ address }: Wan, { values }: DesignContext): Pick<Matchers, "dst-address"> {
  return address === undefined ? {} : { "dst-address": `!${values.subnetOf(address)}` };
}
