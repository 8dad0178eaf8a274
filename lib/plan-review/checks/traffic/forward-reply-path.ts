import { isAddress } from "../../../routeros/ipv4";
import { followFlow, followReply, type ModelRow } from "../../../simulator";
import { isKindOfInterface } from "../../../simulator/firewall/matchers";
import type { StateCheck, View } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import { known } from "../../model/values";
import { partText } from "../../text/distribution-text";
import { egressesText } from "../../text/egress-text";
import { capitalized, counted } from "../../text/list-text";
import { firstPort, forwardsOf } from "../../traffic/forwards";
import { resourcesOnTrace } from "../../traffic/rows-on-trace";
import { type RoutedWan, routedWans } from "../../traffic/wans";
import { isOutside } from "./forward-target";

/** The replies of hosts behind port forwards, which are routed like any packet from the LAN unless they get a mark. */
export const forwardReplyPath: StateCheck = (view) =>
  view.wans.length < 2
    ? []
    : routedWans(view.wans).flatMap((wan) => {
        const rules = forwardsOf(view.snapshot).filter(
          // A target that the router cannot reach has a finding of its own, which names the cause.
          (rule) => mayComeIn(rule, wan) && !isOutside(known(rule, "to-addresses") ?? "", view.snapshot),
        );
        const leftOut = rules.length - MOST_FORWARDS;
        return [
          ...rules.slice(0, MOST_FORWARDS).flatMap((rule) => check(rule, wan, view)),
          ...(leftOut > 0 ? [notFollowed(leftOut, wan, view)] : []),
        ];
      });

/** How many port forwards of each WAN are followed. */
const MOST_FORWARDS = 500;

/** Whether a forward does not name another interface. */
function mayComeIn(rule: ModelRow, wan: RoutedWan): boolean {
  const named = known(rule, "in-interface") ?? wan.interface;
  return named === wan.interface || !/^[^!]/.test(named) || isKindOfInterface(named);
}

function notFollowed(count: number, wan: RoutedWan, { change: { names } }: View): Finding {
  return {
    id: "forward-reply-path",
    severity: "note",
    verdict: "unknown",
    subject: `${wan.interface} not followed`,
    resources: [],
    message: `It is unknown where the replies of ${counted(count, "port forward")} of ${names.of(wan.interface)} leave, because only the first ${MOST_FORWARDS} were followed.`,
  };
}

function check(
  rule: ModelRow,
  wan: RoutedWan,
  { snapshot, origins, change: { names } }: View,
): readonly Finding[] {
  const state = snapshot.state();
  const own = snapshot.own.on(wan.interface).find(({ address }) => typeof address === "string");
  const named = known(rule, "dst-address")?.replace(/\/32$/, "") ?? own?.address;
  const dstAddress = typeof named === "string" && isAddress(named) ? named : own?.address;
  if (typeof dstAddress !== "string") {
    return [];
  }
  const [arrived] = followFlow(state, {
    inInterface: wan.interface,
    srcAddress: origins[0].flow.dstAddress,
    srcPort: 50002,
    dstAddress,
    protocol: known(rule, "protocol") ?? "tcp",
    dstPort: firstPort(rule),
  });
  const isForwarded = arrived?.trace.some(({ rows }) => rows.some(({ id }) => id === rule.reference.id));
  if (arrived?.connection === undefined || arrived.egress.kind !== "out" || isForwarded !== true) {
    return [];
  }
  const misrouted = followReply(state, arrived.connection).filter(
    ({ egress }) => egress.kind === "out" && egress.interface !== wan.interface,
  );
  if (misrouted.length === 0) {
    return [];
  }
  const share = misrouted.reduce((sum, outcome) => sum + outcome.share, 0);
  const replies = partText(
    share,
    `replies to connections that are forwarded from ${names.of(wan.interface)}`,
  );
  return [
    {
      id: "forward-reply-path",
      severity: "error",
      verdict: "fail",
      subject: `${wan.interface} ${rule.reference.id}`,
      resources: [rule.reference.id, ...resourcesOnTrace(arrived.trace, "/ip/firewall/mangle")],
      message: capitalized(
        `${replies} leave by ${egressesText(misrouted, names)}, because marks in chains input and output apply only to connections of the router itself.`,
      ),
      remediation: `Mark new connections from ${names.of(wan.interface)} in chain prerouting, and mark the routing of their replies there too.`,
    },
  ];
}
