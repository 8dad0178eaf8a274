import type { RouterRow, RouterRows } from "./router-rows";

/**
 * What stands on a router already that a gateway collides with, a sentence each: addresses it has twice then, which
 * the router refuses, and default routes that would join the gateway's ECMP group.
 */
export function collisionsOf(before: RouterRows, plannedAddresses: readonly string[]): readonly string[] {
  const addresses = (before.get("ip/address") ?? []).filter(({ address = "" }) =>
    plannedAddresses.includes(address),
  );
  const defaults = (before.get("ip/route") ?? []).filter(joinsTheGroup);
  return [
    ...addresses.map(
      ({ address, interface: name }) =>
        `/ip/address: ${name} has ${address} already, and the router refuses it twice: leave the address out of main.ts, or import the row, knowing that it goes with the gateway.`,
    ),
    ...defaults.map(
      ({ gateway }) =>
        `/ip/route: the default route by ${gateway} would join the gateway's ECMP group: remove it, or give it another distance.`,
    ),
  ];
}

function joinsTheGroup(row: RouterRow): boolean {
  return (
    row["dst-address"] === "0.0.0.0/0" &&
    row["distance"] === "1" &&
    row["routing-table"] === "main" &&
    row["disabled"] !== "true"
  );
}
