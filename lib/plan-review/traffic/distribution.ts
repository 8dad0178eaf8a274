import {
  type Egress,
  type Flow,
  followFlow,
  type Outcome,
  type RouterState,
  type UnknownReason,
} from "../../simulator";
import { isSameShare } from "../../simulator/packets/share-comparison";

/** How a connection is lost. */
export type LossCause = "no-route" | "blackhole" | "dropped" | "dead-gateway";

/** The causes that rules and routes have in order to lose connections. */
export const REFUSING: ReadonlySet<LossCause> = new Set(["dropped", "blackhole"]);

/** How the flows of one kind are distributed. All shares add up to 1. */
export interface Distribution {
  /** The share of flows that leaves by each interface, to a neighbour that answers. */
  readonly shares: ReadonlyMap<string, number>;
  /** The share of flows that is lost. */
  readonly lost: number;
  readonly lossCauses: readonly LossCause[];
  /** The share that stays at the router. */
  readonly local: number;
  /** Why the distribution is not known; empty where it is. */
  readonly unknown: readonly UnknownReason[];
  /** What the distribution was read from. */
  readonly outcomes: readonly Outcome[];
}

const DISTRIBUTIONS = new WeakMap<RouterState, WeakMap<Flow, Distribution>>();

/** How the flows that look like one are distributed in a state; worked out at most once. */
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
  const lossCauses = new Set<LossCause>();
  const unknown = new Map<string, UnknownReason>();
  let [lost, local] = [0, 0];
  for (const { egress, share } of outcomes) {
    if (egress.kind === "out" && egress.alive) {
      shares.set(egress.interface, (shares.get(egress.interface) ?? 0) + share);
    } else if (egress.kind === "unknown") {
      unknown.set(JSON.stringify(egress.reason), egress.reason);
    } else if (egress.kind === "local") {
      local += share;
    } else {
      lost += share;
      lossCauses.add(LOSS_CAUSES[egress.kind]);
    }
  }
  return {
    shares,
    lost,
    lossCauses: [...lossCauses],
    local,
    unknown: [...unknown.values()],
    outcomes,
  };
}

const LOSS_CAUSES: Readonly<Record<Exclude<Egress["kind"], "local" | "unknown">, LossCause>> = {
  out: "dead-gateway",
  unreachable: "no-route",
  blackhole: "blackhole",
  dropped: "dropped",
};

/** Whether two distributions say the same. */
export function sameDistribution(a: Distribution, b: Distribution): boolean {
  const names = new Set([...a.shares.keys(), ...b.shares.keys()]);
  const close = (x = 0, y = 0): boolean => isSameShare(x, y);
  return (
    JSON.stringify(a.unknown) === JSON.stringify(b.unknown) &&
    close(a.lost, b.lost) &&
    close(a.local, b.local) &&
    [...names].every((name) => close(a.shares.get(name), b.shares.get(name)))
  );
}
