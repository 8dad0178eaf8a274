import type { MarkRoutingRow } from "../../routeros/rows";
import { type DesignContext, ownedByWan } from "../design-context";
import { sparesManagement } from "../management/management-list";
import { lanList, notBalanced, routingTable } from "../router-names";
import { type RowSpec, rowSpec } from "../row-spec";
import type { Wan } from "../wan/wan";
import { NO_MARK } from "../wan/wan-marks";
import { classifiesRouter, hasClassifierRules, partsOf, routerAddress } from "./classification";

/** What tells the packets of a bucket by where they come from. */
type From = Pick<MarkRoutingRow, "chain" | "in-interface-list" | "src-address" | "src-address-list">;

/**
 * Derives the rules that give a WAN its share of what comes from the LANs, one per unit of its weight. A bucket marks
 * routing only, for the first packets of a connection; what the connection then leaves through marks it, and later packets
 * follow that mark.
 */
export function designClassifierRules(
  wan: Wan,
  context: DesignContext,
  after: readonly RowSpec[],
): RowSpec<"/ip/firewall/mangle">[] {
  const { description } = context;
  const from = {
    chain: "prerouting",
    "in-interface-list": lanList(description),
    ...sparesManagement("prerouting", description),
  } as const;
  return hasClassifierRules(wan, description) ? bucketsFrom(from, "bucket", wan, context, after) : [];
}

/** Derives the rules that give a WAN its share of the router's own connections. */
export function designRouterClassifierRules(
  wan: Wan,
  context: DesignContext,
  after: readonly RowSpec[],
): RowSpec<"/ip/firewall/mangle">[] {
  const { description, values } = context;
  const address = routerAddress(description);
  return address !== undefined && classifiesRouter(description) && hasClassifierRules(wan, description)
    ? bucketsFrom(
        { chain: "output", "src-address": values.hostOf(address) },
        "router-bucket",
        wan,
        context,
        after,
      )
    : [];
}

function bucketsFrom(
  from: From,
  role: string,
  wan: Wan,
  context: DesignContext,
  after: readonly RowSpec[],
): RowSpec<"/ip/firewall/mangle">[] {
  const { description } = context;
  const { own, all } = partsOf(wan, description);
  return own.map((part, i) => {
    const row = {
      ...from,
      "connection-state": "new",
      "connection-mark": NO_MARK,
      "dst-address-type": "!local",
      "dst-address-list": `!${notBalanced(description)}`,
      // Where one WAN takes all there is nothing to hash.
      ...(all > 1 && {
        "per-connection-classifier": `${description.balancing?.classifyBy}:${all}/${part}`,
      }),
      action: "mark-routing",
      "new-routing-mark": routingTable(description, wan),
      passthrough: false,
      ...ownedByWan(context, wan, `${role}-${i + 1}`),
    } as const;
    return rowSpec("/ip/firewall/mangle", [wan.name, `${role}-${i + 1}`], row, after);
  });
}
