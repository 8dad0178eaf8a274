import { groupBy } from "../../collections/group-by";
import { broadcastOf, format, isAddress, specialUseOf } from "../../routeros/ipv4";
import type { PrefixIndex } from "../../routeros/prefix-index";
import { shown } from "../../text/shown";
import { guardsWans } from "../dns/dns-guards";
import type { GatewayDescription } from "../gateway-description";
import type { TokenResolver } from "../token-resolver";
import { type ConnectedNetwork, networkIndex } from "../validation/connected-networks";
import { duplicates, type Problem, type ProblemFault, problem } from "../validation/problem";
import { type PortForward, portRanges, protocolOf } from "./port-forward";

const A_HOST = {
  id: "write-such-as",
  what: "a host behind the router",
  example: '"192.168.0.10"',
} as const;
const PORTS = { id: "write-such-as", example: '"443", "80,443" or "8000-8080"' } as const;
const DNS_PORT = 53;

/** Port forwards: each named once, to a host behind the router, and no port of a WAN forwarded twice. */
export function portForwardProblems(gateway: GatewayDescription, values: TokenResolver): Problem[] {
  const forwards = gateway.portForwards ?? [];
  const names = forwards.map(({ name }, i) => ({ path: `portForwards[${i}].name`, value: name }));
  const connected = networkIndex(gateway, values);
  const overlapping = overlaps(forwards);
  return [
    ...duplicates(names, "write-another-name"),
    ...forwards.flatMap((forward, i) => {
      const path = `portForwards[${i}]`;
      return [
        ...portProblems(forward, path, values),
        ...hostProblems(forward, `${path}.to`, connected, values),
        ...wanProblems(forward, `${path}.wans`, gateway),
        ...hairpinProblems(forward, `${path}.hairpin`, gateway),
        ...overlapProblems(forward, overlapping.get(i) ?? [], `${path}.ports`, gateway),
        ...resolverProblems(forward, `${path}.ports`, gateway),
      ];
    }),
  ];
}

function portProblems({ ports, toPort }: PortForward, path: string, values: TokenResolver): Problem[] {
  if (values.isToken(ports)) {
    return [problem(`${path}.ports`, ports, { id: "token", because: "overlaps" })];
  }
  const ranges = portRanges(ports);
  if (ranges === undefined) {
    return [problem(`${path}.ports`, ports, "not-ports", PORTS)];
  }
  const sorted = [...ranges].sort((a, b) => a.first - b.first);
  if (sorted.some(({ first }, i) => i > 0 && first <= (sorted[i - 1]?.last ?? 0))) {
    return [problem(`${path}.ports`, ports, "port-twice", { id: "write-once", what: "port" })];
  }
  return toPort === undefined || /^\d+$/.test(ports)
    ? []
    : [problem(`${path}.toPort`, toPort, { id: "one-port-for-several", ports }, "remove-or-split")];
}

function hostProblems(
  { to }: PortForward,
  path: string,
  connected: PrefixIndex<ConnectedNetwork>,
  values: TokenResolver,
): Problem[] {
  const fault = values.isToken(to) ? undefined : hostFault(to, connected);
  return fault === undefined ? [] : [problem(path, to, fault, A_HOST)];
}

function hostFault(to: string, connected: PrefixIndex<ConnectedNetwork>): ProblemFault | undefined {
  if (!isAddress(to)) {
    return { id: "not-an-address" };
  }
  const use = specialUseOf(to);
  if (use !== undefined) {
    return { id: "special-use", use };
  }
  const [connection] = connected.holding(to);
  if (connection === undefined) {
    return undefined;
  }
  const { path: of, prefix, router, wan } = connection;
  const network = format(prefix);
  if (router === to) {
    return { id: "opens-router", of };
  }
  if (wan !== undefined) {
    return { id: "in-wan-network", network, of };
  }
  return prefix.length <= 30 && [prefix.network, broadcastOf(prefix)].includes(to)
    ? { id: "not-a-host", network }
    : undefined;
}

