import type { Matchers } from "../../routeros/rows";
import type { WanContext } from "../design-context";
import { excludesManagement } from "../management/management-list";
import { connectionMark } from "../router-names";
import type { RowSpec } from "../row-spec";

/** The value by which RouterOS matches a connection without a mark. */
export const NO_MARK = "no-mark";

/** Marks a connection to the router by the WAN it came in on, or by the first reply to a connection of the router. */
export function designConnectionMark(context: WanContext): RowSpec<"/ip/firewall/mangle"> {
  return context.row(
    "/ip/firewall/mangle",
    { path: ["mark-connection"], stages: ["marks"] },
    {
      chain: "input",
      "in-interface": context.interface,
      ...excludesManagement("input", context.description),
      "connection-mark": NO_MARK,
      action: "mark-connection",
      "new-connection-mark": connectionMark(context.description, context.wan),
      passthrough: true,
    },
  );
}

/** Sends the router's own packets of a marked connection by the WAN's own table. */
export function designRoutingMark(context: WanContext): RowSpec<"/ip/firewall/mangle"> {
  return context.row(
    "/ip/firewall/mangle",
    { path: ["mark-routing"], stages: ["marks"] },
    {
      chain: "output",
      "connection-mark": connectionMark(context.description, context.wan),
      ...beyondSubnet(context),
      ...excludesManagement("output", context.description),
      action: "mark-routing",
      "new-routing-mark": context.table,
      passthrough: false,
    },
  );
}

/**
 * Matches destinations outside the WAN's own subnet, where that is known when the plan is made. Hosts inside the subnet
 * are reached directly, not through the gateway.
 */
export function beyondSubnet({ wan, values }: WanContext): Pick<Matchers, "dst-address"> {
  const [address] = wan._kind.addresses;
  return address === undefined ? {} : { "dst-address": `!${values.subnetOf(address)}` };
}
