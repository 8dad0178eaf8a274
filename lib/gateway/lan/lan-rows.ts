import { MAIN_TABLE } from "../../routeros/route-fields";
import type { DesignContext } from "../design-context";
import { isManaged } from "../management/management-list";
import { defaultRouteTable, LISTS, lanInterfaceList, lanName, SETTINGS } from "../router-names";
import type { RowSpec } from "../row-spec";
import type { Lan } from "./lan";

/** The rows that lead the traffic of the LANs to the gateway's own table; empty where its routes are in `main`. */
export interface LanRouting {
  readonly table?: RowSpec<"/routing/table">;
  /** In the order that they need on the router. */
  readonly rules: readonly RowSpec<"/routing/rule">[];
}

/** The interface list of a gateway's LANs: one matcher for packets from any of them. */
export interface LanListDesign {
  readonly list: RowSpec<"/interface/list">;
  /** One for each LAN that the router is not managed through, by name. */
  readonly members: readonly RowSpec<"/interface/list/member">[];
}

/**
 * Designs the gateway's own table and the rules that choose it.
 *
 * They are created first and destroyed last. While the table has no routes, traffic of the LANs is not routed, instead of
 * leaving by the WANs of another gateway.
 */
export function designLanRouting(context: DesignContext): LanRouting {
  const name = defaultRouteTable(context.description);
  if (name === MAIN_TABLE) {
    return { rules: [] };
  }
  const table = context.row(
    "/routing/table",
    // A table without routes and rules has no effect, so that of a disabled gateway stays enabled.
    { path: [SETTINGS, "routing-table"], stages: ["lan table"], disabled: false },
    { name, fib: true },
  );
  return { table, rules: context.description.lans.flatMap((lan) => rulesOf(lan, table, context)) };
}

function rulesOf(
  lan: Lan,
  table: RowSpec<"/routing/table">,
  context: DesignContext,
): RowSpec<"/routing/rule">[] {
  const main = context.row(
    "/routing/rule",
    { path: [lanName(lan), "specific-routes"], after: [table] },
    {
      interface: lan.interface,
      action: "lookup",
      table: MAIN_TABLE,
      // Everything in main but its default route: the router's own networks, VPNs, routes of routing protocols.
      "min-prefix": 0,
    },
  );
  const own = context.row(
    "/routing/rule",
    { path: [lanName(lan), "routing-rule"], after: [main] },
    { interface: lan.interface, action: "lookup-only-in-table", table: table.row.name },
  );
  return [main, own];
}

/** Designs the router's addresses on the LANs, each after the rules of its LAN. */
export function designLanAddresses(context: DesignContext, { rules }: LanRouting): RowSpec<"/ip/address">[] {
  const { description, values } = context;
  const lastRule = new Map(rules.map((rule) => [rule.row.interface, rule]));
  return description.lans.flatMap((lan) => {
    const { interface: interfaceName, address } = lan;
    if (address === undefined) {
      return [];
    }
    const rule = lastRule.get(interfaceName);
    return context.row(
      "/ip/address",
      {
        path: [lanName(lan), "address"],
        stages: ["lan addresses"],
        after: rule === undefined ? [] : [rule],
        // The router is managed by its LAN addresses, so those of a disabled gateway stay enabled.
        disabled: false,
      },
      { address, network: values.networkOf(address), interface: interfaceName },
    );
  });
}

/** Designs the interface list and its members, in the order of their names; nothing where you name a list. */
export function designLanList(context: DesignContext): LanListDesign | undefined {
  const { description, owner } = context;
  if (description.lanList !== undefined) {
    return undefined;
  }
  const name = lanInterfaceList(description);
  const stages = ["lan list"] as const;
  const list = context.add(
    "/interface/list",
    { path: [LISTS, "lans", "list"], stages },
    { name, comment: `${owner}/${LISTS}/lans` },
  );
  const members = description.lans
    .filter((lan) => !isManaged(lan, description))
    .sort((a, b) => (lanName(a) < lanName(b) ? -1 : 1))
    .map((lan) =>
      context.row(
        "/interface/list/member",
        {
          path: [LISTS, "lans", "members", lanName(lan)],
          role: `lans:${lanName(lan)}`,
          stages,
          isChained: true,
        },
        { list: name, interface: lan.interface },
      ),
    );
  return Object.freeze({ list, members: Object.freeze(members) });
}
