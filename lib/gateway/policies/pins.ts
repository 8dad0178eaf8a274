import { contains, format, hostOrPrefix, prefixOf } from "../../routeros/ipv4";
import { MAIN_TABLE } from "../../routeros/route-fields";
import type { DnsDomain } from "../dns/dns";
import type { GatewayDescription } from "../gateway-description";
import { defaultRouteTable } from "../router-names";
import type { TokenResolver } from "../token-resolver";
import type { Wan } from "../wan/wan";
import { policiesByMechanism } from "./mechanism";
import { Otherwise, type Policy } from "./policy";

/** A destination that has routes of its own. */
export interface Pin {
  /** The name in resource addresses and comments. */
  readonly name: string;
  readonly destination: string;
  /** The names of the WANs by tiers. */
  readonly via: readonly (readonly string[])[];
  /** Whether the destination's traffic is discarded while these WANs are down. */
  readonly isBlocked: boolean;
  /** The table that its routes are in. */
  readonly table: string;
}

/**
 * Every pin of a gateway: the destinations of policies by routes, and the resolvers of its domains. The router itself queries
 * these, and it uses table main whatever table the LANs have.
 */
export function pinsOf(description: GatewayDescription, values: TokenResolver): Pin[] {
  const table = defaultRouteTable(description);
  const ofPolicies = policiesByMechanism(description).routed.flatMap((policy) =>
    (policy.to ?? []).map((destination) => ({
      name: pinName(policy, destination, values),
      destination,
      via: policy.via,
      isBlocked: policy.otherwise === Otherwise.BLOCK,
      table,
    })),
  );
  const domains = description.dns?.domains ?? [];
  const wans = new Map(description.wans.map((wan) => [wan.name, wan]));
  const resolvers = new Map(
    domains
      .filter((domain) => !isNeighbour(domain, wans.get(domain.wan), values))
      .map(({ server, wan }) => [server, wan]),
  );
  return [
    ...ofPolicies,
    ...[...resolvers].map(([server, wan]) => ({
      name: server,
      destination: server,
      via: [[wan]],
      isBlocked: true,
      table: MAIN_TABLE,
    })),
  ];
}

/** One name for a destination, however it is written. That of a token is not known, so it has the name of its policy. */
export function pinName({ name }: Policy, destination: string, values: TokenResolver): string {
  if (values.isToken(destination)) {
    return name;
  }
  const prefix = hostOrPrefix(destination);
  return (prefix === undefined ? destination : format(prefix).replace(/\/32$/, "")).replace("/", "-");
}

/** Whether a domain's resolver is in a known subnet of its WAN, and so needs no route. */
function isNeighbour({ server }: DnsDomain, wan: Wan | undefined, values: TokenResolver): boolean {
  const addresses = wan?._kind.addresses ?? [];
  return addresses.some((address) => !values.isToken(address) && contains(prefixOf(address), server));
}
