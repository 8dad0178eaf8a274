import { type DestinationPin, WhileDown } from "../props/destination-pin";
import type { DnsDomain } from "../props/dns";
import type { GatewayDescription } from "../props/gateway-description";
import { contains, prefixOf } from "../routing/ipv4";
import { MAIN, routesTable } from "./names";
import type { Values } from "./values";

/** A pin, and the table whose lookups it concerns. */
export interface Pin extends DestinationPin {
  readonly table: string;
}

/**
 * Every pin of a gateway: those its owner asks for, and those that keep a domain's questions on their WAN. It is the
 * router itself that asks, and it looks into `main` whatever table the LANs have.
 */
export function pinsOf(description: GatewayDescription, values: Values): Pin[] {
  const asked = description.destinationPins ?? [];
  const domains = description.dns?.domains ?? [];
  const pinned = new Map(
    domains
      .filter((domain) => !isNeighbour(domain, description, values))
      .map((domain) => [domain.server, domain.wan]),
  );
  const resolvers = [...pinned].map(([destination, wan]) => ({
    destination,
    wan,
    whileDown: WhileDown.BLOCK,
    table: MAIN,
  }));
  return [...asked.map((pin) => ({ ...pin, table: routesTable(description) })), ...resolvers];
}

/** Whether a domain's resolver is reached without a route, since its WAN's own subnet holds it. */
function isNeighbour({ server, wan }: DnsDomain, { wans }: GatewayDescription, values: Values): boolean {
  return wans.some(
    ({ name, address }) =>
      name === wan &&
      address !== undefined &&
      !values.isToken(address) &&
      contains(prefixOf(address), server),
  );
}
