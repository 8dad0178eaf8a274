import { EVERYWHERE, MAIN_TABLE, ROUTE_DEFAULTS } from "../../routeros/route-fields";
import type { Fields } from "../fields";
import { egressOf } from "./egress";
import { isEnabled, type StatusRows } from "./status-rows";
import type { DefaultRouteState } from "./wan-status";

/** A default route, and the interface that it leaves through. */
export interface DefaultRoute {
  readonly row: Fields;
  readonly interface: string;
  readonly table: string;
  readonly distance: number;
}

/** The enabled default routes of all tables; those that lead nowhere are left out. */
export function defaultRoutesIn(rows: Pick<StatusRows, "addresses" | "routes">): readonly DefaultRoute[] {
  return rows.routes
    .filter((row) => isEnabled(row) && (row["dst-address"] ?? EVERYWHERE) === EVERYWHERE)
    .flatMap((row) => {
      const egress = row["blackhole"] === undefined ? egressOf(row, rows) : undefined;
      return egress === undefined ? [] : [{ row, interface: egress, ...placeOf(row) }];
    });
}

const placeOf = (row: Fields) => ({
  table: row["routing-table"] ?? MAIN_TABLE,
  distance: Number(row["distance"] ?? ROUTE_DEFAULTS.distance),
});

/** What the default routes of a WAN in one table do. */
export function routeStatus(routes: readonly DefaultRoute[]): DefaultRouteState {
  if (routes.length === 0) {
    return "none";
  }
  if (routes.some(({ row }) => row["active"] === "true")) {
    return "active";
  }
  return routes.some(({ row }) => row["inactive"] !== "true") ? "standby" : "down";
}

/** The tables, other than `main`, whose nearest default routes all leave through one interface. */
export function tablesOf(name: string, routes: readonly DefaultRoute[]): readonly string[] {
  const tables = [...new Set(routes.map(({ table }) => table))].filter((table) => table !== MAIN_TABLE);
  return tables.filter((table) => {
    const inTable = routes.filter((route) => route.table === table);
    const least = Math.min(...inTable.map(({ distance }) => distance));
    return inTable.every((route) => route.distance > least || route.interface === name);
  });
}
