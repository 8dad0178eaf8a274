import type { RouterChange } from "../model/router-change";
import { type Distribution, distributionOf } from "./distribution";
import { knownSides, type Origin, type Origins } from "./origins";
import { allWans, mostWans, type RoutedWan, withDown } from "./wans";

/** Where new connections go while some WANs are down. */
export interface FailureCase {
  readonly down: readonly string[];
  readonly before?: Distribution;
  readonly after?: Distribution;
}

/** The failure matrix: one line for each set of WANs that may be down. */
export interface FailureMatrix {
  readonly origin: Origin;
  readonly cases: readonly FailureCase[];
  /** How many sets of WANs are left out. */
  readonly leftOut: number;
}

/**
 * Where the connections of the first origin go with any 1 to `failures` WANs down at once.
 *
 * Sets in which every WAN is down are left out: all traffic is lost then.
 */
export function failureMatrix(change: RouterChange, origins: Origins, failures = 1): FailureMatrix {
  const [origin] = origins;
  const isKnown = knownSides(change, origins);
  const wans = allWans(change).filter(({ gateways }) => gateways.length > 0);
  const { sets, total } = subsets(wans, Math.min(failures, wans.length - 1), mostWans(wans.length));
  const cases = sets.map((down) => {
    const of = (side: "before" | "after") =>
      isKnown[side] ? distributionOf(change[side].stateIn(withDown(down)), origin.flow) : undefined;
    return { down: down.map((wan) => wan.interface), before: of("before"), after: of("after") };
  });
  return { origin, cases, leftOut: total - sets.length };
}

/** The sets of 1 to `most` WANs, smaller ones first, and how many there are in all. */
function subsets(
  wans: readonly RoutedWan[],
  most: number,
  limit: number,
): { sets: RoutedWan[][]; total: number } {
  const sets: RoutedWan[][] = [];
  let total = 0;
  for (let size = 1; size <= most; size += 1) {
    total += binomial(wans.length, size);
    const grow = (chosen: readonly RoutedWan[], from: number): void => {
      if (chosen.length === size) {
        sets.push([...chosen]);
        return;
      }
      for (let i = from; i < wans.length && sets.length < limit; i += 1) {
        const wan = wans[i];
        if (wan !== undefined) {
          grow([...chosen, wan], i + 1);
        }
      }
    };
    if (sets.length < limit) {
      grow([], 0);
    }
  }
  return { sets, total };
}

function binomial(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= k; i += 1) {
    result = (result * (n - k + i)) / i;
  }
  return Math.round(result);
}
