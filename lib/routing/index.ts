/**
 * What RouterOS 7 does with rows: pure, without a router. One question is answered: *this flow, with these gateways
 * alive: which way, with what source, and why*.
 *
 * ```ts
 * const state = RouterState.of({ "/ip/address": [...], "/ip/route": [...] }, { deadNextHops: ["10.111.0.1"] });
 * const outcomes = followFlow(state, {
 *   inInterface: "Local", protocol: "tcp", srcAddress: "192.168.0.9", dstAddress: "198.51.100.1", dstPort: 443,
 * });
 * ```
 */
export type { Circumstances } from "./circumstances";
export { classifierShares } from "./classifier";
export { type Connection, replyEnds } from "./connection";
export { type Continuation, type Flow, followFlow, followNext, followReply } from "./flow";
export { type KeptPart, keptParts } from "./kept-parts";
export {
  CannotTell,
  describe,
  ModelRow,
  Router,
  type RouterRows,
  type RowReference,
  UNKNOWN,
  type Unknown,
} from "./model";
export type { DestinationTranslation, SourceTranslation } from "./nat";
export { formatImmediate, type ImmediateGateway, type Reachability } from "./next-hops";
export { formatWay, type Outcome, type Way } from "./outcome";
export type { Ends } from "./packet";
export type { Hop, JudgedRoute, ReachedRoute, RouteGroup } from "./rib";
export { RouterState } from "./router-state";
export { formatTrace, type Step, type Trace } from "./trace";
