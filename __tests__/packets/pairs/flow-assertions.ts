import type { Namespace } from "../../../lab/network";
import { ECHO_PORT } from "../../../lab/traffic";
import type { GatewayDescription } from "../../../lib";
import { evaluate } from "../../../lib/plan-review/flow-assertions/evaluate";
import type { FlowAssertion } from "../../../lib/plan-review/flow-assertions/flow-assertion";
import type { Snapshot } from "../../../lib/plan-review/model/snapshot";
import type { RoutedWan } from "../../../lib/plan-review/traffic/wans";
import type { PacketLab } from "../packet-lab";
import { describe, type Probed, type Trial } from "./probe";

/** How many flows are sent for each assertion. */
const TIMES = 4;
/** What the router itself listens on. */
export const ROUTER_PORT = 22;
const LANS: readonly string[] = ["Local", "Guests"];

/** A flow that assertions are made about. */
interface Subject extends Pick<FlowAssertion, "from" | "to"> {
  readonly place: Namespace;
  readonly protocol: "tcp" | "udp";
  readonly port: number;
  /** Whether it is asked which way the flow leaves, or by which it is answered. */
  readonly about: "wan" | "reply";
  /** Whether somebody at the other end of every WAN answers, and says what source it sees. */
  readonly isAnswered: boolean;
}

/** An assertion, and what packets are sent for it. */
export interface Asked {
  readonly assertion: FlowAssertion;
  readonly subject: Subject;
}

/** One side of a change, at which flows are followed. */
export interface Side {
  readonly snapshot: Snapshot;
  readonly wans: readonly RoutedWan[];
  /** A WAN that is down. */
  readonly down?: string;
}

/** What is asked of a router that has these gateways, one after the other. */
export function subjectsOf(
  { network }: PacketLab,
  gateways: readonly GatewayDescription[],
): readonly Subject[] {
  const forwards = gateways.flatMap(({ portForwards = [] }) => portForwards);
  const destinations = [
    ...new Set(gateways.flatMap(({ policies = [] }) => policies.flatMap(({ to = [] }) => to))),
  ];
  const ports = [...new Set(forwards.map(({ ports: given }) => Number(given)))];
  // Nobody knows the network of a lease before it is given.
  const known = network.wans.filter(({ name }) =>
    gateways.every(({ wans }) => wans.every((wan) => wan.interface !== name || wan.kind === "static")),
  );
  const [local, guests] = [network.lan("Local"), network.lan("Guests")];
  const [host = "", guest = ""] = [local.addresses(40)[39], guests.addresses(9)[8]];
  const outside = [...network.internet.addresses(700).slice(699), ...destinations];
  const out = { protocol: "tcp", port: ECHO_PORT, about: "wan", isAnswered: false } as const;
  const knock = { protocol: "tcp", about: "reply", isAnswered: true } as const;
  return [
    ...outside.flatMap((to): Subject[] => [
      { ...out, place: local.namespace, from: host, to, isAnswered: true },
      { ...out, place: guests.namespace, from: guest, to, isAnswered: true, protocol: "udp" },
      { ...out, place: network.router, from: undefined, to, isAnswered: true, protocol: "udp" },
    ]),
    { ...out, place: local.namespace, from: host, to: guest },
    { ...out, place: guests.namespace, from: guest, to: host },
    ...network.wans.flatMap(({ customer: to }): Subject[] => {
      const knocks = { ...knock, place: network.internet.namespace, to };
      return [
        ...outside.map((from) => ({ ...knocks, from, port: ROUTER_PORT })),
        ...outside.slice(0, 1).flatMap((from) => ports.map((port) => ({ ...knocks, from, port }))),
      ];
    }),
    ...known
      .filter(({ wan }) => wan.link !== "point-to-point")
      .flatMap((isp): Subject[] => {
        const [neighbour = ""] = isp.neighbours(1);
        return [
          { ...out, place: local.namespace, from: host, to: neighbour },
          {
            ...knock,
            place: isp.neighbourNamespace,
            from: neighbour,
            to: isp.customer,
            port: ROUTER_PORT,
          },
        ];
      }),
  ];
}

/**
 * The most that can be asked of each flow so that it holds: the fewest ways, and the source where that is one WAN's. Flows of
 * which nothing holds are left out.
 */
export function strongestOf(lab: PacketLab, subjects: readonly Subject[], side: Side): readonly Asked[] {
  return subjects.flatMap((subject, i) => strongest(lab, subject, side, `${i}.`) ?? []);
}

function strongest({ network }: PacketLab, subject: Subject, side: Side, label: string): Asked | undefined {
  const { snapshot, wans, down } = side;
  const { about, isAnswered } = subject;
  const ask = (expect: FlowAssertion["expect"]): Asked => ({
    subject,
    assertion: assertionOf(subject, expect, label, down),
  });
  const holds = (asked: Asked): boolean => evaluate(asked.assertion, snapshot, wans).verdict === "pass";
  let ways = [...network.wans.map(({ name }) => name), ...(about === "wan" ? LANS : [])];
  if (!holds(ask({ [about]: ways }))) {
    return undefined;
  }
  for (const way of ways) {
    const fewer = ways.filter((other) => other !== way);
    ways = fewer.length > 0 && holds(ask({ [about]: fewer })) ? fewer : ways;
  }
  const source = network.wans.find(({ name }) => name === ways.join())?.customer;
  const withSource = ask({ [about]: ways, source });
  return about === "wan" && isAnswered && source !== undefined && holds(withSource)
    ? withSource
    : ask({ [about]: ways });
}

function assertionOf(
  { from, to, protocol, port }: Subject,
  expect: FlowAssertion["expect"],
  label: string,
  down: string | undefined,
): FlowAssertion {
  const said = Object.entries(expect).map(([what, value]) => `${what} ${[value].flat().join(" or ")}`);
  const when = down === undefined ? "" : ` while ${down} is down`;
  const name = `${label} ${protocol} from ${from ?? "the router"} to ${to}:${port} has ${said.join(", ")}${when}`;
  return { name, from, to, protocol, port, down: down === undefined ? [] : [down], expect };
}

/** Packets that would contradict an assertion that passes. */
export function flowTrial({ assertion, subject }: Asked): Trial {
  const { place, from, to, protocol, port, about } = subject;
  const { wan = [], reply = [], source } = assertion.expect;
  const ways = [...wan, ...reply];
  return {
    claim: `flow assertion passes: ${assertion.name}`,
    from: place,
    flows: Array.from({ length: TIMES }, () => ({
      protocol,
      from,
      to,
      toPort: port,
      ...(from === undefined ? { unconnected: true } : {}),
    })),
    // Nobody says that it is answered, where nothing is said of its source.
    loses: about === "wan" && source === undefined && !ways.some((way) => LANS.includes(way)),
    judge: (probed) => (probed.every((each) => isAsSaid(each, ways, source)) ? undefined : describe(probed)),
  };
}

/** Whether a flow took one of these ways, with this source; in a LAN nobody counts, and it must be answered. */
function isAsSaid({ ok, by, source }: Probed, ways: readonly string[], said: string | undefined): boolean {
  if (by.length === 0) {
    return ok && ways.some((way) => LANS.includes(way));
  }
  return by.every((way) => ways.includes(way)) && (said === undefined || source === said);
}
