import { translatesSource } from "../../routeros/nat-actions";
import { MAIN_TABLE } from "../../routeros/route-fields";
import type { Fields } from "../fields";
import type { DefaultRoute } from "./default-routes";
import { isEnabled, type StatusRows } from "./status-rows";

/**
 * The share of new connections that each interface should get: by the classifier rules of the LAN if there are any, else
 * by the active default routes of `main`, whose ECMP group gives each route the same share.
 *
 * Undefined where classifier rules do not cover every connection exactly once, or lead to a table without a route.
 */
export function expectedShares(
  mangle: readonly Fields[],
  routes: readonly DefaultRoute[],
): ReadonlyMap<string, number> | undefined {
  const classifiers = mangle.filter(
    (rule) =>
      isEnabled(rule) &&
      rule["action"] === "mark-routing" &&
      rule["chain"] === "prerouting" &&
      rule["per-connection-classifier"] !== undefined,
  );
  return classifiers.length === 0 ? sharesIn(MAIN_TABLE, routes) : classifiedShares(classifiers, routes);
}

function sharesIn(table: string, routes: readonly DefaultRoute[]): ReadonlyMap<string, number> {
  const active = routes.filter((route) => route.table === table && route.row["active"] === "true");
  const shares = new Map<string, number>();
  for (const route of active) {
    shares.set(route.interface, (shares.get(route.interface) ?? 0) + 1 / active.length);
  }
  return shares;
}

function classifiedShares(
  classifiers: readonly Fields[],
  routes: readonly DefaultRoute[],
): ReadonlyMap<string, number> | undefined {
  const tables = new Map(
    classifiers.map((rule) => [rule["per-connection-classifier"] ?? "", rule["new-routing-mark"] ?? ""]),
  );
  const shares = new Map<string, number>();
  for (const [classifier, table] of tables) {
    const part = 1 / Number(/:(\d+)\//.exec(classifier)?.[1]);
    for (const [name, share] of sharesIn(table, routes)) {
      shares.set(name, (shares.get(name) ?? 0) + part * share);
    }
  }
  const sum = [...shares.values()].reduce((total, share) => total + share, 0);
  return Math.abs(sum - 1) < 1e-9 ? shares : undefined;
}

/**
 * The new connections that the source NAT rules of each interface have counted. NAT rules see the first packet of a
 * connection only, so FastTrack hides none. Undefined for an interface without an enabled rule of its own.
 */
export function countedConnections({ nat }: Pick<StatusRows, "nat">): ReadonlyMap<string, number> {
  const counted = new Map<string, number>();
  for (const rule of nat) {
    const name = rule["out-interface"];
    const isSourceNat = rule["chain"] === "srcnat" && translatesSource(rule["action"]);
    if (isEnabled(rule) && isSourceNat && name !== undefined && rule["packets"] !== undefined) {
      counted.set(name, (counted.get(name) ?? 0) + Number(rule["packets"]));
    }
  }
  return counted;
}
