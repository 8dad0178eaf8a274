import type { Lan } from "../props/lan";
import { lanName, MAIN, routesTable, SETTINGS } from "./names";
import { type Placed, place } from "./placed";
import { ownedByGateway, type Surroundings } from "./surroundings";

/** What leads the traffic of the LANs to a table of the gateway's own. */
export interface LanRouting {
  /** Absent where the gateway's routes stand in `main`. */
  readonly table?: Placed<"/routing/table">;
  /** In the order in which they must stand. */
  readonly rules: readonly Placed<"/routing/rule">[];
}

/**
 * A table of the gateway's own and the rules that choose it. They stand first: until its routes follow, and once they
 * have gone, traffic of the LANs has no way, instead of one out of another gateway's WANs.
 */
export function designLanRouting(around: Surroundings): LanRouting {
  const name = routesTable(around.description);
  if (name === MAIN) {
    return { rules: [] };
  }
  const table = place(
    "/routing/table",
    [SETTINGS, "routing-table"],
    // Like the WANs' own tables, it does nothing without its routes and rules.
    { name, fib: true, ...ownedByGateway(around, `${SETTINGS}/routing-table`), disabled: false },
    [],
  );
  return { table, rules: around.description.lans.flatMap((lan) => rulesOf(lan, table, around)) };
}

function rulesOf(lan: Lan, table: Placed<"/routing/table">, around: Surroundings): Placed<"/routing/rule">[] {
  const at = lanName(lan);
  const main = place(
    "/routing/rule",
    [at, "specific-routes"],
    {
      interface: lan.interface,
      action: "lookup",
      table: MAIN,
      // Everything in main but its default route: the router's own networks, VPNs, what routing protocols learn.
      "min-prefix": 0,
      ...ownedByGateway(around, `${at}/specific-routes`),
    },
    [table],
  );
  const own = place(
    "/routing/rule",
    [at, "routing-rule"],
    {
      interface: lan.interface,
      action: "lookup-only-in-table",
      table: table.row.name,
      ...ownedByGateway(around, `${at}/routing-rule`),
    },
    [main],
  );
  return [main, own];
}
