import { isAddress } from "../../routeros/ipv4";
import { followFlow, followReply } from "../../simulator";
import type { StateCheck, View } from "../findings/check-types";
import type { Finding } from "../findings/finding";
import { known } from "../model/values";
import { formatShare } from "../traffic/distribution";
import { egressesOf, marksOn } from "../traffic/egresses";
import { type RoutedWan, routedWans } from "../traffic/wans";

/** The answers of hosts behind port forwards, which are routed as any packet of the LAN unless a mark says otherwise. */
export const forwardReplyPath: StateCheck = (view) =>
  view.wans.length < 2 ? [] : routedWans(view.wans).flatMap((wan) => forwards(wan, view));

/** The port forwards that connections of one WAN are tried on. */
const MOST_FORWARDS = 16;

function forwards(wan: RoutedWan, view: View): readonly Finding[] {
  const { snapshot } = view;
  const state = snapshot.state();
  const own = snapshot.own.on(wan.interface).find(({ address }) => typeof address === "string");
  const rules = snapshot
    .enabled("/ip/firewall/nat")
    .filter((rule) => known(rule, "action") === "dst-nat" && known(rule, "chain") === "dstnat");
  return rules.slice(0, MOST_FORWARDS).flatMap((rule): Finding[] => {
    const named = known(rule, "dst-address")?.replace(/\/32$/, "") ?? own?.address;
    const dstAddress = typeof named === "string" && isAddress(named) ? named : own?.address;
    if (typeof dstAddress !== "string") {
      return [];
    }
    const [arrived] = followFlow(state, {
      inInterface: wan.interface,
      srcAddress: view.origins[0].flow.dstAddress,
      srcPort: 50002,
      dstAddress,
      protocol: known(rule, "protocol") ?? "tcp",
      // The first of `443,8080-8090`.
      dstPort: Number.parseInt(known(rule, "dst-port")?.replace("!", "") ?? "80", 10) || undefined,
    });
    const isForwarded = arrived?.trace.some(({ rows }) => rows.some(({ id }) => id === rule.reference.id));
    if (arrived?.connection === undefined || arrived.egress.kind !== "out" || isForwarded !== true) {
      return [];
    }
    const astray = followReply(state, arrived.connection).filter(
      ({ egress }) => egress.kind === "out" && egress.interface !== wan.interface,
    );
    return astray.length === 0
      ? []
      : [
          {
            id: "forward-reply-path",
            severity: "error",
            verdict: "fail",
            subject: `${wan.interface} ${rule.reference.id}`,
            resources: [rule.reference.id, ...marksOn(arrived.trace)],
            message: `Of the answers to connections that are forwarded from ${wan.interface}, ${formatShare(astray.reduce((sum, { share }) => sum + share, 0))} leave by ${egressesOf(astray)}: marks in chains input and output are for connections to the router only.`,
            remediation: `Mark new connections of ${wan.interface} in chain prerouting, and mark the routing of their answers there too.`,
          },
        ];
  });
}
