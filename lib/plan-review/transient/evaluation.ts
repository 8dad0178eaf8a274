import type { ReachedRoute } from "../../simulator";
import { isLargerShare } from "../../simulator/packets/share-comparison";
import type { RouterChange } from "../model/router-change";
import { distributionOf } from "../traffic/distribution";
import type { Origin } from "../traffic/origin";
import type { Budget } from "./budget";
import { type Hazard, hazardKey, hazardsOf } from "./hazards";
import type { IntermediateStates } from "./intermediate-states";
import type { Operation } from "./operations";

type Done = ReadonlySet<Operation>;

/** Evaluates states of one router: which hazards they have that are neither there before the apply nor after it. */
export class Evaluation {
  private readonly usual: ReadonlyMap<string, number>;

  public constructor(
    private readonly states: IntermediateStates,
    private readonly change: RouterChange,
    private readonly origins: readonly Origin[],
    private readonly operator: string | undefined,
    private readonly budget: Budget,
  ) {
    this.usual = this.usualExtents();
  }

  /** The hazards of a state that are worse than both before and after the apply. */
  public newHazards(done: Done): readonly Hazard[] {
    return this.hazards(done).filter((hazard) =>
      isLargerShare(hazard.extent, this.usual.get(hazardKey(hazard)) ?? 0),
    );
  }

  /** Whether a state has a hazard at least as bad as this one; undefined where the budget is spent. */
  public has(done: Done, hazard: Hazard): boolean | undefined {
    return this.budget.isLeft ? this.hazards(done).some((other) => isAsBad(other, hazard)) : undefined;
  }

  /**
   * All that is checked in a state and all that it depends on: also where default routes lead that no flow takes in this
   * state, since they can matter in another one.
   */
  public fingerprint(done: Done): string {
    const snapshot = this.states.at(done);
    const state = snapshot.state();
    const egresses = this.origins.map(({ followed }) =>
      distributionOf(state, followed).outcomes.map(({ egress, source, share }) => [egress, source, share]),
    );
    const defaults = state.rib.reached
      .filter(mayBeDefault)
      .map(({ route, reachability }) => [route.row.reference.id, reachability]);
    const hazards = hazardsOf(snapshot, this.change, this.origins, this.operator);
    return JSON.stringify([hazards, egresses, defaults]);
  }

  private hazards(done: Done): readonly Hazard[] {
    this.budget.spend();
    return hazardsOf(this.states.at(done), this.change, this.origins, this.operator);
  }

  /** How bad hazards are before or after the apply. */
  private usualExtents(): ReadonlyMap<string, number> {
    const usual = new Map(this.hazards(new Set()).map((hazard) => [hazardKey(hazard), hazard.extent]));
    for (const hazard of this.hazards(new Set(this.states.order.operations))) {
      // An operator who is cut off only at the end sees the apply finish; one who is cut off earlier does not.
      if (hazard.id !== "transient-operator-cut") {
        const key = hazardKey(hazard);
        usual.set(key, Math.max(usual.get(key) ?? 0, hazard.extent));
      }
    }
    return usual;
  }
}

function mayBeDefault({ route: { destination } }: ReachedRoute): boolean {
  return typeof destination !== "object" || destination.length === 0;
}

function isAsBad(other: Hazard, hazard: Hazard): boolean {
  return hazardKey(other) === hazardKey(hazard) && !isLargerShare(hazard.extent, other.extent);
}
