import type { Wan } from "../props/wan";
import type { MarkRoutingRow } from "../routing/rows";
import { classifiesRouter, hasBuckets, partsOf, routerAddress } from "./classification";
import { sparesManagement } from "./management-list";
import { lanList, notBalanced, routingTable } from "./names";
import { type Placed, place } from "./placed";
import { ownedByWan, type Surroundings } from "./surroundings";
import { NO_MARK } from "./wan-marks";

/** What tells the packets of a bucket by where they come from. */
type From = Pick<MarkRoutingRow, "chain" | "in-interface-list" | "src-address" | "src-address-list">;

/**
 * Derives the rules that give a WAN its share of what comes from the LANs, one per unit of its weight. A bucket marks
 * routing only, for the first packets of a connection; what the connection then leaves through marks it, and later packets
 * follow that mark.
 */
export function designBuckets(
  wan: Wan,
  around: Surroundings,
  after: readonly Placed[],
): Placed<"/ip/firewall/mangle">[] {
  const { description } = around;
  const from = {
    chain: "prerouting",
    "in-interface-list": lanList(description),
    ...sparesManagement("prerouting", description),
  } as const;
  return hasBuckets(wan, description) ? bucketsFrom(from, "bucket", wan, around, after) : [];
}

/** Derives the rules that give a WAN its share of the router's own connections. */
export function designRouterBuckets(
  wan: Wan,
  around: Surroundings,
  after: readonly Placed[],
): Placed<"/ip/firewall/mangle">[] {
  const { description, values } = around;
  const address = routerAddress(description);
  return address !== undefined && classifiesRouter(description) && hasBuckets(wan, description)
    ? bucketsFrom(
        { chain: "output", "src-address": values.hostOf(address) },
        "router-bucket",
        wan,
        around,
        after,
      )
    : [];
}

function bucketsFrom(
  from: From,
  role: string,
  wan: Wan,
  around: Surroundings,
  after: readonly Placed[],
): Placed<"/ip/firewall/mangle">[] {
  const { description } = around;
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
      ...ownedByWan(around, wan, `${role}-${i + 1}`),
    } as const;
    return place("/ip/firewall/mangle", [wan.name, `${role}-${i + 1}`], row, after);
  });
}
