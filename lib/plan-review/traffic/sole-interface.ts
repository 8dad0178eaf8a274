import type { RouterChange } from "../model/router-change";
import type { Snapshot } from "../model/snapshot";
import { known } from "../model/values";
import { allWans } from "./wans";

/** Menus whose rows show that a device routes between networks, whatever addresses the plan has. */
const ROUTING = [
  "/interface/lte",
  "/interface/pppoe-client",
  "/interface/wireguard",
  "/ip/firewall/mangle",
  "/ip/firewall/nat",
  "/ip/vrf",
  "/routing/rule",
  "/routing/table",
];

/**
 * The interface of a device that routes nothing, such as a switch or an access point: the only one with an address, by which it
 * leads out itself, while nothing in the plan is about forwarded packets. Undefined for a router.
 */
export function soleInterface(change: RouterChange): string | undefined {
  const sides = [change.before, change.after];
  const names = new Set(sides.flatMap(addressed));
  const [only] = names;
  const leadsOut = allWans(change).some((wan) => wan.interface === only);
  return names.size === 1 && leadsOut && !sides.some(forwards) ? only : undefined;
}

function addressed(snapshot: Snapshot): readonly string[] {
  return snapshot.state().addresses.own.map((own) => own.interface);
}

function forwards(snapshot: Snapshot): boolean {
  const { router } = snapshot;
  const isUndecided = snapshot
    .state()
    .rib.reached.some(({ route, reachability }) => !route.connected && reachability instanceof Error);
  return (
    isUndecided ||
    ROUTING.some((menu) => router.rows(menu).length > 0) ||
    router.rows("/ip/firewall/filter").some((rule) => known(rule, "chain") === "forward")
  );
}
