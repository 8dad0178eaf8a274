import { isIn, isPortIn } from "../../routeros/address-ranges";
import { dictionary } from "../../text/dictionary";
import { CannotTell, type ModelRow } from "../model";
import type { Packet, PacketContext } from "../packets/packet";
import { orCannotTell } from "../packets/trace";
import { addressListsOf } from "./address-lists";
import { ipsecPoliciesOf } from "./ipsec-policies";
import { matchesClassifier } from "./per-connection-classifier";

/** Whether a rule matches a packet, or why that is unknown. */
export type MatchResult = boolean | CannotTell;

/** Evaluates one matcher, without its `!`; undefined where the result is unknown. */
type Matcher = (value: string, packet: Packet, context: PacketContext) => boolean | undefined;

/** What a rule has besides matchers: what it does, and what the router only shows. */
const NO_MATCHERS: ReadonlySet<string> = new Set([
  ".id",
  ".nextid",
  "action",
  "address-list",
  "address-list-timeout",
  "bytes",
  "chain",
  "comment",
  "creation-time",
  "disabled",
  "dynamic",
  "hw-offload",
  "invalid",
  "jump-target",
  "log",
  "log-prefix",
  "new-connection-mark",
  "new-dscp",
  "new-mss",
  "new-packet-mark",
  "new-priority",
  "new-routing-mark",
  "new-ttl",
  "packets",
  "passthrough",
  "randomise-ports",
  "reject-with",
  "route-dst",
  "sniff-id",
  "sniff-target",
  "sniff-target-port",
  "to-addresses",
  "to-ports",
]);

/** Matchers of what packets carry: no first packet of a connection carries anything. [manual: filter; RFC 9293, a SYN without data] */
export const CONTENT_MATCHERS: readonly string[] = ["content", "layer7-protocol", "tls-host"];

const carriesNothing: Matcher = () => false;

/** Whether a property of a firewall rule decides which packets the rule is for, rather than what it does to them. */
export function isMatcher(name: string): boolean {
  return !NO_MATCHERS.has(name);
}

const PROTOCOL_NUMBERS = dictionary({
  icmp: "1",
  igmp: "2",
  ipencap: "4",
  tcp: "6",
  udp: "17",
  gre: "47",
  "ipsec-esp": "50",
  "ipsec-ah": "51",
  ospf: "89",
  ipip: "94",
  vrrp: "112",
  l2tp: "115",
  sctp: "132",
});

/** The protocols that rules and flows can name. */
export const PROTOCOLS: readonly string[] = Object.keys(PROTOCOL_NUMBERS);

const number = (protocol: string): string => PROTOCOL_NUMBERS[protocol] ?? protocol;

/** The number of a protocol as rules name it; undefined where it has none that is known. */
export function protocolNumber(protocol: string): number | undefined {
  const found = number(protocol);
  return /^\d{1,3}$/.test(found) ? Number(found) : undefined;
}

/** Kinds of interfaces that rules can name; which interface is of which kind is not modelled. */
const INTERFACE_KINDS = ["all-ethernet", "all-ppp", "all-vlan", "all-wireless"];

/** Whether a rule names a kind of interfaces instead of one. */
export function isKindOfInterface(value: string): boolean {
  return INTERFACE_KINDS.includes(value);
}

const isInterface = (value: string, interfaceName: string | undefined): boolean | undefined =>
  isKindOfInterface(value) ? undefined : value === interfaceName;

const isInList = (
  value: string,
  interfaceName: string | undefined,
  { state }: PacketContext,
): boolean | undefined =>
  interfaceName === undefined ? false : state.interfaces.isInList(interfaceName, value);

const isPort = (value: string, port: number | undefined, { protocol }: Packet): boolean | undefined =>
  port === undefined
    ? ["6", "17", "132"].includes(number(protocol))
      ? undefined
      : false
    : isPortIn(value, port);

