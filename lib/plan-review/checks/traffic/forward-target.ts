import { groupBy } from "../../../collections/group-by";
import { format, isAddress, isPrivate } from "../../../routeros/ipv4";
import { MAIN_TABLE } from "../../../routeros/route-fields";
import type { StateCheck, View } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import type { Snapshot } from "../../model/snapshot";
import { isDefaultRoute, known, lookUp, resourcesOf } from "../../model/values";
import { listed, listedUpTo } from "../../text/list-text";
import { compareNames } from "../../traffic/compare-names";
import { forwardsOf } from "../../traffic/forwards";

/** Port forwards to a private address that no network and no route of the router holds: their packets leave by a WAN. */
export const forwardTarget: StateCheck = (view) =>
  [...groupBy(forwardsOf(view.snapshot), (rule) => known(rule, "to-addresses"))]
    .filter(([target]) => isOutside(target, view.snapshot))
    .map(([target, rules]): Finding => {
      const networks = lanNetworks(view);
      // The network may be on the router although the plan does not have it: nothing but the router itself is sure.
      const knowsLans = networks.length > 0 && leadsOut(view);
      const common = {
        id: "forward-target-outside",
        subject: target,
        resources: resourcesOf(rules),
      } as const;
      return knowsLans
        ? {
            ...common,
            severity: "warning",
            verdict: "unknown",
            message: `A port forward leads to ${target}, which is in no network of the plan, so its packets ${leavingText(target, view)} unless the router has an address or route for it outside the plan.`,
            remediation: `Forward to a host in a network of the router (${listedUpTo(3, networks)}), or check that the router has an address or route for ${target}.`,
          }
        : {
            ...common,
            severity: "note",
            verdict: "unknown",
            message: `It is unknown whether ${target}, the target of a port forward, is in a network of the router, because the plan does not have all its addresses.`,
            remediation: "Check that the router has an address in the network of the target.",
          };
    });

/** Whether a target is a private address that only default routes lead to, or none. */
export function isOutside(target: string, snapshot: Snapshot): boolean {
  if (!isAddress(target) || !isPrivate(target) || snapshot.own.near(target).length > 0) {
    return false;
  }
  const routes = lookUp(snapshot.state(), MAIN_TABLE, target)?.routes ?? [];
  return routes.every(({ row }) => row.reference.menu === "/ip/route" && isDefaultRoute(row));
}

/** Whether the plan has a default route: one that has none is of a part of the router. */
function leadsOut({ snapshot, wans }: View): boolean {
  return wans.length > 0 && snapshot.state().rib.reached.some(({ route }) => isDefaultRoute(route.row));
}

function leavingText(target: string, { snapshot, change: { names } }: View): string {
  const hops = lookUp(snapshot.state(), MAIN_TABLE, target)?.hops ?? [];
  const wans = [...new Set(hops.map((hop) => hop.interface))].sort(compareNames).map((wan) => names.of(wan));
  return wans.length === 0 ? "are lost" : `leave by ${listed(wans, "or")}`;
}

function lanNetworks({ snapshot, wans }: View): readonly string[] {
  const uplinks = new Set(wans.map((wan) => wan.interface));
  return snapshot
    .state()
    .addresses.own.filter((own) => !uplinks.has(own.interface))
    .flatMap(({ network }) => (typeof network === "object" ? [format(network)] : []));
}
