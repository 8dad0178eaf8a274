import type { Wan } from "../props/wan";
import { designBuckets, designRouterBuckets } from "./classifier-design";
import { designExitMark, designFollowMark } from "./follow-design";
import type { Placed } from "./placed";
import { designSourceMark } from "./source-routing";
import type { Surroundings } from "./surroundings";

type MangleRule = Placed<"/ip/firewall/mangle">;

/** The rules of a WAN that spread connections, and keep them where they are; each absent where nothing asks for it. */
export interface BalancingMarks {
  /** Marks a connection by the WAN it first leaves through. */
  readonly exitMark?: MangleRule;
  /** Sends the LANs' packets of a marked connection by its WAN. */
  readonly followMark?: MangleRule;
  /** Sends what the router begins from the WAN's address by the WAN. */
  readonly sourceMark?: MangleRule;
  /** Give the WAN its share of the LANs' new connections. */
  readonly buckets: readonly MangleRule[];
  /** Give the WAN its share of the router's own new connections. */
  readonly routerBuckets: readonly MangleRule[];
  /** All of the above. */
  readonly rows: readonly MangleRule[];
}

/** Derives the rules, which no order among them matters to. */
export function designBalancingMarks(
  wan: Wan,
  around: Surroundings,
  after: readonly Placed[],
): BalancingMarks {
  const exitMark = designExitMark(wan, around, after);
  const followMark = designFollowMark(wan, around, after);
  const sourceMark = designSourceMark(wan, around, after);
  const buckets = designBuckets(wan, around, after);
  const routerBuckets = designRouterBuckets(wan, around, after);
  const rows = [exitMark, followMark, sourceMark, ...buckets, ...routerBuckets];
  return Object.freeze({
    exitMark,
    followMark,
    sourceMark,
    buckets: Object.freeze(buckets),
    routerBuckets: Object.freeze(routerBuckets),
    rows: Object.freeze(rows.filter((row) => row !== undefined)),
  });
}
