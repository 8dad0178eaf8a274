import { groupBy } from "../../collections/group-by";
import { broadcastOf, format, isAddress, specialUseOf } from "../../routeros/ipv4";
import type { PrefixIndex } from "../../routeros/prefix-index";
import { shown } from "../../text/shown";
import { guardsWans } from "../dns/dns-guards";
import type { GatewayDescription } from "../gateway-description";
import type { TokenResolver } from "../token-resolver";
import { type ConnectedNetwork, networkIndex } from "../validation/connected-networks";
import { problem, repeats } from "../validation/problem";
import { portRanges, protocolOf } from "./forwards";
import type { PortForward } from "./port-forward";

const A_HOST = 'write a host behind the router, such as "192.168.0.10"';
const DNS_PORT = 53;

/** Port forwards: each named once, to a host behind the router, and no port of a WAN forwarded twice. */
export function portForwardProblems(gateway: GatewayDescription, values: TokenResolver): string[] {
  const forwards = gateway.portForwards ?? [];
  const names = forwards.map(({ name }, i) => ({ prop: `portForwards[${i}].name`, value: name }));
  const connected = networkIndex(gateway, values);
  const overlapping = overlaps(forwards);
  return [
    ...repeats(names, "is also the name in", "write another name"),
    ...forwards.flatMap((forward, i) => {
      const at = `portForwards[${i}]`;
      return [
        ...portProblems(forward, at, values),
        ...hostProblems(forward, `${at}.to`, connected, values),
        ...wanProblems(forward, `${at}.wans`, gateway),
        ...hairpinProblems(forward, `${at}.hairpin`, gateway),
        ...overlapProblems(forward, overlapping.get(i) ?? [], `${at}.ports`, gateway),
        ...resolverProblems(forward, `${at}.ports`, gateway),
      ];
    }),
  ];
}

function portProblems({ ports, toPort }: PortForward, at: string, values: TokenResolver): string[] {
  if (values.isToken(ports)) {
    return [problem(`${at}.ports`, ports, "is a token, so no overlap would show", "write the ports")];
  }
  const ranges = portRanges(ports);
  if (ranges === undefined) {
    return [
      problem(
        `${at}.ports`,
        ports,
        "is no list of ports",
        'write "443", "80,443" or "8000-8080", from 1 to 65535',
      ),
    ];
  }
  const sorted = [...ranges].sort((a, b) => a.first - b.first);
  if (sorted.some(({ first }, i) => i > 0 && first <= (sorted[i - 1]?.last ?? 0))) {
    return [problem(`${at}.ports`, ports, "names a port twice", "write each port once")];
  }
  if (toPort === undefined) {
    return [];
  }
  if (!Number.isInteger(toPort) || toPort < 1 || toPort > 65_535) {
    return [problem(`${at}.toPort`, toPort, "is not a port", "write a whole number from 1 to 65535")];
  }
  return /^\d+$/.test(ports)
    ? []
    : [
        problem(
          `${at}.toPort`,
          toPort,
          `is one port for the several of ${shown(ports)}`,
          "leave it out, and they stay as they are, or write a forward for each",
        ),
      ];
}

function hostProblems(
  { to }: PortForward,
  prop: string,
  connected: PrefixIndex<ConnectedNetwork>,
  values: TokenResolver,
): string[] {
  if (values.isToken(to)) {
    return [];
  }
  if (!isAddress(to)) {
    return [problem(prop, to, "is not an IPv4 address", A_HOST)];
  }
  const special = specialUseOf(to);
  if (special !== undefined) {
    return [problem(prop, to, `is ${special} space`, A_HOST)];
  }
  const [network] = connected.holding(to);
  if (network === undefined) {
    return [];
  }
  if (network.router === to) {
    const fault = `is the router's own address of ${network.prop}, whose services would be opened to the WANs`;
    return [problem(prop, to, fault, A_HOST)];
  }
  if (network.wan !== undefined) {
    return [problem(prop, to, `lies in ${format(network.prefix)} of ${network.prop}, a WAN`, A_HOST)];
  }
  const { prefix } = network;
  return prefix.length <= 30 && [prefix.network, broadcastOf(prefix)].includes(to)
    ? [problem(prop, to, `is no host address in ${format(prefix)} of ${network.prop}`, A_HOST)]
    : [];
}

function wanProblems({ wans }: PortForward, prop: string, gateway: GatewayDescription): string[] {
  if (wans === undefined) {
    return [];
  }
  const names = gateway.wans.map(({ name }) => name);
  const given = wans.map((value, i) => ({ prop: `${prop}[${i}]`, value }));
  return [
    ...(wans.length === 0
      ? [
          problem(
            prop,
            wans,
            "is empty, so nothing is forwarded",
            "write the names of WANs, or leave it out for all",
          ),
        ]
      : []),
    ...given
      .filter(({ value }) => !names.includes(value))
      .map((unknown) =>
        problem(
          unknown.prop,
          unknown.value,
          "is not a WAN of this gateway",
          `write one of ${names.map(shown).join(", ")}`,
        ),
      ),
    ...repeats(given, "is also given in", "write each WAN once"),
  ];
}

/** From the LANs a WAN is known by its address, which must be known beforehand. */
function hairpinProblems(
  { hairpin, wans }: PortForward,
  prop: string,
  gateway: GatewayDescription,
): string[] {
  if (hairpin !== true) {
    return [];
  }
  const addressless = gateway.wans.filter(
    ({ name, address }) => address === undefined && (wans === undefined || wans.includes(name)),
  );
  return addressless.map(({ name }) =>
    problem(
      prop,
      hairpin,
      `needs the address of the WAN ${shown(name)}, which is not known beforehand`,
      "give wans the static ones only, or leave it out and have the LANs use the host's own address",
    ),
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
  prop: string,
  gateway: GatewayDescription,
): string[] {
  return earlier.flatMap(({ forward: other, place }) => {
    const shared = gateway.wans.find(({ name }) =>
      [forward, other].every(({ wans }) => wans === undefined || wans.includes(name)),
    );
    return shared === undefined
      ? []
      : [
          problem(
            prop,
            forward.ports,
            `overlaps ${shown(other.ports)} of portForwards[${place}] on the WAN ${shown(shared.name)}`,
            "forward each port of a WAN once",
          ),
        ];
  });
}

/** The guards of the router's resolver discard these packets before they are translated. */
function resolverProblems({ ports }: PortForward, prop: string, gateway: GatewayDescription): string[] {
  const isDns = (portRanges(ports) ?? []).some(({ first, last }) => first <= DNS_PORT && DNS_PORT <= last);
  return isDns && guardsWans(gateway)
    ? [
        problem(
          prop,
          ports,
          "holds port 53, which the guards of the router's resolver discard on every WAN",
          gateway.dns?.allowRemoteRequests === true
            ? "leave port 53 out, or close the resolver"
            : "leave port 53 out, or write dns.guardWans: false",
        ),
      ]
    : [];
}
