import {
  type Flow,
  followFlow,
  followReply,
  type Outcome,
  type RouterState,
  type UnknownReason,
} from "../../simulator";
import type { RoutedWan } from "./wans";

/** What becomes of the router's replies to a connection that comes in by a WAN. */
export type RouterReplies =
  | { readonly kind: "unknown"; readonly reason: UnknownReason }
  | { readonly kind: "right"; readonly replies: readonly Outcome[] }
  | { readonly kind: "wrong"; readonly arrived: Outcome; readonly misrouted: readonly Outcome[] };

/** Follows a connection to the router's address on a WAN, and the replies to it; undefined where none gets in. */
export function routerReplies(
  state: RouterState,
  wan: RoutedWan,
  { from, to }: { readonly from: string; readonly to: string },
): RouterReplies | undefined {
  const flow = { inInterface: wan.interface, srcAddress: from, srcPort: 50002, dstAddress: to };
  const arrived = probeInbound(state, flow);
  if (arrived?.egress.kind === "unknown") {
    return { kind: "unknown", reason: arrived.egress.reason };
  }
  if (arrived?.connection === undefined) {
    return undefined;
  }
  const replies = followReply(state, arrived.connection);
  const unknown = replies.find(({ egress }) => egress.kind === "unknown");
  if (unknown?.egress.kind === "unknown") {
    return { kind: "unknown", reason: unknown.egress.reason };
  }
  const misrouted = replies.filter(
    ({ egress }) => !(egress.kind === "out" && egress.interface === wan.interface),
  );
  return misrouted.length === 0 ? { kind: "right", replies } : { kind: "wrong", arrived, misrouted };
}

/** The connections that are tried from outside: the first that the firewall accepts is followed. */
const PROBES = [
  { protocol: "tcp", dstPort: 22 },
  { protocol: "tcp", dstPort: 443 },
  { protocol: "tcp", dstPort: 8291 },
  { protocol: "udp", dstPort: 13231 },
  { protocol: "icmp" },
];

/** The outcome of the first probe that arrives; if none does, of the first whose outcome is unknown. */
function probeInbound(state: RouterState, flow: Omit<Flow, "protocol">): Outcome | undefined {
  let unknown: Outcome | undefined;
  for (const probe of PROBES) {
    const [outcome] = followFlow(state, { ...flow, ...probe });
    if (outcome?.egress.kind === "local") {
      return outcome;
    }
    unknown ??= outcome?.egress.kind === "unknown" ? outcome : undefined;
  }
  return unknown;
}
