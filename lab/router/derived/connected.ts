import type { Values } from "../menus/menu";
import type { ObservedReachability } from "../observations";
import type { StoredRow } from "../store";
import { networkOf, parsePrefix } from "../values/address-values";

/** A network that the router has an address in, on a port that is up. */
export interface Connected {
  readonly id: string;
  readonly network: string;
  readonly length: number;
  readonly interface: string;
  readonly localAddress: string;
}

/** How near a connected route is to other routes that resolve their gateways. */
export const CONNECTED_SCOPE = 10;

const isDisabled = (values: Values): boolean => values["disabled"] === "true";

/** The names of the ports that are up and have a carrier. */
export const runningPorts = (
  ports: readonly StoredRow[],
  reachability: ObservedReachability,
): ReadonlySet<string> =>
  new Set(ports.filter((row) => reachability.isRunning(row.values)).map((row) => row.values["name"] ?? ""));

/** The connected networks, from `/ip/address`: the network an address names, not the one its bits lie in. */
export function directNetworks(
  addresses: readonly StoredRow[],
  running: ReadonlySet<string>,
): readonly Connected[] {
  return addresses.flatMap(({ id, values }) => {
    const prefix = parsePrefix(values["address"] ?? "");
    const port = values["interface"] ?? "";
    if (prefix === undefined || isDisabled(values) || !running.has(port)) {
      return [];
    }
    const network = networkOf(values["network"] ?? prefix.address, prefix.length);
    return [
      {
        // Routers give these ids from an address of their own; ours are stable while the address row is.
        id: `*2018${id.slice(1).padStart(4, "0")}`,
        network,
        length: prefix.length,
        interface: port,
        localAddress: prefix.address,
      },
    ];
  });
}

/** A connected route as the API shows it. */
export const showConnected = (route: Connected, shared: boolean): Values => ({
  ".id": route.id,
  active: "true",
  connect: "true",
  distance: "0",
  "dst-address": `${route.network}/${route.length}`,
  dynamic: "true",
  ...(shared ? { ecmp: "true" } : {}),
  gateway: route.interface,
  "immediate-gw": route.interface,
  inactive: "false",
  "local-address": `${route.localAddress}%${route.interface}`,
  "routing-table": "main",
  scope: String(CONNECTED_SCOPE),
});
