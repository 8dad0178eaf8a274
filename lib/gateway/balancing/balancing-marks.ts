import type { DesignContext } from "../design-context";
import type { RowSpec } from "../row-spec";
import type { Wan } from "../wan/wan";
import { designClassifierRules, designRouterClassifierRules } from "./classifier-rules";
import { designSourceMark } from "./source-routing";
import { designExitMark, designFollowMark } from "./sticky-connections";

type MangleRule = RowSpec<"/ip/firewall/mangle">;

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
  context: DesignContext,
  after: readonly RowSpec[],
): BalancingMarks {
  const exitMark = designExitMark(wan, context, after);
  const followMark = designFollowMark(wan, context, after);
  const sourceMark = designSourceMark(wan, context, after);
  const buckets = designClassifierRules(wan, context, after);
  const routerBuckets = designRouterClassifierRules(wan, context, after);
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
