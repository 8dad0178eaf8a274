import { contains, type Prefix, prefixOf } from "../../routeros/ipv4";
import type { DnsDomain } from "../dns/dns";
import type { GatewayDescription } from "../gateway-description";
import { MAIN, routesTable } from "../router-names";
import type { TokenResolver } from "../token-resolver";
import { type DestinationPin, WhileDown } from "./destination-pin";

/** A pin, and the table whose lookups it concerns. */
export interface Pin extends DestinationPin {
  readonly table: string;
}

/**
 * Every pin of a gateway: those its owner asks for, and those that keep a domain's questions on their WAN. It is the
 * router itself that asks, and it looks into `main` whatever table the LANs have.
 */
export function pinsOf(description: GatewayDescription, values: TokenResolver): Pin[] {
  const asked = description.destinationPins ?? [];
  const subnets = subnetsOf(description, values);
  const domains = description.dns?.domains ?? [];
  const pinned = new Map(
    domains.filter((domain) => !isNeighbour(domain, subnets)).map((domain) => [domain.server, domain.wan]),
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
function isNeighbour({ server, wan }: DnsDomain, subnets: ReadonlyMap<string, Prefix>): boolean {
  const subnet = subnets.get(wan);
  return subnet !== undefined && contains(subnet, server);
}

/** The subnets of the WANs by their names, as far as they are known. */
function subnetsOf({ wans }: GatewayDescription, values: TokenResolver): ReadonlyMap<string, Prefix> {
  return new Map(
    wans.flatMap(({ name, address }) =>
      address === undefined || values.isToken(address) ? [] : [[name, prefixOf(address)] as const],
    ),
  );
}
