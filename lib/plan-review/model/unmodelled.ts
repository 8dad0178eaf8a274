import { MENU_OF } from "../../routeros/menus";
import { CONTENT_MATCHERS } from "../../simulator/firewall/matchers";
import { changesRouter, type ResourceChange } from "../plan/resource-change";
import type { RouterChange } from "./router-change";
import type { Snapshot } from "./snapshot";

/** How many rows of a plan the report does not look at, by what they are about. */
export interface Unmodelled {
  readonly ipv6: number;
  /** IPv6 rows that the plan changes. */
  readonly changedIpv6: number;
  readonly vrfs: number;
  /** Rules that match what packets carry, which no first packet of a connection does. */
  readonly contentRules: number;
  /** Rows of other menus that the report does not know, by the type of their resources. */
  readonly others: ReadonlyMap<string, number>;
}

/** What a report on a router leaves out. */
export function unmodelledIn({ changes, after }: RouterChange): Unmodelled {
  const rows = changes.filter(({ mode }) => mode === "managed");
  const ipv6 = rows.filter(isIpv6);
  const others = new Map<string, number>();
  for (const { type } of rows.filter((row) => !isIpv6(row) && !isKnown(row))) {
    others.set(type, (others.get(type) ?? 0) + 1);
  }
  return {
    ipv6: ipv6.length,
    changedIpv6: ipv6.filter(changesRouter).length,
    vrfs: after.enabled("/ip/vrf").length,
    contentRules: contentRules(after),
    others,
  };
}

function isIpv6({ type }: ResourceChange): boolean {
  return type.startsWith("routeros_ipv6_");
}

function isKnown({ type }: ResourceChange): boolean {
  return MENU_OF[type] !== undefined || type === "routeros_move_items";
}

function contentRules(snapshot: Snapshot): number {
  return ["filter", "mangle", "nat", "raw"]
    .flatMap((table) => snapshot.enabled(`/ip/firewall/${table}`))
    .filter((rule) => CONTENT_MATCHERS.some((name) => rule.has(name))).length;
}
