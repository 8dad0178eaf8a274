import type { ReachedRoute } from "../../simulator";
import type { RouterChange } from "../model/router-change";
import { distributionOf } from "../traffic/distribution";
import type { Origins } from "../traffic/origins";
import { DownSets } from "./down-sets";
import { type Hazard, hazardsOf, keyOf } from "./hazards";
import { influentialOf } from "./influence";
import { type IntermediateState, IntermediateStates } from "./intermediate-states";
import type { Operation } from "./operations";

/** A danger that an apply may pass through, and is neither there before nor after. */
export interface TransientFault {
  readonly danger: Hazard;
  /** The operation that opens it, where one alone does. */
  readonly opener?: Operation;
  /** The operation that closes it, where one alone does. */
  readonly closer?: Operation;
  /** Whether Terraform makes the closing operation wait for the opening one, so that every order has the window. */
  readonly isSure: boolean;
}

/** What a search finds. */
export interface TransientFaults {
  /** One for each kind of danger and what it concerns. */
  readonly windows: readonly TransientFault[];
  /** Whether some moments were not looked at, since there are too many. */
  readonly isTruncated: boolean;
}

/** What a search asks about. */
export interface SearchSubject {
  readonly change: RouterChange;
  readonly origins: Origins;
  /** How many routers the review is about: they share the time that a search may take. */
  readonly routers: number;
  /** The address that Terraform runs at. */
  readonly operator?: string;
}

/** How many operations are tried as the one that opens or closes a window. */
const MOST_TRIED = 40;

/** How many moments are looked at for the two operations of one window. */
const MOST_MOMENTS = 8;

/** How many walks through how many rows a moment may take before one LAN stands for all. */
const MOST_STEPS = 20_000;

/** How many walks the flows of a moment usually take: the limits on rows are for so many. */
const USUAL_WALKS = 8;

/** How many rows may be judged again in search of the operations of windows: what a second is enough for. */
const MOST_ROWS = 40_000;

/** Looks for the windows of one router's apply. */
export class TransientSearch {
  /** Whether the plan is so large that not even each operation is looked at. */
  private readonly isLarge: boolean;
  private readonly moments: IntermediateStates;
  private readonly origins: Origins;
  private readonly usual: ReadonlyMap<string, number>;
  private readonly found = new Map<string, TransientFault>();
  private readonly tries = new Map<string, number>();
  private budget: number;
  /** How many moments at which several operations are done together are looked at. */
  private readonly most: number;

  public constructor(private readonly subject: SearchSubject) {
    const { change, origins, routers } = subject;
    const rows = Math.max(1, change.changes.length);
    const isLong = rows * walksOf(change, origins) > MOST_STEPS;
    this.origins = isLong ? oneLan(origins) : origins;
    const weight = routers * Math.max(1, walksOf(change, this.origins) / USUAL_WALKS);
    this.moments = new IntermediateStates(change, weight);
    this.isLarge = this.moments.isTruncated || this.origins.length < origins.length;
    this.budget = MOST_ROWS / (rows * weight);
    this.most = Math.max(1, Math.floor(MOST_ROWS_TOGETHER / (rows * weight)));
    const { operations } = this.moments.order;
    const usual = new Map(this.dangersAt(new Set()).map((danger) => [keyOf(danger), danger.extent]));
    for (const danger of this.dangersAt(new Set(operations))) {
      // Who is cut off only at the end has seen the end; before it, the apply breaks off.
      if (danger.id !== "transient-operator-cut") {
        usual.set(keyOf(danger), Math.max(usual.get(keyOf(danger)) ?? 0, danger.extent));
      }
    }
    this.usual = usual;
  }

  public search(): TransientFaults {
    for (const moment of this.moments.all) {
      for (const danger of this.newDangersAt(moment.done)) {
        if (this.isWanted(danger) && this.opensWith(moment, danger)) {
          this.keep(this.windowAt(moment, danger));
        }
      }
    }
    const foundAlone = new Set(this.found.keys());
    const { moments, isTruncated } = this.isLarge ? { moments: [], isTruncated: true } : this.together();
    for (const moment of moments) {
      for (const danger of this.newDangersAt(moment.done)) {
        if (!foundAlone.has(keyOf(danger)) && this.isWanted(danger)) {
          this.keep(this.windowAt(moment, danger));
        }
      }
    }
    return { windows: [...this.found.values()], isTruncated };
  }

  /** The dangers of a moment that are neither there before the apply nor after it, or that are less there. */
  private newDangersAt(done: ReadonlySet<Operation>): readonly Hazard[] {
    return this.dangersAt(done).filter(
      (danger) => danger.extent > (this.usual.get(keyOf(danger)) ?? 0) + EPSILON,
    );
  }

  /** Moments at which several operations that matter are done, and the others that matter are not. */
  private together(): { readonly moments: readonly IntermediateState[]; readonly isTruncated: boolean } {
    const { order } = this.moments;
    const orders = Math.min(MOST_ORDERS, Math.floor(this.most / order.operations.length));
    const influential = influentialOf(order, (done) => this.readingAt(done), orders);
    const { sets, isTruncated } = new DownSets([...influential], order).atMost(this.most);
    // What is left is for the operations of their windows.
    this.budget += sets.length;
    const moments = sets
      .map((set) => ({ done: order.upTo(...set) }))
      .filter(({ done }) => done.size > 0 && done.size < order.operations.length);
    return { moments, isTruncated };
  }

