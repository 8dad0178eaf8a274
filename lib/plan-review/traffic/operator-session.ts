import { isAddress } from "../../routeros/ipv4";
import { type Egress, followFlow, followReply } from "../../simulator";
import type { RouterChange } from "../model/router-change";
import type { Snapshot } from "../model/snapshot";
import type { Verdict } from "../verdict";

/** The address of the router that the operator talks to: the provider's host, or the router's address in the operator's network. */
export function operatorTarget(change: RouterChange, operator: string): string | undefined {
  const host = change.host?.replace(/:\d+$/, "");
  if (host !== undefined && isAddress(host)) {
    return host;
  }
  const near = [change.before, change.after].flatMap(({ own }) => own.near(operator));
  const [first] = near.map(({ address }) => address).filter((address) => typeof address === "string");
  return first;
}

/** What happens to the operator's packets and to the replies. */
export type OperatorPathReason =
  | { readonly kind: "replies-return"; readonly interface: string }
  | { readonly kind: "address-missing"; readonly target: string }
  | { readonly kind: "not-delivered"; readonly egress: Egress | undefined }
  | { readonly kind: "reply-elsewhere"; readonly interface: string; readonly egress: Egress };

/** Whether the operator reaches the router. */
export interface OperatorPath {
  readonly verdict: Verdict;
  readonly reason: OperatorPathReason;
  readonly resources: readonly string[];
}

/** Follows the operator's packets to the router, and the replies, in one state of the router. */
export function operatorPathIn(snapshot: Snapshot, operator: string, target: string): OperatorPath {
  const state = snapshot.state();
  const own = snapshot.own.at(target);
  if (own === undefined) {
    return { verdict: "fail", reason: { kind: "address-missing", target }, resources: [] };
  }
  const [near] = snapshot.own.near(operator);
  const inInterface = near?.interface ?? own.interface;
  const [arrived] = followFlow(state, {
    inInterface,
    protocol: "tcp",
    srcAddress: operator,
    srcPort: 50003,
    dstAddress: target,
    dstPort: 443,
  });
  if (arrived?.connection === undefined || arrived.egress.kind !== "local") {
    return {
      verdict: failOrUnknown(arrived?.egress),
      reason: { kind: "not-delivered", egress: arrived?.egress },
      resources: arrived?.trace.flatMap((step) => step.rows.map(({ id }) => id)) ?? [],
    };
  }
  const replies = followReply(state, arrived.connection, inInterface);
  const misrouted = replies.find(
    ({ egress }) => !(egress.kind === "out" && egress.interface === inInterface),
  );
  if (misrouted === undefined) {
    return { verdict: "pass", reason: { kind: "replies-return", interface: inInterface }, resources: [] };
  }
  return {
    verdict: failOrUnknown(misrouted.egress),
    reason: { kind: "reply-elsewhere", interface: inInterface, egress: misrouted.egress },
    resources: misrouted.trace.flatMap(({ rows }) => rows.map(({ id }) => id)),
  };
}

function failOrUnknown(egress: Egress | undefined): Verdict {
  return egress?.kind === "unknown" ? "unknown" : "fail";
}
