import { contains, hostOrPrefix, prefixOf } from "../../routeros/ipv4";
import { EVERYWHERE, parseGateway } from "../../routeros/route-fields";
import type { Fields } from "../fields";
import { isEnabled, type StatusRows } from "./status-rows";

/** Where gateways are looked up. */
type Networks = Pick<StatusRows, "addresses" | "routes">;

/** A gateway that is looked up through itself has no end. */
const MOST_STEPS = 8;

/**
 * The interface that a route leaves through: the one that the router resolved, or else the one that its gateway leads to,
 * whether or not the gateway answers. Undefined if no route leads to the gateway.
 */
export function egressOf(route: Fields, rows: Networks): string | undefined {
  const [immediate = ""] = (route["immediate-gw"] ?? "").split(",");
  return parseGateway(immediate).interface || throughGateway(route["gateway"] ?? "", rows, MOST_STEPS);
}

function throughGateway(gateway: string, rows: Networks, steps: number): string | undefined {
  const { address, interface: named } = parseGateway(gateway.split(",")[0] ?? "");
  if (address === undefined || named !== undefined || steps === 0) {
    return named || undefined;
  }
  const own = rows.addresses.find(
    (row) => isEnabled(row) && contains(prefixOf(row["address"] ?? ""), address),
  );
  if (own !== undefined) {
    return own["interface"];
  }
  const [next] = rows.routes
    .filter((route) => isEnabled(route) && leadsTo(route, address))
    .sort((a, b) => lengthOf(b) - lengthOf(a));
  return next === undefined ? undefined : throughGateway(next["gateway"] ?? "", rows, steps - 1);
}

function leadsTo(route: Fields, address: string): boolean {
  const prefix = destinationOf(route);
  return prefix !== undefined && prefix.length > 0 && contains(prefix, address);
}

const lengthOf = (route: Fields): number => destinationOf(route)?.length ?? 0;

const destinationOf = (route: Fields) => hostOrPrefix(route["dst-address"] ?? EVERYWHERE);
