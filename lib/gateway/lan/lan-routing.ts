import { type DesignContext, ownedByGateway } from "../design-context";
import { lanName, MAIN, routesTable, SETTINGS } from "../router-names";
import { type RowSpec, rowSpec } from "../row-spec";
import type { Lan } from "./lan";

/** What leads the traffic of the LANs to a table of the gateway's own. */
export interface LanRouting {
  /** Absent where the gateway's routes stand in `main`. */
  readonly table?: RowSpec<"/routing/table">;
  /** In the order in which they must stand. */
  readonly rules: readonly RowSpec<"/routing/rule">[];
}

/**
 * A table of the gateway's own and the rules that choose it. They stand first: until its routes follow, and once they
 * have gone, traffic of the LANs has no way, instead of one out of another gateway's WANs.
 */
export function designLanRouting(context: DesignContext): LanRouting {
  const name = routesTable(context.description);
  if (name === MAIN) {
    return { rules: [] };
  }
  const table = rowSpec(
    "/routing/table",
    [SETTINGS, "routing-table"],
    // Like the WANs' own tables, it does nothing without its routes and rules.
    { name, fib: true, ...ownedByGateway(context, SETTINGS, "routing-table"), disabled: false },
    [],
  );
  return { table, rules: context.description.lans.flatMap((lan) => rulesOf(lan, table, context)) };
}

function rulesOf(
  lan: Lan,
  table: RowSpec<"/routing/table">,
  context: DesignContext,
): RowSpec<"/routing/rule">[] {
  const at = lanName(lan);
  const main = rowSpec(
    "/routing/rule",
    [at, "specific-routes"],
    {
      interface: lan.interface,
      action: "lookup",
      table: MAIN,
      // Everything in main but its default route: the router's own networks, VPNs, what routing protocols learn.
      "min-prefix": 0,
      ...ownedByGateway(context, at, "specific-routes"),
    },
    [table],
  );
  const own = rowSpec(
    "/routing/rule",
    [at, "routing-rule"],
    {
      interface: lan.interface,
      action: "lookup-only-in-table",
      table: table.row.name,
      ...ownedByGateway(context, at, "routing-rule"),
    },
    [main],
  );
  return [main, own];
}
