import { type Danger, dangersOf } from "../transient/dangers";
import { type Moment, Moments } from "../transient/moments";
import { describeOperation, type Operation } from "../transient/operations";
import type { ChangeFamily, RouterAnalysis } from "./family";
import type { Claim } from "./finding";
import { pathDanger } from "./operator-path";

/** What goes wrong in the middle of an apply and is right before and after: for every order that Terraform may choose. */
export const windows: ChangeFamily = (analysis) => {
  const { change } = analysis;
  // What is not there yet cannot be interrupted, and a router that is given up has no traffic to keep.
  if (!change.changes.some(({ action }) => action !== "no-op")) {
    return [];
  }
  const search = new Search(analysis);
  return search.claims();
};

/** How many operations are tried as the one that opens or closes a window. */
const MOST_TRIED = 40;

/** How many moments are looked at for the two operations of one window. */
const MOST_TRIES = 8;

const CUT: Claim = {
  id: "windows-not-all-tried",
  severity: "note",
  verdict: "cannot tell",
  subject: "apply",
  resources: [],
  sentence:
    "The plan is so large that only a part of its operations was tried as the one that opens a window.",
  advice: "Split the apply, or review the parts that matter by -target.",
};

class Search {
  private readonly moments: Moments;
  private readonly usual: ReadonlyMap<string, number>;
  private readonly found = new Map<string, Claim>();
  private readonly tries = new Map<string, number>();

  public constructor(private readonly analysis: RouterAnalysis) {
    this.moments = new Moments(analysis.change);
    const usual = new Map<string, number>();
    const all = new Set(this.moments.order.operations);
    for (const danger of this.dangersAt(new Set())) {
      usual.set(keyOf(danger), danger.extent);
    }
    // Who is cut off at the end has at least seen the end; before it, the apply breaks off.
    for (const danger of this.dangersAt(all).filter(({ id }) => id !== "window-operator-cut")) {
      usual.set(keyOf(danger), Math.max(usual.get(keyOf(danger)) ?? 0, danger.extent));
    }
    this.usual = usual;
  }

  public claims(): readonly Claim[] {
    const { all, isCut, order } = this.moments;
    for (const moment of all.filter(({ done }) => done.size < order.operations.length)) {
      for (const danger of this.dangersAt(moment.done)) {
        const isNew = danger.extent > (this.usual.get(keyOf(danger)) ?? 0) + 1e-9;
        if (isNew && this.isWanted(danger) && this.opens(moment, danger)) {
          this.keep(danger, this.claim(moment, danger));
        }
      }
    }
    return [...this.found.values(), ...(isCut ? [CUT] : [])];
  }

  /** Whether a danger has no claim yet that names both of its operations, and not been looked at too often. */
  private isWanted(danger: Danger): boolean {
    const claim = this.found.get(keyOf(danger));
    return (
      claim === undefined || (claim.resources.length < 2 && (this.tries.get(keyOf(danger)) ?? 0) < MOST_TRIES)
    );
  }

  private keep(danger: Danger, claim: Claim): void {
    const key = keyOf(danger);
    this.tries.set(key, (this.tries.get(key) ?? 0) + 1);
    const known = this.found.get(key);
    if (known === undefined || known.resources.length < claim.resources.length) {
      this.found.set(key, claim);
    }
  }

  private dangersAt(done: ReadonlySet<Operation>): readonly Danger[] {
    const snapshot = this.moments.at(done);
    const { change, options, origins } = this.analysis;
    return [...dangersOf(snapshot, origins), ...pathDanger(snapshot, change, options.operator)];
  }

  private isThere(done: ReadonlySet<Operation>, danger: Danger): boolean {
    return this.dangersAt(done).some(
      (other) => keyOf(other) === keyOf(danger) && other.extent > danger.extent - 1e-9,
    );
  }

  /** Whether a danger begins with the last operation of a moment: where it was there before, another moment shows it. */
  private opens({ done, last }: Moment, danger: Danger): boolean {
    const [only, ...more] = last;
    return only === undefined || more.length > 0 || !this.isThere(without(done, only), danger);
  }

  private claim(moment: Moment, danger: Danger): Claim {
    const opener = moment.last.at(0) ?? this.openerOf(moment, danger);
    const closer = this.closerOf(moment, danger);
    const isSure =
      opener !== undefined && closer !== undefined && this.moments.order.upTo(closer).has(opener);
    const from =
      moment.last.length > 1
        ? `once ${moment.last.length} operations are done, ${describeOperation(moment.last[0] as Operation)} among them`
        : opener === undefined
          ? "during the apply"
          : `after ${describeOperation(opener)}`;
    const to = closer === undefined ? "" : `, until ${describeOperation(closer)}`;
    const how = isSure ? "In every order" : "In some orders that Terraform may choose";
    return {
      id: danger.id,
      severity:
        danger.id === "window-mark-into-empty-table" || danger.extent < 1 - 1e-9 ? "warning" : "error",
      verdict: "broken",
      subject: danger.subject,
      resources: [...new Set([opener, closer].flatMap((operation) => operation?.change.address ?? []))],
      sentence: `${how}, ${from}${to}: ${danger.sentence}.`,
      advice: isSure
        ? "Make the new one first (create_before_destroy, or another resource), or do it in two applies."
        : "Settle the order by depends_on, or do it in two applies.",
    };
  }

  /** An operation without which, and without all that waits for it, the danger is not there. */
  private openerOf({ done }: Moment, danger: Danger): Operation | undefined {
    const rest = (operation: Operation): readonly Operation[] => {
      const waiting = this.moments.order.from(operation);
      return [...done].filter((other) => !waiting.has(other));
    };
    // What is done last is nearest to the danger.
    return [...done]
      .reverse()
      .slice(0, MOST_TRIED)
      .find((operation) => !this.isThere(new Set(rest(operation)), danger));
  }

  /** The operation with which the danger is over, where one alone ends it. */
  private closerOf({ done }: Moment, danger: Danger): Operation | undefined {
    const open = this.moments.order.operations.filter((operation) => !done.has(operation));
    return open
      .slice(0, MOST_TRIED)
      .find((operation) => !this.isThere(new Set([...done, ...this.moments.order.upTo(operation)]), danger));
  }
}

function keyOf({ id, subject }: Danger): string {
  return `${id} ${subject}`;
}

function without(done: ReadonlySet<Operation>, operation: Operation): ReadonlySet<Operation> {
  return new Set([...done].filter((other) => other !== operation));
}
