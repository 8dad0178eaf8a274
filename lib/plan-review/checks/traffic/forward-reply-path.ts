import { isAddress } from "../../../routeros/ipv4";
import { followFlow, followReply, type ModelRow, type Outcome } from "../../../simulator";
import { isKindOfInterface } from "../../../simulator/firewall/matchers";
import type { StateCheck, View } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import { known } from "../../model/values";
import { partText } from "../../text/distribution-text";
import { unlessText, whenDown } from "../../text/down-text";
import { egressesText } from "../../text/egress-text";
import { counted } from "../../text/list-text";
import { ALL_UP, type FailureRow, hasOtherWan, rowsWithUp, stateIn } from "../../traffic/failure-rows";
import { firstPort, forwardsOf } from "../../traffic/forwards";
import { resourcesOnTrace } from "../../traffic/rows-on-trace";
import { type RoutedWan, routedWans } from "../../traffic/wans";
import { isOutside } from "./forward-target";

/**
 * The replies of hosts behind port forwards, which are routed like any packet from the LAN unless they get a mark. They are
 * followed in every row of the failure matrix in which the WAN is up.
 */
export const forwardReplyPath: StateCheck = (view) => {
  const wans = view.wans.length < 2 ? [] : routedWans(view.wans);
  return wans.flatMap((wan) => {
    const rules = forwardsOf(view.snapshot).filter(
      // A target that the router cannot reach has a finding of its own, which names the cause.
      (rule) => mayComeIn(rule, wan) && !isOutside(known(rule, "to-addresses") ?? "", view.snapshot),
    );
    const rows = rowsWithUp(wan, view.failureSets);
    const inEveryRow = Math.floor(MOST_REPLIES / (wans.length * rows.length));
    return [
      ...rules
        .slice(0, MOST_FORWARDS)
        .flatMap((rule, i) => check(rule, wan, i < inEveryRow ? rows : [ALL_UP], view)),
      ...notFollowed(rules.length, Math.min(inEveryRow, MOST_FORWARDS), wan, view),
    ];
  });
};

/** How many port forwards of each WAN are followed. */
const MOST_FORWARDS = 500;

/** How many replies are followed in all rows together; those of further forwards with all WANs up only. */
const MOST_REPLIES = 16_000;

/** Whether a forward does not name another interface. */
function mayComeIn(rule: ModelRow, wan: RoutedWan): boolean {
  const named = known(rule, "in-interface") ?? wan.interface;
  return named === wan.interface || !/^[^!]/.test(named) || isKindOfInterface(named);
}

function notFollowed(
  all: number,
  inEveryRow: number,
  wan: RoutedWan,
  { change: { names } }: View,
): readonly Finding[] {
  if (all <= inEveryRow) {
    return [];
  }
  const [leftOut, name] = [Math.max(0, all - MOST_FORWARDS), names.of(wan.interface)];
  const forwards = (count: number): string => `${counted(count, "port forward")} of ${name}`;
  return [
    {
      id: "forward-reply-path",
      severity: "note",
      verdict: "unknown",
      subject: `${wan.interface} not followed`,
      resources: [],
      message:
        leftOut > 0
          ? `It is unknown where the replies of ${forwards(leftOut)} leave, because only the first ${MOST_FORWARDS} were followed${inEveryRow < MOST_FORWARDS ? `, and only ${inEveryRow} of them while another WAN is down` : ""}.`
          : `It is unknown where the replies of ${forwards(all - inEveryRow)} leave while another WAN is down, because only the first ${inEveryRow} were followed then.`,
    },
  ];
}

/** The replies to a forwarded connection in one row of the failure matrix. */
interface InRow {
  readonly down: readonly string[];
  readonly isRight: boolean;
  readonly misrouted: readonly Outcome[];
}

function check(rule: ModelRow, wan: RoutedWan, rows: readonly FailureRow[], view: View): readonly Finding[] {
  const { snapshot } = view;
  const arrived = arrivedBy(rule, wan, view);
  const { connection } = arrived ?? {};
  if (arrived === undefined || connection === undefined) {
    return [];
  }
  const all = rows.map((row): InRow => {
    const replies = followReply(stateIn(snapshot, row), connection);
    const leavesBy = ({ egress }: Outcome) => (egress.kind === "out" ? egress.interface : undefined);
    return {
      down: row.down.map((other) => other.interface),
      isRight: replies.every((reply) => leavesBy(reply) === wan.interface),
      misrouted: replies.filter((reply) => (leavesBy(reply) ?? wan.interface) !== wan.interface),
    };
  });
  const wrong = all.find(({ misrouted }) => misrouted.length > 0);
  const unless = all.flatMap(({ isRight, down }) =>
    isRight && hasOtherWan(wan, down, view.wans) ? [down] : [],
  );
  return wrong === undefined ? [] : [findingOf(rule, wan, arrived, wrong, unless, view)];
}

/** A connection from outside that a forward takes to its target. */
function arrivedBy(rule: ModelRow, wan: RoutedWan, { snapshot, origins }: View): Outcome | undefined {
  const own = snapshot.own.on(wan.interface).find(({ address }) => typeof address === "string");
  const named = known(rule, "dst-address")?.replace(/\/32$/, "") ?? own?.address;
  const dstAddress = typeof named === "string" && isAddress(named) ? named : own?.address;
  if (typeof dstAddress !== "string") {
    return undefined;
  }
  const [arrived] = followFlow(snapshot.state(), {
    inInterface: wan.interface,
    srcAddress: origins[0].flow.dstAddress,
    srcPort: 50002,
    dstAddress,
    protocol: known(rule, "protocol") ?? "tcp",
    dstPort: firstPort(rule),
  });
  const isForwarded = arrived?.trace.some(({ rows }) => rows.some(({ id }) => id === rule.reference.id));
  return arrived?.egress.kind === "out" && isForwarded === true ? arrived : undefined;
}

function findingOf(
  rule: ModelRow,
  wan: RoutedWan,
  arrived: Outcome,
  { down, misrouted }: InRow,
  unless: readonly (readonly string[])[],
  { change: { names } }: View,
): Finding {
  const share = misrouted.reduce((sum, outcome) => sum + outcome.share, 0);
  const replies = partText(
    share,
    `replies to connections that are forwarded from ${names.of(wan.interface)}`,
  );
  const exception = down.length === 0 ? unlessText(unless, names) : "";
  const sentence = `${replies} leave by ${egressesText(misrouted, names)}${exception}, because marks in chains input and output apply only to connections of the router itself.`;
  return {
    id: "forward-reply-path",
    severity: "error",
    verdict: "fail",
    subject: `${wan.interface} ${rule.reference.id}`,
    resources: [rule.reference.id, ...resourcesOnTrace(arrived.trace, "/ip/firewall/mangle")],
    message: whenDown(down, sentence, names),
    remediation: `Mark new connections from ${names.of(wan.interface)} in chain prerouting, and mark the routing of their replies there too.`,
  };
}
