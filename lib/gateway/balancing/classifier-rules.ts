import type { MarkRoutingRow } from "../../routeros/rows";
import type { WanContext } from "../design-context";
import { excludesManagement } from "../management/management-list";
import { lanInterfaceList, notBalanced } from "../router-names";
import type { RowSpec } from "../row-spec";
import { NO_MARK } from "../wan/wan-marks";
import { classifiesRouter, hasClassifierRules, routerAddress } from "./classification";
import { remaindersOf } from "./remainders";

/** The matchers for where a packet comes from. */
type From = Pick<MarkRoutingRow, "chain" | "in-interface-list" | "src-address" | "src-address-list">;

/**
 * Designs the rules that give a WAN its share of the LANs' new connections: one for each unit of its weight.
 *
 * A classifier rule marks the routing of the first packets of a connection only. The WAN that they leave by marks the
 * connection, and later packets are routed by that mark.
 */
export function designClassifierRules(context: WanContext): RowSpec<"/ip/firewall/mangle">[] {
  const { description, wan } = context;
  const from = {
    chain: "prerouting",
    "in-interface-list": lanInterfaceList(description),
    ...excludesManagement("prerouting", description),
  } as const;
  return hasClassifierRules(wan, description) ? rulesFrom(from, "classifier", context) : [];
}

/** Designs the rules that give a WAN its share of the router's own new connections. */
export function designRouterClassifierRules(context: WanContext): RowSpec<"/ip/firewall/mangle">[] {
  const { description, values, wan } = context;
  const address = routerAddress(description);
  return address !== undefined && classifiesRouter(description) && hasClassifierRules(wan, description)
    ? rulesFrom({ chain: "output", "src-address": values.hostOf(address) }, "router-classifier", context)
    : [];
}

function rulesFrom(from: From, role: string, context: WanContext): RowSpec<"/ip/firewall/mangle">[] {
  const { description, wan } = context;
  const { own, denominator } = remaindersOf(wan, description);
  return own.map((remainder, i) =>
    context.row(
      "/ip/firewall/mangle",
      { path: [`${role}-${i + 1}`], stages: ["marks"] },
      {
        ...from,
        "connection-state": "new",
        "connection-mark": NO_MARK,
        "dst-address-type": "!local",
        "dst-address-list": `!${notBalanced(description)}`,
        // Where one WAN takes all connections there is nothing to hash.
        ...(denominator > 1 && {
          "per-connection-classifier": `${description.balancing?.classifyBy}:${denominator}/${remainder}`,
        }),
        action: "mark-routing",
        "new-routing-mark": context.table,
        passthrough: false,
      },
    ),
  );
}
