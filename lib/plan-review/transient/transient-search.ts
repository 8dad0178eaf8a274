import type { Outcome } from "../../simulator";
import type { RouterChange } from "../model/router-change";
import { distributionOf } from "../traffic/distribution";
import { followedOnce } from "../traffic/followed-once";
import type { Origin, Origins } from "../traffic/origin";
import { withoutCircles } from "./avoidable-faults";
import { Budget } from "./budget";
import { jointCandidates, singleCandidates } from "./candidates";
import { Evaluation } from "./evaluation";
import { Explanation, type TransientFault } from "./explanation";
import { type Hazard, hazardKey } from "./hazards";
import { IntermediateStates } from "./intermediate-states";

/** What a search is about. */
export interface SearchSubject {
  readonly change: RouterChange;
  readonly origins: Origins;
  /** How many routers the review is about: they share the work that it may do. */
  readonly routers: number;
  /** The address that Terraform runs at. */
  readonly operator?: string;
}

/** What a search finds. */
export interface TransientFaults {
  /** One for each kind of hazard and its subject. */
  readonly faults: readonly TransientFault[];
  /** Whether some states were not looked at because there are too many. */
  readonly isTruncated: boolean;
}

/** Up to so many walks times rows, every LAN is followed; beyond that, only the first. */
const MOST_STEPS = 20_000;

/** How many walks the flows of a state usually take: the budget is for so many. */
const USUAL_WALKS = 8;

/**
 * Looks for the transient faults of one router's apply: hazards in states between its operations.
 *
 * There are far too many possible orders to walk them all. So the search first looks at states that show what one operation
 * does. Then it finds the operations that matter and looks at the sets of them that can be done together.
 */
export function findTransientFaults({
  change,
  routers,
  operator,
  ...subject
}: SearchSubject): TransientFaults {
  const origins = toldApart(subject.origins);
  const rows = Math.max(1, change.changes.length);
  const countable = origins.filter((origin) => walksOf(change, [origin]) < Infinity);
  const isLong = rows * walksOf(change, countable) > MOST_STEPS;
  const followed = isLong ? oneLan(countable) : countable;
  const weight = routers * Math.max(1, walksOf(change, followed) / USUAL_WALKS);
  const budget = new Budget(rows, weight);
  const states = new IntermediateStates(change);
  const { order } = states;
  const single = singleCandidates(order, budget.singleStates(states.size));
  const evaluation = new Evaluation(states, change, followed, operator, budget);
  const explanation = new Explanation(order, evaluation);
  const found = new FoundFaults();
  for (const state of single.states) {
    for (const hazard of evaluation.newHazards(state.done)) {
      if (found.wants(hazard) && explanation.startsWith(state, hazard)) {
        found.add(explanation.explain(state, hazard));
      }
    }
  }
  if (single.isTruncated || followed.length < origins.length) {
    return { faults: withoutCircles(found.faults, order), isTruncated: true };
  }
  const foundAlone = found.keys;
  const joint = jointCandidates(order, (done) => evaluation.fingerprint(done), budget);
  for (const state of joint.states) {
    for (const hazard of evaluation.newHazards(state.done)) {
      if (!foundAlone.has(hazardKey(hazard)) && found.wants(hazard)) {
        found.add(explanation.explain(state, hazard));
      }
    }
  }
  return { faults: withoutCircles(found.faults, order), isTruncated: joint.isTruncated };
}

/** In how many states an explanation of one fault is looked for. */
const MOST_TRIES = 8;

/** The faults that are found, each with its best explanation. */
class FoundFaults {
  private readonly byHazard = new Map<string, TransientFault>();
  private readonly tries = new Map<string, number>();

  public get faults(): readonly TransientFault[] {
    return [...this.byHazard.values()];
  }

  public get keys(): ReadonlySet<string> {
    return new Set(this.byHazard.keys());
  }

  /** Whether a hazard has no explanation yet that names both operations, and has not been tried too often. */
  public wants(hazard: Hazard): boolean {
    const key = hazardKey(hazard);
    const known = this.byHazard.get(key);
    return known === undefined || (!isComplete(known) && (this.tries.get(key) ?? 0) < MOST_TRIES);
  }

  public add(fault: TransientFault): void {
    const key = hazardKey(fault.hazard);
    this.tries.set(key, (this.tries.get(key) ?? 0) + 1);
    const known = this.byHazard.get(key);
    if (known === undefined || worthOf(known) < worthOf(fault)) {
      this.byHazard.set(key, fault);
    }
  }
}

/** Whether an explanation says what to do: which resource waits for which, or that none can. */
function isComplete({ opener, closer, isAvoidable }: TransientFault): boolean {
  const isWritten = opener?.kind !== "delete" && closer?.kind !== "delete";
  return opener !== undefined && closer !== undefined && (isAvoidable || !isWritten);
}

/** How much an explanation says. */
function worthOf({ opener, closer, isAvoidable }: TransientFault): number {
  return [opener !== undefined, closer !== undefined, isAvoidable].filter(Boolean).length;
}

/**
 * The origins that may be treated otherwise in the middle of the apply: rules that do the same for two LANs are not made at
 * the same moment, so that only LANs that no rule names are followed as one.
 */
function toldApart([first, ...others]: Origins): Origins {
  const own = (origin: Origin): Origin =>
    origin.classes.some(({ isNamed }) => isNamed) ? { ...origin, followed: origin.flow } : origin;
  return followedOnce([own(first), ...others.map(own)]);
}

/** The first LAN and the router itself. */
function oneLan(origins: readonly Origin[]): readonly Origin[] {
  return origins.filter((_, i) => i === 0 || i === origins.length - 1);
}

/** How many walks through the rules the flows of a state take: one for each way that a hash can fall. */
function walksOf({ before, after }: RouterChange, origins: readonly Origin[]): number {
  const walks = [before, after].map((snapshot) =>
    origins
      .flatMap(({ followed }) => distributionOf(snapshot.state(), followed).outcomes)
      .reduce((sum, outcome) => sum + walksTo(outcome), 0),
  );
  return Math.max(...walks);
}

function walksTo({ egress, otherTraces }: Outcome): number {
  const isCut =
    egress.kind === "unknown" &&
    (egress.reason.kind === "hash-branches" || egress.reason.kind === "hash-questions");
  return isCut ? Infinity : 1 + otherTraces.length;
}
