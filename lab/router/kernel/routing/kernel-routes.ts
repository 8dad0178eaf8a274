import type { Connected } from "../../derived/connected";
import type { EvaluatedRib, EvaluatedRoute } from "../../derived/evaluated-routes";
import type { ResolvedHop } from "../../derived/next-hop-lookup";
import { MAIN_TABLE_NUMBER } from "../kernel-state";
import type { Devices } from "../links/devices";
import type { NextHopGroups } from "./next-hop-groups";

/** Routing tables by name, as the kernel numbers them; those that are pushed to it only. */
export type Tables = ReadonlyMap<string, number>;

/** The active routes, by `table destination`, as the kernel is to hold them. */
export function wantedRoutes(
  rib: EvaluatedRib,
  tables: Tables,
  devices: Devices,
  nextHops: NextHopGroups,
): ReadonlyMap<string, string> {
  const wanted = new Map<string, string>();
  const own = new Set(rib.connected.map((route) => route.localAddress));
  for (const routes of group(rib.routes.filter((route) => route.active)).values()) {
    const table = tables.get(routes[0]?.table ?? "");
    if (table === undefined) {
      continue;
    }
    const place = `${table} ${routes[0]?.destination}`;
    wanted.set(place, `${staticRoute(routes, devices, nextHops)}${preferredSource(routes, own)}`);
  }
  for (const [network, routes] of groupConnected(rib.connected)) {
    wanted.set(`${MAIN_TABLE_NUMBER} ${network}`, connectedRoute(routes, devices, nextHops));
  }
  return wanted;
}

function staticRoute(routes: readonly EvaluatedRoute[], devices: Devices, nextHops: NextHopGroups): string {
  const hops = routes.flatMap((route) => route.nextHop.hops);
  if (hops.length === 0) {
    return "blackhole";
  }
  return `nhid ${nextHops.group(hops, devices)}`;
}

/** The address that the router itself speaks from, where it has it; routes that share the traffic share it too. */
function preferredSource(routes: readonly EvaluatedRoute[], own: ReadonlySet<string>): string {
  const source = routes
    .filter((route) => !route.blackhole)
    .map((route) => route.row.values["pref-src"])
    .find((value) => value !== undefined);
  return source !== undefined && own.has(source) ? ` src ${source}` : "";
}

/** One connected route says which address the router speaks from; several of one network share. */
function connectedRoute(routes: readonly Connected[], devices: Devices, nextHops: NextHopGroups): string {
  const [first, ...more] = routes;
  if (first === undefined) {
    throw new Error("a connected network without a route");
  }
  const ports = new Set(routes.map((route) => route.interface));
  if (more.length === 0 || ports.size === 1) {
    return `dev ${devices.of(first.interface)} scope link src ${first.localAddress}`;
  }
  const hops: ResolvedHop[] = [...ports].map((port) => ({ interface: port }));
  return `nhid ${nextHops.group(hops, devices)}`;
}

function group(routes: readonly EvaluatedRoute[]): ReadonlyMap<string, readonly EvaluatedRoute[]> {
  const groups = new Map<string, EvaluatedRoute[]>();
  for (const route of routes) {
    const key = `${route.table} ${route.destination}`;
    groups.set(key, [...(groups.get(key) ?? []), route]);
  }
  return groups;
}

function groupConnected(routes: readonly Connected[]): ReadonlyMap<string, readonly Connected[]> {
  const groups = new Map<string, Connected[]>();
  for (const route of routes) {
    const key = `${route.network}/${route.length}`;
    groups.set(key, [...(groups.get(key) ?? []), route]);
  }
  return groups;
}
