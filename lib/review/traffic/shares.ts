import type { RouterChange } from "../model/router-change";
import { type Distribution, distributionOf, sameDistribution } from "./distribution";
import { atLeastMoved, type Moved } from "./moved-flows";
import type { Origin } from "./origins";

/** How new connections of one origin spread before and after, and how many of the old ones move. */
export interface ShareChange {
  readonly origin: Origin;
  /** Undefined where the router has nothing of the plan yet. */
  readonly before?: Distribution;
  /** Undefined where nothing of the plan is left on the router. */
  readonly after?: Distribution;
  readonly isChanged: boolean;
  /** What happens to connections that are open during the apply; undefined where one side is not known. */
  readonly moved?: Moved;
}

/** The shares of each origin. */
export function shareChanges(change: RouterChange, origins: readonly Origin[]): readonly ShareChange[] {
  return origins.map((origin) => {
    const of = (side: "before" | "after") =>
      change[side].isEmpty ? undefined : distributionOf(change[side].state(), origin.flow);
    const [before, after] = [of("before"), of("after")];
    return {
      origin,
      before,
      after,
      isChanged:
        before === undefined || after === undefined ? before !== after : !sameDistribution(before, after),
      moved: before && after && atLeastMoved(before, after, change.after.state()),
    };
  });
}
