import type { RouterChange } from "../model/router-change";
import { type Distribution, distributionOf, sameDistribution } from "./distribution";
import { onceForFlow } from "./followed-once";
import { atLeastMoved, type MovedConnections } from "./moved-flows";
import type { Origin, Origins } from "./origin";
import { knownSides } from "./origins";
import { otherAddresses } from "./other-addresses";

/** How new connections of one origin are distributed before and after, and how many of the open ones move. */
export interface ShareChange {
  readonly origin: Origin;
  /** Undefined where the plan knows no default route before. */
  readonly before?: Distribution;
  /** Undefined where the plan knows no default route after. */
  readonly after?: Distribution;
  readonly isChanged: boolean;
  /** The share of flows that get another public address when they are opened again, as far as it is known. */
  readonly otherAddress?: number;
  /** What happens to connections that are open during the apply; undefined where one side is not known. */
  readonly moved?: MovedConnections;
}

/** The shares of each origin. */
export function shareChanges(change: RouterChange, origins: Origins): readonly ShareChange[] {
  const isKnown = knownSides(change, origins);
  const changeOf = onceForFlow((flow) => {
    const of = (side: "before" | "after") =>
      isKnown[side] ? distributionOf(change[side].state(), flow) : undefined;
    const [before, after] = [of("before"), of("after")];
    const isChanged =
      before === undefined || after === undefined ? before !== after : !sameDistribution(before, after);
    return {
      before,
      after,
      isChanged,
      otherAddress:
        isChanged && before !== undefined ? otherAddresses(before, change.after.state()) : undefined,
      moved:
        before &&
        after &&
        atLeastMoved(before, { before: change.before.state(), after: change.after.state() }),
    };
  });
  return origins.map((origin) => ({ origin, ...changeOf(origin) }));
}
