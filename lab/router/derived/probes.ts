import { MAIN_TABLE, parseGateway } from "../../../lib/routeros/route-fields";
import type { Values } from "../menus/menu";

/** How a gateway is asked whether it lives; routes that ask the same next hop the same way share one probe. */
export interface Probe {
  readonly kind: "arp" | "ping";
  readonly address: string;
  /** What tells next hops apart: the address, the port or table that a gateway names, the scope it is looked up in. */
  readonly nextHop: string;
}

/** The probe of a route, or undefined where its gateway is not checked: by its row, or as it has no address. */
export function probeOf(route: Values): Probe | undefined {
  const kind = route["check-gateway"];
  const { address, interface: port = "", table = MAIN_TABLE } = parseGateway(route["gateway"] ?? "");
  if ((kind !== "arp" && kind !== "ping") || address === undefined) {
    return undefined;
  }
  return { kind, address, nextHop: `${address}%${port}@${table} ${route["target-scope"] ?? "10"}` };
}

/** What two routes must agree in to share a probe. */
export const probeKey = ({ kind, nextHop }: Probe): string => `${kind} ${nextHop}`;
