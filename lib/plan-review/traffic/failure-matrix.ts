import type { RouterChange } from "../model/router-change";
import { type Distribution, distributionOf } from "./distribution";
import { type FailureRows, stateIn } from "./failure-rows";
import { onceForFlow } from "./followed-once";
import type { Origin, Origins } from "./origin";
import { knownSides } from "./origins";

/** Where new connections go while some WANs are down. */
export interface FailureCase {
  readonly down: readonly string[];
  readonly before?: Distribution;
  readonly after?: Distribution;
}

/** Where the connections of one origin go in each row of the failure matrix. */
export interface OriginFailures {
  readonly origin: Origin;
  readonly cases: readonly FailureCase[];
}

/** The failure matrix: for each origin one line for each set of WANs that may be down. */
export interface FailureMatrix {
  readonly origins: readonly OriginFailures[];
  /** How many sets of WANs are left out. */
  readonly leftOut: number;
}

/** Where the connections of each LAN go in each row; those of the router itself where the plan has no LAN. */
export function failureMatrix(
  change: RouterChange,
  origins: Origins,
  { rows, leftOut }: FailureRows,
): FailureMatrix {
  const isKnown = knownSides(change, origins);
  const ofHosts = origins.filter(({ kind }) => kind !== "router");
  const casesOf = onceForFlow((flow): readonly FailureCase[] =>
    rows.map((row) => {
      const of = (side: "before" | "after") =>
        isKnown[side] ? distributionOf(stateIn(change[side], row), flow) : undefined;
      return { down: row.down.map((wan) => wan.interface), before: of("before"), after: of("after") };
    }),
  );
  return {
    origins: (ofHosts.length > 0 ? ofHosts : origins).map((origin) => ({ origin, cases: casesOf(origin) })),
    leftOut,
  };
}
