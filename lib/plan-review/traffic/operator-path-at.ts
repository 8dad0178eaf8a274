import { isAddress } from "../../routeros/ipv4";
import { followFlow, followReply, formatEgress } from "../../simulator";
import type { RouterChange } from "../model/router-change";
import type { Snapshot } from "../model/snapshot";

/** The address that the session is held with: the provider's host, or the router's address in the operator's network. */
export function operatorTarget(change: RouterChange, operator: string): string | undefined {
  const host = change.host?.replace(/:\d+$/, "");
  if (host !== undefined && isAddress(host)) {
    return host;
  }
  const near = [change.before, change.after].flatMap(({ own }) => own.near(operator));
  const [first] = near.map(({ address }) => address).filter((address) => typeof address === "string");
  return first;
}

/** How it stands with the operator's path. */
export interface OperatorPath {
  readonly kind: "works" | "fail" | "unknown";
  readonly text: string;
  readonly resources: readonly string[];
}

/** The operator's packets to the router and the answers to them, at one moment. */
export function operatorPathAt(snapshot: Snapshot, operator: string, target: string): OperatorPath {
  const state = snapshot.state();
  const own = snapshot.own.at(target);
  if (own === undefined) {
    return { kind: "fail", text: `no row gives the router ${target}`, resources: [] };
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
    const text = arrived === undefined ? "nothing" : formatEgress(arrived.egress);
    const rows = arrived?.trace.flatMap((step) => step.rows.map(({ id }) => id)) ?? [];
    return { kind: arrived?.egress.kind === "unknown" ? "unknown" : "fail", text, resources: rows };
  }
  const replies = followReply(state, arrived.connection, inInterface);
  const astray = replies.filter(({ egress }) => !(egress.kind === "out" && egress.interface === inInterface));
  const [worst] = astray;
  if (worst === undefined) {
    return { kind: "works", text: `in and out by ${inInterface}`, resources: [] };
  }
  return {
    kind: worst.egress.kind === "unknown" ? "unknown" : "fail",
    text: `in by ${inInterface}, answered by ${formatEgress(worst.egress)}`,
    resources: worst.trace.flatMap(({ rows }) => rows.map(({ id }) => id)),
  };
}
