import { toNumber } from "../../routeros/address-ranges";
import { hostIn, type Prefix } from "../../routeros/ipv4";
import type { RouterChange } from "../model/router-change";
import type { Snapshot } from "../model/snapshot";
import { known, lookUp } from "../model/values";
import { flowClassesOf } from "./flow-classes/flow-classes";

/** Networks that table main has more specific routes to than a default one, and that rules and other tables treat alike. */
export interface InnerDestinations {
  readonly prefixes: readonly Prefix[];
  /** The route to the first of them. */
  readonly resource: string;
  /** A host in the first. */
  readonly host: string;
  /** The interfaces that main leads there by; none for a blackhole. */
  readonly expected: ReadonlySet<string>;
}

/** The destinations within a router's own networks and behind them: other LANs, VPNs, single hosts. */
export function innerDestinations(
  snapshot: Snapshot,
  uplinks: ReadonlySet<string>,
  change: RouterChange,
): readonly InnerDestinations[] {
  const state = snapshot.state();
  const flowClasses = flowClassesOf(change);
  const groups = new Map<string, InnerDestinations & { readonly prefixes: Prefix[] }>();
  for (const { route } of state.rib.reached) {
    const { destination, connected, table, row } = route;
    // The network of a WAN belongs to the ISP.
    const isOfWan = connected && uplinks.has(known(row, "interface") ?? "");
    if (typeof destination !== "object" || destination.length === 0 || table !== "main" || isOfWan) {
      continue;
    }
    const host = hostIn(destination);
    if (snapshot.own.at(host) !== undefined) {
      continue;
    }
    const expected = new Set(lookUp(state, "main", host)?.hops.map((hop) => hop.interface));
    const key = JSON.stringify([[...expected], flowClasses.destinationAt(toNumber(host))]);
    const group = groups.get(key) ?? { prefixes: [], resource: row.reference.id, host, expected };
    groups.set(key, group);
    group.prefixes.push(destination);
  }
  return [...groups.values()];
}
