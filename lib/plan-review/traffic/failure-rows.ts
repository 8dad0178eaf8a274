import { MAIN_TABLE } from "../../routeros/route-fields";
import { CannotTell, type RouterState } from "../../simulator";
import type { RouterChange } from "../model/router-change";
import type { Snapshot } from "../model/snapshot";
import { allWans, mostWans, type RoutedWan, withDown } from "./wans";

/** WANs that are down at once: a row of the failure matrix. */
export interface FailureRow {
  readonly down: readonly RoutedWan[];
}

/** The rows of a failure matrix. */
export interface FailureRows {
  readonly rows: readonly FailureRow[];
  /** How many sets of WANs are left out. */
  readonly leftOut: number;
}

/** All WANs up. */
export const ALL_UP: FailureRow = { down: [] };

/** The rows in which a WAN is up, those of the failure matrix and the one with all WANs up, which comes first. */
export function rowsWithUp(wan: RoutedWan, { rows }: FailureRows): readonly FailureRow[] {
  return [ALL_UP, ...rows.filter(({ down }) => !down.some((other) => other.interface === wan.interface))];
}

/** Whether a default route leaves by another WAN than one while some are down. */
export function hasOtherWan(wan: RoutedWan, down: readonly string[], wans: readonly RoutedWan[]): boolean {
  return wans.some(
    (other) =>
      other.gateways.length > 0 && other.interface !== wan.interface && !down.includes(other.interface),
  );
}

/** The router while the WANs of a row are down. */
export function stateIn(snapshot: Snapshot, { down }: FailureRow): RouterState {
  return snapshot.stateIn(withDown(down));
}

/**
 * The sets of 1 to `failures` WANs that may be down at once, and all WANs of the first tier.
 *
 * Sets in which every WAN is down are left out: all traffic is lost then.
 */
export function failureRows(change: RouterChange, failures = 1): FailureRows {
  const wans = allWans(change).filter(({ gateways }) => gateways.length > 0);
  const { sets, total } = subsets(wans, Math.min(failures, wans.length - 1), mostWans(wans.length));
  const known = new Set(sets.map(keyOf));
  const tiers = [change.before, change.after].flatMap((snapshot) => {
    const tier = firstTier(snapshot, wans);
    return tier === undefined ? [] : [tier];
  });
  const added = new Map(tiers.filter((tier) => !known.has(keyOf(tier))).map((tier) => [keyOf(tier), tier]));
  return {
    rows: [...sets, ...added.values()].map((down) => ({ down })),
    // A large first tier may be one of the sets that were left out.
    leftOut: total - sets.length - [...added.values()].filter(({ length }) => length <= failures).length,
  };
}

function keyOf(wans: readonly RoutedWan[]): string {
  return wans.map((wan) => wan.interface).join(" ");
}

/** The WANs of the default routes in main with the lowest distance, where there are several and others wait for them to fail. */
function firstTier(snapshot: Snapshot, wans: readonly RoutedWan[]): readonly RoutedWan[] | undefined {
  const byDistance = new Map<number, Set<string>>();
  for (const { route, reachability } of snapshot.state().rib.reached) {
    const { destination, connected, table, terms } = route;
    const isDefault = typeof destination === "object" && destination.length === 0 && !connected;
    const isUsable = !(reachability instanceof CannotTell) && reachability.reachable;
    if (isDefault && table === MAIN_TABLE && isUsable && !(terms instanceof CannotTell)) {
      const tier = byDistance.get(terms.distance) ?? new Set<string>();
      byDistance.set(terms.distance, tier);
      for (const immediate of reachability.immediate) {
        tier.add(immediate.interface);
      }
    }
  }
  const first = byDistance.get(Math.min(...byDistance.keys()));
  const tier = wans.filter((wan) => first?.has(wan.interface));
  return byDistance.size > 1 && tier.length > 1 && tier.length < wans.length ? tier : undefined;
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
