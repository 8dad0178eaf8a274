import { ROUTE_DEFAULTS } from "../../../lib/routeros/route-fields";
import type { Values } from "../menus/menu";
import type { ObservedReachability } from "../observations";
import type { StoredRow } from "../store";
import { type Connected, directNetworks, runningPorts, showConnected } from "./connected";
import type { DynamicRoute } from "./dynamic";
import { type NextHop, NextHopLookup, type ResolvedHop } from "./next-hop-lookup";

/** A route that somebody wrote, or that a client of the router made, with what the router makes of it. */
export interface EvaluatedRoute {
  readonly row: StoredRow | DynamicRoute;
  readonly table: string;
  readonly destination: string;
  readonly distance: number;
  readonly blackhole: boolean;
  readonly nextHop: NextHop;
  readonly usable: boolean;
  /** No usable route of the same table and destination is nearer. */
  readonly active: boolean;
}

/** The routes that a router knows. */
export interface EvaluatedRib {
  readonly routes: readonly EvaluatedRoute[];
  readonly connected: readonly Connected[];
}

/** What `/ip/route` shows is made of these. */
export interface RouteSources {
  readonly routes: readonly (StoredRow | DynamicRoute)[];
  readonly addresses: readonly StoredRow[];
  readonly ports: readonly StoredRow[];
  /** Tables that routes may be in: those not disabled. */
  readonly tables: ReadonlySet<string>;
  readonly reachability: ObservedReachability;
}

/** What becomes of the static routes. */
export function evaluateRoutes(sources: RouteSources): EvaluatedRib {
  const running = runningPorts(sources.ports, sources.reachability);
  const connected = directNetworks(sources.addresses, running);
  const lookup = new NextHopLookup({ ...sources, connected, running });
  const evaluated = sources.routes.map((row) => evaluate(row, sources.tables, lookup));
  const best = bestDistances(evaluated, connected);
  const routes = evaluated.map((route) => ({
    ...route,
    active: route.usable && best.get(contestOf(route)) === route.distance,
  }));
  return { routes, connected };
}

/** `/ip/route`: static routes with the router's verdict, then connected ones. */
export function showRoutes({ routes, connected }: EvaluatedRib): readonly Values[] {
  const sizes = new Map<string, number>();
  for (const route of routes.filter(({ active }) => active)) {
    sizes.set(contestOf(route), (sizes.get(contestOf(route)) ?? 0) + 1);
  }
  return [
    ...routes.map((route) => showStatic(route, (sizes.get(contestOf(route)) ?? 0) > 1)),
    ...connected.map((route) =>
      showConnected(
        route,
        connected.some((other) => other !== route && destinationOf(other) === destinationOf(route)),
      ),
    ),
  ];
}

const contestOf = ({ table, destination }: Pick<EvaluatedRoute, "table" | "destination">): string =>
  `${table} ${destination}`;

const destinationOf = (route: Connected): string => `${route.network}/${route.length}`;

const NO_NEXT_HOP: NextHop = { hops: [], reachable: false };

function evaluate(
  row: StoredRow | DynamicRoute,
  tables: ReadonlySet<string>,
  lookup: NextHopLookup,
): Omit<EvaluatedRoute, "active"> {
  const { values } = row;
  const table = values["routing-table"] ?? ROUTE_DEFAULTS["routing-table"];
  const blackhole = values["blackhole"] !== undefined;
  const nextHop = blackhole ? NO_NEXT_HOP : lookup.of(values);
  return {
    row,
    table,
    destination: values["dst-address"] ?? ROUTE_DEFAULTS["dst-address"],
    distance: Number(values["distance"] ?? ROUTE_DEFAULTS.distance),
    blackhole,
    nextHop,
    usable: values["disabled"] !== "true" && tables.has(table) && (blackhole || nextHop.reachable),
  };
}

function bestDistances(
  evaluated: readonly Omit<EvaluatedRoute, "active">[],
  connected: readonly Connected[],
): Map<string, number> {
  const best = new Map(connected.map((route) => [`main ${destinationOf(route)}`, 0]));
  for (const route of evaluated) {
    const { distance, usable } = route;
    const contest = contestOf(route);
    if (usable) {
      best.set(contest, Math.min(distance, best.get(contest) ?? distance));
    }
  }
  return best;
}

const WRITTEN = ["check-gateway", "comment", "disabled", "pref-src", "suppress-hw-offload", "vrf-interface"];

const pick = (values: Values, names: readonly string[]): Values =>
  Object.fromEntries(names.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])));

const showHops = (hops: readonly ResolvedHop[]): string =>
  hops
    .map((hop) => (hop.address === undefined ? hop.interface : `${hop.address}%${hop.interface}`))
    .join(",");

const madeBy = (row: StoredRow | DynamicRoute): Values =>
  "origin" in row ? { [row.origin]: "true" } : { static: "true" };

function showStatic(route: EvaluatedRoute, shared: boolean): Values {
  const { nextHop } = route;
  const { values } = route.row;
  const always = {
    ".id": route.row.id,
    "dst-address": route.destination,
    ...pick(values, ["blackhole", "gateway"]),
    ...madeBy(route.row),
  };
  // A disabled route shows hardly anything: even its distance and table are gone until it is enabled.
  if (values["disabled"] === "true") {
    return { ...always, ...pick(values, ["comment"]), disabled: "true", inactive: "false" };
  }
  return {
    ...always,
    ...pick(values, WRITTEN),
    ...(route.active ? { active: "true" } : {}),
    distance: values["distance"] ?? ROUTE_DEFAULTS.distance,
    dynamic: String("origin" in route.row),
    ...(route.active && shared ? { ecmp: "true" } : {}),
    ...(route.blackhole ? {} : { "immediate-gw": nextHop.reachable ? showHops(nextHop.hops) : "" }),
    inactive: String(!route.usable),
    "routing-table": route.table,
    scope: values["scope"] ?? ROUTE_DEFAULTS.scope,
    "target-scope": values["target-scope"] ?? ROUTE_DEFAULTS["target-scope"],
  };
}
