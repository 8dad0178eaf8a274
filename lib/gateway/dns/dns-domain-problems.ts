import { groupBy } from "../../collections/group-by";
import { format, hostOrPrefix, isAddress, specialUseOf } from "../../routeros/ipv4";
import type { PrefixIndex } from "../../routeros/prefix-index";
import { shown } from "../../text/shown";
import type { GatewayDescription } from "../gateway-description";
import { MAIN, pinName, routesTable } from "../router-names";
import type { TokenResolver } from "../token-resolver";
import { type ConnectedNetwork, networkIndex } from "../validation/connected-networks";
import { problem, repeats } from "../validation/problem";
import { WanKind } from "../wan/wan";
import type { DnsDomain } from "./dns";
import { isHostName } from "./host-name";

/** Domains of an ISP: each named once, its resolver beyond one WAN, and no pin of the owner's leads there too. */
export function dnsDomainProblems(gateway: GatewayDescription, values: TokenResolver): string[] {
  const domains = gateway.dns?.domains ?? [];
  const records = gateway.dns?.staticRecords ?? [];
  const names = [
    ...records.map(({ name }, i) => ({ prop: `dns.staticRecords[${i}].name`, value: name })),
    ...domains.map(({ domain }, i) => ({ prop: `dns.domains[${i}].domain`, value: domain })),
  ];
  const context: Around = {
    wans: gateway.wans.map(({ name }) => name),
    ruled: gateway.wans
      .filter(({ kind }) => kind === WanKind.DHCP && routesTable(gateway) !== MAIN)
      .map(({ name }) => name),
    connected: networkIndex(gateway, values),
    pins: pinsByAddress(gateway),
    values,
  };
  return [
    ...domains.flatMap((domain, i) => domainProblems(domain, `dns.domains[${i}]`, context)),
    // Two static records of one name are a problem of their own.
    ...repeats(names, "is already answered by", "write each name once").filter((text) =>
      text.startsWith("dns.domains"),
    ),
    ...otherWanProblems(domains),
  ];
}

/** What a domain is compared with. */
interface Around {
  /** The names of the WANs. */
  readonly wans: readonly string[];
  /** Those whose routes to a host are routing rules, in a gateway whose rules would apply to others too. */
  readonly ruled: readonly string[];
  readonly connected: PrefixIndex<ConnectedNetwork>;
  /** The owner's pins by the host that they lead to, and by their name. */
  readonly pins: ReadonlyMap<string, readonly PinnedHost[]>;
  readonly values: TokenResolver;
}

interface PinnedHost {
  readonly place: number;
  /** Whether the pin leads to the host; it is called like it otherwise. */
  readonly isDestination: boolean;
}

function pinsByAddress({ destinationPins = [] }: GatewayDescription): Around["pins"] {
  const pins = destinationPins.flatMap((pin, place) => {
    const pinned = hostOrPrefix(pin.destination);
    const host = pinned?.length === 32 ? pinned.network : undefined;
    const name = pinName(pin);
    return [
      ...(host === undefined ? [] : [{ address: host, place, isDestination: true }]),
      ...(name === host ? [] : [{ address: name, place, isDestination: false }]),
    ];
  });
  return groupBy(pins, ({ address }) => address);
}

function domainProblems({ domain, server, wan }: DnsDomain, at: string, context: Around): string[] {
  return [
    ...(context.ruled.includes(wan)
      ? [
          problem(
            `${at}.wan`,
            wan,
            "gets its address by DHCP, so the route to the resolver is a routing rule, which would apply to the LANs of other gateways too",
            "name another WAN, or leave out routingTable",
          ),
        ]
      : []),
    ...(isHostName(domain)
      ? []
      : [
          problem(
            `${at}.domain`,
            domain,
            "is not a domain",
            'write one in lower case, such as "isp.example"',
          ),
        ]),
    ...(context.wans.includes(wan)
      ? serverProblems({ prop: `${at}.server`, server, wan }, context)
      : [
          problem(
            `${at}.wan`,
            wan,
            "is not a WAN of this gateway",
            `write one of ${context.wans.map(shown).join(", ")}`,
          ),
        ]),
  ];
}

interface GivenServer {
  readonly prop: string;
  readonly server: string;
  readonly wan: string;
}

function serverProblems({ prop, server, wan }: GivenServer, context: Around): string[] {
  const { connected, pins, values } = context;
  if (values.isToken(server)) {
    return [problem(prop, server, "is a token, and decides which routes are made", "write the address")];
  }
  const remedy = 'write the address of the ISP\'s resolver, such as "203.0.113.53"';
  if (!isAddress(server)) {
    return [problem(prop, server, "is not an IPv4 address", remedy)];
  }
  const special = specialUseOf(server);
  if (special !== undefined) {
    return [problem(prop, server, `is ${special} space`, remedy)];
  }
  const [network] = connected.holding(server);
  if (network?.router === server) {
    return [problem(prop, server, `is the router's own address of ${network.prop}`, remedy)];
  }
  if (network !== undefined && network.wan !== wan) {
    const fault = `lies in ${format(network.prefix)} of ${network.prop}, which the WAN ${shown(wan)} does not lead to`;
    return [problem(prop, server, fault, "write the WAN that leads there, or another resolver")];
  }
  return pinProblems({ prop, server, wan }, pins.get(server) ?? []);
}

/** The resolver gets a pin of its own. */
function pinProblems({ prop, server }: GivenServer, pins: readonly PinnedHost[]): string[] {
  return pins.map(({ place, isDestination }) => {
    const remedy = "leave that pin out: the domain's resolver gets one by itself";
    return isDestination
      ? problem(prop, server, `is pinned by destinationPins[${place}] too`, remedy)
      : problem(prop, server, `is the name of destinationPins[${place}]`, "give that pin another name");
  });
}

function otherWanProblems(domains: readonly DnsDomain[]): string[] {
  // The first domain of each WAN that asks a resolver, by the resolver.
  const first = new Map<string, Map<string, number>>();
  return domains.flatMap(({ server, wan }, i) => {
    const wans = first.get(server) ?? new Map<string, number>();
    const other = [...wans].find(([name]) => name !== wan)?.[1];
    first.set(server, wans.has(wan) ? wans : wans.set(wan, i));
    return other === undefined
      ? []
      : [
          problem(
            `dns.domains[${i}].wan`,
            wan,
            `is not the WAN of dns.domains[${other}], whose resolver is the same`,
            "reach each resolver through one WAN",
          ),
        ];
  });
}
