import type { Values } from "../menus/menu";
import { parseGateway } from "../values/references";

/** How a gateway is asked whether it lives; routes that ask the same next hop the same way share one probe. */
export interface Probe {
  readonly kind: "arp" | "ping";
  readonly address: string;
  /** The port that the gateway names, `10.0.0.1%ether1`; without one, routing finds the way. */
  readonly interface?: string;
}

/** The probe of a route, or undefined where its gateway is not checked: by its row, or as it has no address. */
export function probeOf(route: Values): Probe | undefined {
  const kind = route["check-gateway"];
  const { address, interface: port } = parseGateway(route["gateway"] ?? "");
  if ((kind !== "arp" && kind !== "ping") || address === undefined) {
    return undefined;
  }
  return { kind, address, interface: port };
}

/** What two routes must agree in to share a probe. */
export const probeKey = ({ kind, address, interface: port }: Probe): string =>
  `${kind} ${address}${port === undefined ? "" : `%${port}`}`;
