import { groupBy } from "../../collections/group-by";
import { type DefaultRoute, routeStatus } from "./default-routes";

/** The WANs whose default routes in a table have one distance. */
export interface Tier {
  readonly distance: number;
  /** Names of WANs. */
  readonly wans: readonly string[];
}

/** A table whose default routes have several distances: the nearest one that can be used is in force. */
export interface TierStatus {
  readonly table: string;
  /** The distance of the tier in force; absent if no default route of the table can be used. */
  readonly inForce?: number;
  /** The nearest one first. */
  readonly tiers: readonly Tier[];
}

/** The tiers of every table that has more than one. */
export function tierStatus(
  routes: readonly DefaultRoute[],
  nameOf: (egress: string) => string,
): readonly TierStatus[] {
  return [...groupBy(routes, ({ table }) => table)].flatMap(([table, inTable]) => {
    const distances = [...new Set(inTable.map(({ distance }) => distance))].sort((a, b) => a - b);
    const at = (distance: number) => inTable.filter((route) => route.distance === distance);
    const inForce = distances.find((distance) => routeStatus(at(distance)) === "active");
    const tiers = distances.map((distance) => ({
      distance,
      wans: [...new Set(at(distance).map((route) => nameOf(route.interface)))],
    }));
    return tiers.length < 2 ? [] : [{ table, ...(inForce === undefined ? {} : { inForce }), tiers }];
  });
}
