/**
 * What RouterOS 7 does with rows: pure, without a router. It answers one question: which way does a flow take while these
 * gateways are alive, with which source, and why?
 *
 * ```ts
 * const state = RouterState.of({ "/ip/address": [...], "/ip/route": [...] }, { deadNextHops: ["10.111.0.1"] });
 * const outcomes = followFlow(state, {
 *   inInterface: "Local", protocol: "tcp", srcAddress: "192.168.0.9", dstAddress: "198.51.100.1", dstPort: 443,
 * });
 * ```
 */
export type { Circumstances } from "./circumstances";
export type { DestinationTranslation, SourceTranslation } from "./firewall/nat";
export {
  CannotTell,
  ModelRow,
  RouterModel,
  type RowsByMenu,
  UNKNOWN,
  type Unknown,
} from "./model";
export { type Connection, replyEnds } from "./packets/connection";
export { type Continuation, type Flow, followFlow, followNext, followReply } from "./packets/flow";
export { type Egress, formatEgress, type Outcome } from "./packets/outcome";
export type { Ends } from "./packets/packet";
export { otherAddressShare } from "./packets/repeated-flows";
export { isFullShare, isLargerShare, isNoShare, isSameShare } from "./packets/share-comparison";
export { type SurvivingShare, survivingShares } from "./packets/surviving-share";
export { formatTrace, type Step, type Trace } from "./packets/trace";
export { RouterState } from "./router-state";
export { formatImmediate, type ImmediateGateway } from "./routes/immediate-gateway";
export type { Reachability } from "./routes/next-hops";
export type { Hop, ReachedRoute, RouteGroup, RouteStatus } from "./routes/rib";
export { describe, type RowReference } from "./row-reference";
export type { UnknownReason, UnreachableReason } from "./unknown-reason";
export { unknownText, unreachableText } from "./unknown-text";
