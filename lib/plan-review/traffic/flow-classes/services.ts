import type { Range } from "../../../routeros/address-ranges";
import { protocolNumber } from "../../../simulator/firewall/matchers";

/*
 * A service is a protocol with a port, or without one where it has none. Services are numbers here, so that ranges of ports
 * are ranges of services.
 */

const PORTS = 65_536;

/** Protocols whose packets have ports, by number. */
const WITH_PORTS = [6, 17, 132];

/** The protocols that flows are told apart by even where no rule names them: icmp, tcp, udp, gre. */
const USUAL = [1, 6, 17, 47];

/** The protocols' names by number. */
const NAMES: Readonly<Record<number, string>> = { 1: "icmp", 6: "tcp", 17: "udp", 47: "gre", 132: "sctp" };

/** The number of a service. */
export function serviceNumber(protocol: number, port = 0): number {
  return protocol * PORTS + port;
}

/** A service as a flow has it. */
export function protocolAndPort(number: number): { readonly protocol: string; readonly dstPort?: number } {
  const [protocol, port] = [Math.floor(number / PORTS), number % PORTS];
  const name = NAMES[protocol] ?? String(protocol);
  return WITH_PORTS.includes(protocol) ? { protocol: name, dstPort: port } : { protocol: name };
}

/** All services of some protocols. */
export function servicesOf(protocols: Iterable<number>): readonly Range[] {
  return [...new Set([...USUAL, ...protocols])].sort((a, b) => a - b).map((protocol) => allOf(protocol));
}

function allOf(protocol: number): Range {
  return WITH_PORTS.includes(protocol)
    ? { first: serviceNumber(protocol, 1), last: serviceNumber(protocol, PORTS - 1) }
    : { first: serviceNumber(protocol), last: serviceNumber(protocol) };
}

const ALL_PROTOCOLS: readonly number[] = Array.from({ length: 256 }, (_, i) => i);

/** What a rule matches of protocols and ports, in RouterOS' words. */
export interface ServiceMatchers {
  readonly protocol?: string;
  readonly ports: readonly string[];
}

/** The services that a rule matches, and the protocols that it names; undefined where they cannot be told. */
export function servicesMatched({
  protocol,
  ports,
}: ServiceMatchers): { readonly ranges: readonly Range[]; readonly named?: number } | undefined {
  const named = protocol === undefined ? undefined : protocolNumber(protocol.replace(/^!/, ""));
  if (protocol !== undefined && named === undefined) {
    return undefined;
  }
  const isNamed = named !== undefined && !protocol?.startsWith("!");
  const protocols = isNamed ? [named] : ALL_PROTOCOLS.filter((each) => each !== named);
  const matched = ports.map(portsMatched);
  const ranges = protocols.flatMap((each) =>
    matched.reduce<readonly Range[]>(
      (left, { isNegated, spans }) =>
        WITH_PORTS.includes(each) ? cut(left, spans, each) : isNegated ? left : [],
      [allOf(each)],
    ),
  );
  return { ranges, named };
}

function portsMatched(text: string): { readonly isNegated: boolean; readonly spans: readonly Range[] } {
  const isNegated = text.startsWith("!");
  const spans = text
    .replace(/^!/, "")
    .split(",")
    .map((part) => {
      const [first = Number.NaN, last = first] = part.split("-").map(Number);
      return { first, last };
    })
    .sort((a, b) => a.first - b.first);
  return { isNegated, spans: isNegated ? complement(spans) : spans };
}

function complement(spans: readonly Range[]): readonly Range[] {
  const left: Range[] = [];
  let next = 1;
  for (const { first, last } of spans) {
    if (first > next) {
      left.push({ first: next, last: first - 1 });
    }
    next = Math.max(next, last + 1);
  }
  return next < PORTS ? [...left, { first: next, last: PORTS - 1 }] : left;
}

/** What ports leave of the services of a protocol. */
function cut(services: readonly Range[], ports: readonly Range[], protocol: number): readonly Range[] {
  return services.flatMap((service) =>
    ports.flatMap((port) => {
      const first = Math.max(service.first, serviceNumber(protocol, port.first));
      const last = Math.min(service.last, serviceNumber(protocol, port.last));
      return first <= last ? [{ first, last }] : [];
    }),
  );
}

/** Services in words: `udp 53`, `tcp 80,443,8000-8080`, `icmp`. */
export function servicesText(ranges: readonly Range[]): string {
  const byProtocol = new Map<string, string[]>();
  for (const { first, last } of ranges) {
    const { protocol, dstPort } = protocolAndPort(first);
    const ports = byProtocol.get(protocol) ?? [];
    byProtocol.set(protocol, ports);
    const lastPort = last % PORTS;
    if (dstPort !== undefined && !(dstPort === 1 && lastPort === PORTS - 1)) {
      ports.push(dstPort === lastPort ? String(dstPort) : `${dstPort}-${lastPort}`);
    }
  }
  return [...byProtocol]
    .map(([name, ports]) => (ports.length === 0 ? name : `${name} ${ports.join(",")}`))
    .join(", ");
}
