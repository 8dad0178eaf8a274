import type { RouterChange } from "../model/router-change";
import { type Distribution, distributionOf, sameDistribution } from "./distribution";
import { atLeastMoved, type Moved } from "./moved-flows";
import { judgedMoments, type Origin, type Origins } from "./origins";

/** How new connections of one origin spread before and after, and how many of the old ones move. */
export interface ShareChange {
  readonly origin: Origin;
  /** Undefined where the plan knows no way to the Internet yet. */
  readonly before?: Distribution;
  /** Undefined where the plan never knows one. */
  readonly after?: Distribution;
  readonly isChanged: boolean;
  /** What happens to connections that are open during the apply; undefined where one side is not known. */
  readonly moved?: Moved;
}

/** The shares of each origin. */
export function shareChanges(change: RouterChange, origins: Origins): readonly ShareChange[] {
  const isJudged = judgedMoments(change, origins);
  return origins.map((origin) => {
    const of = (side: "before" | "after") =>
      isJudged[side] ? distributionOf(change[side].state(), origin.flow) : undefined;
    const [before, after] = [of("before"), of("after")];
    return {
      origin,
      before,
      after,
      isChanged:
        before === undefined || after === undefined ? before !== after : !sameDistribution(before, after),
      moved:
        before && after && atLeastMoved(before, { was: change.before.state(), is: change.after.state() }),
    };
  });
}