const MATCHERS = dictionary<Matcher>({
  ...Object.fromEntries(CONTENT_MATCHERS.map((name) => [name, carriesNothing])),
  "in-interface": (value, packet) => isInterface(value, packet.inInterface),
  "out-interface": (value, packet) => isInterface(value, packet.outInterface),
  "in-interface-list": (value, packet, context) => isInList(value, packet.inInterface, context),
  "out-interface-list": (value, packet, context) => isInList(value, packet.outInterface, context),
  "src-address": (value, packet) => isIn(value, packet.srcAddress),
  "dst-address": (value, packet) => isIn(value, packet.dstAddress),
  "src-address-list": (value, packet, context) => isListed(value, packet.srcAddress, context),
  "dst-address-list": (value, packet, context) => isListed(value, packet.dstAddress, context),
  "src-address-type": (value, packet, context) => isOfType(value, packet.srcAddress, context),
  "dst-address-type": (value, packet, context) => isOfType(value, packet.dstAddress, context),
  "connection-mark": (value, { connection }) => isMark(value, connection.mark),
  "packet-mark": (value, packet) => value.split(",").some((mark) => isMark(mark, packet.packetMark)),
  // Packets without a mark are looked up in main, but whether they match "main" is not documented.
  "routing-mark": (value, { routingMark }) =>
    value === "main" && routingMark === undefined ? undefined : value === routingMark,
  "connection-state": (value, { connection }) => value.split(",").includes(connection.state),
  "connection-nat-state": (value, { connection }) =>
    value
      .split(",")
      .some(
        (state) =>
          (state === "srcnat" && connection.sourceTranslated) ||
          (state === "dstnat" && connection.destinationTranslated),
      ),
  protocol: (value, packet) => number(value) === number(packet.protocol),
  "src-port": (value, packet) => isPort(value, packet.srcPort, packet),
  "dst-port": (value, packet) => isPort(value, packet.dstPort, packet),
  port: (value, packet) => {
    const found = [isPort(value, packet.srcPort, packet), isPort(value, packet.dstPort, packet)];
    return found.includes(true) || (found.includes(undefined) ? undefined : false);
  },
  "ipsec-policy": isUnderIpsecPolicy,
});

/**
 * Whether a rule matches a packet. All matchers must; one that surely does not settles it, whatever the others say.
 * A matcher that is not modelled, or whose value is not known yet, makes the answer "unknown". [manual: mangle]
 */
export function matches(rule: ModelRow, packet: Packet, context: PacketContext): MatchResult {
  let unknown: CannotTell | undefined;
  for (const parsed of rule.memo(matchersOf)) {
    const match = evaluateMatcher(parsed, rule, packet, context);
    if (match === false) {
      return false;
    }
    if (match instanceof CannotTell) {
      unknown ??= match;
    }
  }
  // The classifier comes last, so that the hash is used only where it decides.
  return unknown ?? orCannotTell(() => matchesClassifier(rule, packet, context.branches));
}

/** One matcher of a rule. */
interface MatcherOfRule {
  readonly name: string;
  /** Absent where the property is not modelled. */
  readonly matcher?: Matcher;
  readonly value: string;
  readonly isNegated: boolean;
}

/** The matchers of a rule, parsed once for all packets. */
function matchersOf(rule: ModelRow): readonly MatcherOfRule[] {
  return rule.names
    .filter((name) => isMatcher(name) && name !== "per-connection-classifier")
    .map((name) => {
      const text = rule.raw(name);
      const known = typeof text === "string" ? text : "";
      const isNegated = known.startsWith("!");
      return { name, matcher: MATCHERS[name], value: isNegated ? known.slice(1) : known, isNegated };
    });
}

function evaluateMatcher(
  parsed: MatcherOfRule,
  rule: ModelRow,
  packet: Packet,
  context: PacketContext,
): MatchResult {
  return orCannotTell(() => {
    const { name, matcher, value, isNegated } = parsed;
    // Throws where the value is not known.
    const text = rule.get(name);
    const found = matcher?.(value, packet, context);
    if (found === undefined) {
      const kind = matcher === undefined ? "unsupported-value" : "undecided-matcher";
      throw new CannotTell({ kind, property: name, value: text ?? "", row: rule.reference });
    }
    return found !== isNegated;
  });
}

/** Packets that leave are under a policy by their addresses; none that this model follows comes in by a tunnel. */
function isUnderIpsecPolicy(value: string, packet: Packet, { state }: PacketContext): boolean | undefined {
  const [direction, policy] = value.split(",");
  const isUnder = direction === "out" && state.router.memo(ipsecPoliciesOf).hold(packet);
  return isUnder === undefined ? undefined : (policy === "none") !== isUnder;
}

function isMark(value: string, mark: string | undefined): boolean {
  return value === "no-mark" ? mark === undefined : value === mark;
}

function isOfType(value: string, address: string, { state }: PacketContext): boolean | undefined {
  const types = value.split(",");
  if (types.some((type) => !["local", "broadcast", "multicast", "unicast"].includes(type))) {
    return undefined;
  }
  return types.includes(state.addresses.typeOf(address));
}

/** Whether an address is in an address list; it is unknown for entries that are names or that rules add. */
function isListed(list: string, address: string, { state: { router } }: PacketContext): boolean | undefined {
  return router.memo(addressListsOf).holds(list, address);
}
