import { type Flow, followFlow, formatEgress, type Outcome, type RouterState } from "../../simulator";
import { compareNames } from "./wans";

/** How the flows of one kind spread. All shares add up to 1. */
export interface Distribution {
  /** The share of flows that each interface carries away, to a neighbour that answers. */
  readonly shares: ReadonlyMap<string, number>;
  /** The share of flows that go nowhere. */
  readonly lost: number;
  /** How they are lost: `no route`, `blackhole`, `dropped`, `sent to a dead gateway`. */
  readonly lostHow: readonly string[];
  /** The share that stays at the router. */
  readonly local: number;
  /** Why nothing, or not everything, can be told. */
  readonly doubts: readonly string[];
  /** What the distribution was read from. */
  readonly outcomes: readonly Outcome[];
}

const DISTRIBUTIONS = new WeakMap<RouterState, WeakMap<Flow, Distribution>>();

/** How the flows that look like one spread in a state; worked out at most once. */
export function distributionOf(state: RouterState, flow: Flow): Distribution {
  const known = DISTRIBUTIONS.get(state) ?? new WeakMap<Flow, Distribution>();
  DISTRIBUTIONS.set(state, known);
  const found = known.get(flow) ?? distribution(followFlow(state, flow));
  known.set(flow, found);
  return found;
}

/** Adds up outcomes. */
function distribution(outcomes: readonly Outcome[]): Distribution {
  const shares = new Map<string, number>();
  const lostHow = new Set<string>();
  const doubts = new Set<string>();
  let [lost, local] = [0, 0];
  for (const { egress, share } of outcomes) {
    if (egress.kind === "out" && egress.alive) {
      shares.set(egress.interface, (shares.get(egress.interface) ?? 0) + share);
    } else if (egress.kind === "unknown") {
      doubts.add(egress.reason);
    } else if (egress.kind === "local") {
      local += share;
    } else {
      lost += share;
      lostHow.add(LOST[egress.kind] ?? formatEgress(egress));
    }
  }
  return { shares, lost, lostHow: [...lostHow], local, doubts: [...doubts], outcomes };
}

const LOST: Readonly<Record<string, string>> = {
  out: "sent to a dead gateway",
  unreachable: "no route",
  blackhole: "a blackhole",
  dropped: "dropped by a rule",
};

/** Whether two distributions say the same. */
export function sameDistribution(a: Distribution, b: Distribution): boolean {
  const names = new Set([...a.shares.keys(), ...b.shares.keys()]);
  const close = (x = 0, y = 0): boolean => Math.abs(x - y) < 1e-9;
  return (
    a.doubts.join() === b.doubts.join() &&
    close(a.lost, b.lost) &&
    close(a.local, b.local) &&
    [...names].every((name) => close(a.shares.get(name), b.shares.get(name)))
  );
}

/** A share as people write it: `all`, `1/3`, `none`, or a percentage where the denominator would be large. */
export function formatShare(share: number): string {
  if (share < 1e-9) {
    return "none";
  }
  if (share > 1 - 1e-9) {
    return "all";
  }
  for (let denominator = 2; denominator <= 24; denominator += 1) {
    const numerator = Math.round(share * denominator);
    if (Math.abs(numerator / denominator - share) < 1e-9) {
      return `${numerator}/${denominator}`;
    }
  }
  return `${(share * 100).toFixed(1)} %`;
}

/** A part of many in words: `all connections`, `1/3 of the connections`. */
export function formatPart(share: number, what: string): string {
  return share > 1 - 1e-9 ? `all ${what}` : `${formatShare(share)} of the ${what}`;
}

/** How many ways a line names. */
const MOST_WAYS = 8;

/** A distribution in a line: `wlan1 1/2, wlan2 1/2`, `wlan1 1/2, 1/2 lost (no route)`; `cannot tell` where nothing can be said. */
export function formatDistribution({ shares, lost, lostHow, local, doubts }: Distribution): string {
  if (doubts.length > 0) {
    return "unknown";
  }
  const ways = [...shares].sort(([a], [b]) => compareNames(a, b));
  return [
    ...waysInWords(ways),
    ...(local > 0 ? [`the router itself ${formatShare(local)}`] : []),
    ...(lost > 0 ? [`${formatShare(lost)} lost (${lostHow.join(", ")})`] : []),
  ].join(", ");
}

function waysInWords(ways: readonly (readonly [string, number])[]): readonly string[] {
  const shown = ways.map(([name, share]) => [name, formatShare(share)] as const);
  const [[, first] = ["", ""]] = shown;
  if (shown.length > MOST_WAYS && shown.every(([, share]) => share === first)) {
    return [`${shown.length} ways ${first} each`];
  }
  const more = shown.length - MOST_WAYS;
  return [
    ...shown.slice(0, MOST_WAYS).map(([name, share]) => `${name} ${share}`),
    ...(more > 0 ? [`${more} more ways`] : []),
  ];
}
