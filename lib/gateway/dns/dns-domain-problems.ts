import { groupBy } from "../../collections/group-by";
import { format, hostOrPrefix, isAddress, specialUseOf } from "../../routeros/ipv4";
import type { PrefixIndex } from "../../routeros/prefix-index";
import { MAIN_TABLE } from "../../routeros/route-fields";
import { shown } from "../../text/shown";
import type { GatewayDescription } from "../gateway-description";
import { pinName } from "../policies/pins";
import { defaultRouteTable } from "../router-names";
import type { TokenResolver } from "../token-resolver";
import { type ConnectedNetwork, networkIndex } from "../validation/connected-networks";
import { type Problem, problem } from "../validation/problem";
import { type DnsDomain, isHostName } from "./dns";

const A_DOMAIN = { id: "write-such-as", example: '"isp.example"' } as const;
const A_RESOLVER = {
  id: "write-such-as",
  what: "the address of the ISP's resolver",
  example: '"203.0.113.53"',
} as const;

/** Domains of an ISP: each named once, its resolver behind one WAN, and no policy leads there too. */
export function dnsDomainProblems(gateway: GatewayDescription, values: TokenResolver): Problem[] {
  const domains = gateway.dns?.domains ?? [];
  const others: OtherSettings = {
    wans: gateway.wans.map(({ name }) => name),
    ruled: gateway.wans
      .filter(({ _kind: kind }) => kind.isRoutedByClient && defaultRouteTable(gateway) !== MAIN_TABLE)
      .map(({ name }) => name),
    connected: networkIndex(gateway, values),
    destinations: destinationsByAddress(gateway, values),
    values,
  };
  return [
    ...domains.flatMap((domain, i) => domainProblems(domain, `dns.domains[${i}]`, others)),
    ...repeatedDomains(gateway),
    ...otherWanProblems(domains),
  ];
}

/** Domains that a static record or an earlier domain has too. Two static records of one name are another problem. */
function repeatedDomains({ dns = {} }: GatewayDescription): Problem[] {
  const { staticRecords = [], domains = [] } = dns;
  const first = new Map<string, string>();
  for (const [i, { name }] of staticRecords.entries()) {
    first.set(name, first.get(name) ?? `dns.staticRecords[${i}].name`);
  }
  return domains.flatMap(({ domain }, i) => {
    const path = `dns.domains[${i}].domain`;
    const earlier = first.get(domain);
    if (earlier === undefined) {
      first.set(domain, path);
      return [];
    }
    return [problem(path, domain, { id: "duplicate", earlier }, { id: "write-once", what: "name" })];
  });
}

/** What a domain is compared with. */
interface OtherSettings {
  /** The names of the WANs. */
  readonly wans: readonly string[];
  /** Those whose routes to a host are routing rules, in a gateway whose rules would apply to others too. */
  readonly ruled: readonly string[];
  readonly connected: PrefixIndex<ConnectedNetwork>;
  /** The destinations of policies by the host that they are, and by their name. */
  readonly destinations: ReadonlyMap<string, readonly NamedHost[]>;
  readonly values: TokenResolver;
}

interface NamedHost {
  readonly path: string;
  readonly policy: string;
  /** Whether it is the host; otherwise its rows have the name that those of the host would have. */
  readonly isDestination: boolean;
}

function destinationsByAddress(
  { policies = [] }: GatewayDescription,
  values: TokenResolver,
): OtherSettings["destinations"] {
  const hosts = policies.flatMap((policy, i) =>
    (policy.to ?? []).flatMap((value, j) => {
      const named = { path: `policies[${i}].to[${j}]`, policy: `policies[${i}]` };
      if (values.isToken(value)) {
        return [{ ...named, address: pinName(policy, value, values), isDestination: false }];
      }
      const prefix = hostOrPrefix(value);
      return prefix?.length === 32 ? [{ ...named, address: prefix.network, isDestination: true }] : [];
    }),
  );
  return groupBy(hosts, ({ address }) => address);
}

function domainProblems({ domain, server, wan }: DnsDomain, path: string, others: OtherSettings): Problem[] {
  const choices = others.wans.map(shown);
  return [
    ...(others.ruled.includes(wan)
      ? [problem(`${path}.wan`, wan, "rules-for-all-lans", "remove-table")]
      : []),
    ...(isHostName(domain) ? [] : [problem(`${path}.domain`, domain, "not-a-domain", A_DOMAIN)]),
    ...(others.wans.includes(wan)
      ? serverProblems({ path: `${path}.server`, server, wan }, others)
      : [problem(`${path}.wan`, wan, "unknown-wan", { id: "write-either", choices })]),
  ];
}

/** A resolver that is asked through a WAN. */
interface GivenResolver {
  readonly path: string;
  readonly server: string;
  readonly wan: string;
}

function serverProblems({ path, server, wan }: GivenResolver, others: OtherSettings): Problem[] {
  const { connected, destinations, values } = others;
  if (values.isToken(server)) {
    return [problem(path, server, { id: "token", because: "rows" })];
  }
  if (!isAddress(server)) {
    return [problem(path, server, "not-an-address", A_RESOLVER)];
  }
  const use = specialUseOf(server);
  if (use !== undefined) {
    return [problem(path, server, { id: "special-use", use }, A_RESOLVER)];
  }
  const [network] = connected.holding(server);
  if (network?.router === server) {
    return [problem(path, server, { id: "own-address", of: network.path }, A_RESOLVER)];
  }
  if (network !== undefined && network.wan !== wan) {
    return [
      problem(
        path,
        server,
        { id: "in-other-network", network: format(network.prefix), of: network.path, wan },
        "write-wan-or-resolver",
      ),
    ];
  }
  return (destinations.get(server) ?? []).map((host) => hostProblem(path, server, host));
}

/** The gateway leads to the resolver itself. */
function hostProblem(
  path: string,
  server: string,
  { path: destination, policy, isDestination }: NamedHost,
): Problem {
  return isDestination
    ? problem(
        path,
        server,
        { id: "in-policy", policy: destination },
        { id: "remove-destination", destination },
      )
    : problem(path, server, { id: "name-of", of: policy }, { id: "rename-policy", policy });
}

function otherWanProblems(domains: readonly DnsDomain[]): Problem[] {
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
            { id: "resolver-by-other-wan", of: `dns.domains[${other}]` },
            "one-wan-per-resolver",
          ),
        ];
  });
}
