import { EVERYWHERE, ROUTE_DEFAULTS } from "../../routeros/route-fields";
import type { RouteGroup } from "../../simulator";
import { CannotTell, type ModelRow, type RouterState } from "../../simulator";

/** A property's value where the row has it and it is known. */
export function known(row: ModelRow, name: string): string | undefined {
  const value = row.raw(name);
  return typeof value === "string" ? value : undefined;
}

/** A property of a route where it is known, with RouterOS' default where the row does not have it. */
export function knownOfRoute(route: ModelRow, name: keyof typeof ROUTE_DEFAULTS): string {
  return known(route, name) ?? ROUTE_DEFAULTS[name];
}

/** Whether a route leads everywhere. */
export function isDefaultRoute(route: ModelRow): boolean {
  return knownOfRoute(route, "dst-address") === EVERYWHERE;
}

/** Whether a row has a property whose value is known only after the apply. */
export function isOpen(row: ModelRow, name: string): boolean {
  return row.has(name) && known(row, name) === undefined;
}

/** The addresses of the resources of rows. */
export function resourcesOf(rows: readonly ModelRow[]): string[] {
  return rows.map((row) => row.reference.id);
}

/** The routes of a table for an address; undefined where there are none, or where they are unknown. */
export function lookUp({ rib }: RouterState, table: string, address: string): RouteGroup | undefined {
  try {
    return rib.lookUp(table, address);
  } catch (error) {
    if (error instanceof CannotTell) {
      return undefined;
    }
    throw error;
  }
}
