import type { Values } from "../menus/menu";
import type { StoredRow } from "../store";
import { contains } from "../values/addresses";
import { parseGateway } from "../values/references";
import { type Connected, connectedNetworks, runningPorts, showConnected } from "./connected";

/** A static route with what the router makes of it. */
interface Judged {
  readonly row: StoredRow;
  /** Destination, table and distance: routes that agree in these share the traffic. */
  readonly group: string;
  readonly contest: string;
  readonly distance: number;
  readonly immediate: string | undefined;
  readonly usable: boolean;
}

/** What `/ip/route` shows is made of these menus. */
export interface RouteSources {
  readonly routes: readonly StoredRow[];
  readonly addresses: readonly StoredRow[];
  readonly ports: readonly StoredRow[];
  /** Tables that routes may be in: those not disabled. */
  readonly tables: ReadonlySet<string>;
}

/**
 * `/ip/route`: static routes with the router's verdict, then connected ones. A gateway is reachable through a
 * connected network of the main table or as a port; it always answers. Recursion by scope is not done: a gateway
 * behind another static route counts as unreachable.
 */
export function showRoutes(sources: RouteSources): readonly Values[] {
  const running = runningPorts(sources.ports);
  const connected = connectedNetworks(sources.addresses, running);
  const judged = sources.routes.map((row) => judge(row, connected, running, sources.tables));
  const best = bestDistances(judged, connected);
  const isActive = (route: Judged): boolean => route.usable && best.get(route.contest) === route.distance;
  const sizes = new Map<string, number>();
  for (const route of judged.filter(isActive)) sizes.set(route.group, (sizes.get(route.group) ?? 0) + 1);
  return [
    ...judged.map((route) => showStatic(route, isActive(route), (sizes.get(route.group) ?? 0) > 1)),
    ...connected.map((route) =>
      showConnected(
        route,
        connected.some((other) => other !== route && destinationOf(other) === destinationOf(route)),
      ),
    ),
  ];
}

const destinationOf = (route: Connected): string => `${route.network}/${route.length}`;

function judge(
  row: StoredRow,
  connected: readonly Connected[],
  running: ReadonlySet<string>,
  tables: ReadonlySet<string>,
): Judged {
  const { values } = row;
  const table = values["routing-table"] ?? "main";
  const contest = `${table} ${values["dst-address"] ?? "0.0.0.0/0"}`;
  const distance = Number(values["distance"] ?? "1");
  const blackhole = values["blackhole"] !== undefined;
  const immediate = blackhole ? undefined : immediateGateway(values["gateway"] ?? "", connected, running);
  const usable = values["disabled"] !== "true" && tables.has(table) && (blackhole || immediate !== undefined);
  return { row, contest, group: `${contest} ${distance}`, distance, immediate, usable };
}

/** The next hop on a wire, `10.112.0.1%wlan1`, or undefined where the gateway cannot be reached. */
function immediateGateway(
  gateway: string,
  connected: readonly Connected[],
  running: ReadonlySet<string>,
): string | undefined {
  const { address, interface: port, table } = parseGateway(gateway);
  if (address === undefined) return port !== undefined && running.has(port) ? port : undefined;
  // Nobody is one's own next hop.
  if (connected.some((route) => route.localAddress === address)) return undefined;
  if (port !== undefined) return running.has(port) ? `${address}%${port}` : undefined;
  if (table !== undefined && table !== "main") return undefined;
  const containing = connected.filter((route) => contains(route.network, route.length, address));
  const longest = Math.max(...containing.map((route) => route.length));
  const nearest = containing.filter((route) => route.length === longest);
  if (nearest.length === 0) return undefined;
  return nearest.map((route) => `${address}%${route.interface}`).join(",");
}

function bestDistances(judged: readonly Judged[], connected: readonly Connected[]): Map<string, number> {
  const best = new Map(connected.map((route) => [`main ${destinationOf(route)}`, 0]));
  for (const { contest, distance, usable } of judged) {
    if (usable) best.set(contest, Math.min(distance, best.get(contest) ?? distance));
  }
  return best;
}

const WRITTEN = ["check-gateway", "comment", "disabled", "pref-src", "suppress-hw-offload", "vrf-interface"];

const pick = (values: Values, names: readonly string[]): Values =>
  Object.fromEntries(names.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])));

function showStatic({ row, immediate, usable }: Judged, active: boolean, shared: boolean): Values {
  const { values } = row;
  const always = {
    ".id": row.id,
    "dst-address": values["dst-address"] ?? "0.0.0.0/0",
    ...pick(values, ["blackhole", "gateway"]),
    static: "true",
  };
  // A disabled route shows hardly anything: even its distance and table are gone until it is enabled.
  if (values["disabled"] === "true") {
    return { ...always, ...pick(values, ["comment"]), disabled: "true", inactive: "false" };
  }
  return {
    ...always,
    ...pick(values, WRITTEN),
    ...(active ? { active: "true" } : {}),
    distance: values["distance"] ?? "1",
    dynamic: "false",
    ...(active && shared ? { ecmp: "true" } : {}),
    ...(values["blackhole"] === undefined ? { "immediate-gw": immediate ?? "" } : {}),
    inactive: String(!usable),
    "routing-table": values["routing-table"] ?? "main",
    scope: values["scope"] ?? "30",
    "target-scope": values["target-scope"] ?? "10",
  };
}