function wanProblems({ wans }: PortForward, path: string, gateway: GatewayDescription): Problem[] {
  if (wans === undefined) {
    return [];
  }
  const names = gateway.wans.map(({ name }) => name);
  const given = wans.map((value, i) => ({ path: `${path}[${i}]`, value }));
  return [
    ...(wans.length === 0 ? [problem(path, wans, "empty", "write-wans")] : []),
    ...given
      .filter(({ value }) => !names.includes(value))
      .map((unknown) =>
        problem(unknown.path, unknown.value, "unknown-wan", {
          id: "write-either",
          choices: names.map(shown),
        }),
      ),
    ...duplicates(given, { id: "write-once", what: "WAN" }),
  ];
}

/** The LANs know a WAN by its address, which must be known in advance. */
function hairpinProblems(
  { hairpin, wans }: PortForward,
  path: string,
  gateway: GatewayDescription,
): Problem[] {
  if (hairpin !== true) {
    return [];
  }
  const addressless = gateway.wans.filter(
    ({ name, _kind: { addresses } }) => addresses.length === 0 && (wans === undefined || wans.includes(name)),
  );
  return addressless.map(({ name }) =>
    problem(path, hairpin, { id: "unknown-address", wan: name }, "static-wans-only"),
  );
}

/** A forward and its place among the others. */
interface PlacedForward {
  readonly forward: PortForward;
  readonly place: number;
}

/** Ports of a forward. */
interface PortRange extends PlacedForward {
  readonly first: number;
  readonly last: number;
}

/** The earlier forwards that have a port and protocol of a forward, by its place; in their order. */
function overlaps(forwards: readonly PortForward[]): ReadonlyMap<number, readonly PlacedForward[]> {
  const ranges = forwards.flatMap((forward, place) =>
    (portRanges(forward.ports) ?? []).map((range) => ({ ...range, forward, place })),
  );
  const pairs = [...groupBy(ranges, ({ forward }) => protocolOf(forward)).values()].flatMap(overlappingPairs);
  const found = new Map<number, Map<number, PlacedForward>>();
  for (const [one, other] of pairs) {
    const [earlier, later] = one.place < other.place ? [one, other] : [other, one];
    const known = found.get(later.place) ?? new Map<number, PlacedForward>();
    found.set(later.place, known.set(earlier.place, earlier));
  }
  return new Map(
    [...found].map(([place, earlier]) => [place, [...earlier.values()].sort((a, b) => a.place - b.place)]),
  );
}

/** Ranges of different forwards that share a port: in sorted order each is compared with the open ones only. */
function overlappingPairs(ranges: readonly PortRange[]): (readonly [PortRange, PortRange])[] {
  let open: PortRange[] = [];
  return [...ranges]
    .sort((a, b) => a.first - b.first)
    .flatMap((range) => {
      open = open.filter(({ last }) => last >= range.first);
      const pairs = open.filter(({ place }) => place !== range.place).map((other) => [other, range] as const);
      open.push(range);
      return pairs;
    });
}

function overlapProblems(
  forward: PortForward,
  earlier: readonly PlacedForward[],
  path: string,
  gateway: GatewayDescription,
): Problem[] {
  return earlier.flatMap(({ forward: other, place }) => {
    const shared = gateway.wans.find(({ name }) =>
      [forward, other].every(({ wans }) => wans === undefined || wans.includes(name)),
    );
    return shared === undefined
      ? []
      : [
          problem(
            path,
            forward.ports,
            {
              id: "overlapping-ports",
              ports: other.ports,
              of: `portForwards[${place}]`,
              wan: shared.name,
            },
            "forward-port-once",
          ),
        ];
  });
}

/** The DNS guard rules drop these packets before they are translated. */
function resolverProblems({ ports }: PortForward, path: string, gateway: GatewayDescription): Problem[] {
  const isDns = (portRanges(ports) ?? []).some(({ first, last }) => first <= DNS_PORT && DNS_PORT <= last);
  if (!isDns || !guardsWans(gateway)) {
    return [];
  }
  const or =
    gateway.dns?.allowRemoteRequests === true
      ? "remove dns.allowRemoteRequests"
      : "write dns.guardWans: false";
  return [problem(path, ports, "guarded-port", { id: "remove-port-53", or })];
}