  /**
   * All that is judged of a moment and that it is judged by: what changes the ways of flows, or where a default route leads
   * that no flow takes just then, may matter at another moment.
   */
  private readingAt(done: ReadonlySet<Operation>): string {
    const { change, operator } = this.subject;
    const snapshot = this.moments.at(done);
    const ways = this.origins.map(({ flow }) =>
      distributionOf(snapshot.state(), flow).outcomes.map(({ egress, source, share }) => [
        egress,
        source,
        share,
      ]),
    );
    const defaults = snapshot
      .state()
      .rib.reached.filter(mayBeDefault)
      .map(({ route, reachability }) => [route.row.reference.id, reachability]);
    return JSON.stringify([hazardsOf(snapshot, change, this.origins, operator), ways, defaults]);
  }

  /** Whether a danger has no window yet that names both of its operations, and has not been looked at too often. */
  private isWanted(danger: Hazard): boolean {
    const known = this.found.get(keyOf(danger));
    const isHalf = known?.opener === undefined || known.closer === undefined;
    return known === undefined || (isHalf && (this.tries.get(keyOf(danger)) ?? 0) < MOST_MOMENTS);
  }

  private keep(window: TransientFault): void {
    const key = keyOf(window.danger);
    this.tries.set(key, (this.tries.get(key) ?? 0) + 1);
    const known = this.found.get(key);
    if (known === undefined || namedIn(known) < namedIn(window)) {
      this.found.set(key, window);
    }
  }

  /** Whether a danger begins with the last operation of a moment: where it was there before, another moment shows it. */
  private opensWith({ done, last }: IntermediateState, danger: Hazard): boolean {
    return last === undefined || !this.isThere(new Set([...done].filter((other) => other !== last)), danger);
  }

  private windowAt(moment: IntermediateState, danger: Hazard): TransientFault {
    const { order } = this.moments;
    const opener = moment.last ?? this.openerOf(moment, danger);
    const closer = this.closerOf(moment, danger);
    const isSure = opener !== undefined && closer !== undefined && order.upTo(closer).has(opener);
    return { danger, opener, closer, isSure };
  }

  /** An operation without which, and without all that waits for it, the danger is not there. */
  private openerOf({ done }: IntermediateState, danger: Hazard): Operation | undefined {
    const { order } = this.moments;
    // What is done last is nearest to the danger.
    return [...done]
      .reverse()
      .slice(0, MOST_TRIED)
      .find((operation) => {
        const waiting = order.from(operation);
        return this.isGone(new Set([...done].filter((other) => !waiting.has(other))), danger);
      });
  }

  /** The operation with which the danger is over. */
  private closerOf({ done }: IntermediateState, danger: Hazard): Operation | undefined {
    const { order } = this.moments;
    return order.operations
      .filter((operation) => !done.has(operation))
      .slice(0, MOST_TRIED)
      .find((operation) => this.isGone(new Set([...done, ...order.upTo(operation)]), danger));
  }

  private isThere(done: ReadonlySet<Operation>, danger: Hazard): boolean {
    return this.budget > 0 && this.dangersAt(done).some((other) => isAsBad(other, danger));
  }

  private isGone(done: ReadonlySet<Operation>, danger: Hazard): boolean {
    return this.budget > 0 && !this.dangersAt(done).some((other) => isAsBad(other, danger));
  }

  private dangersAt(done: ReadonlySet<Operation>): readonly Hazard[] {
    const { change, operator } = this.subject;
    this.budget -= 1;
    return hazardsOf(this.moments.at(done), change, this.origins, operator);
  }
}

/** How many rows all moments may have at which several operations are done together. */
const MOST_ROWS_TOGETHER = 60_000;

/** How many orders by chance are walked in search of the operations that matter. */
const MOST_ORDERS = 6;

const EPSILON = 1e-9;

function mayBeDefault({ route: { destination } }: ReachedRoute): boolean {
  return typeof destination !== "object" || destination.length === 0;
}

/** The first LAN and the router itself. */
function oneLan(origins: Origins): Origins {
  const router = origins.at(-1);
  return router === undefined || origins.length === 1 ? origins : [origins[0], router];
}

/** How many walks through the rules the flows of a moment take: one for each way that a hash may fall. */
function walksOf({ before, after }: RouterChange, origins: Origins): number {
  const ways = [before, after].map((snapshot) =>
    origins
      .flatMap(({ flow }) => distributionOf(snapshot.state(), flow).outcomes)
      .reduce((sum, { otherTraces }) => sum + 1 + otherTraces.length, 0),
  );
  return Math.max(...ways);
}

function isAsBad(other: Hazard, danger: Hazard): boolean {
  return keyOf(other) === keyOf(danger) && other.extent > danger.extent - EPSILON;
}

function namedIn({ opener, closer }: TransientFault): number {
  return [opener, closer].filter((operation) => operation !== undefined).length;
}
