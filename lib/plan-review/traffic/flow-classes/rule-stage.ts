import type { Dimension, DistinguishingRule, SetCondition } from "./distinguishing-rules";

/** Whether a flow is in a set; undefined where that is unknown. */
export type IsIn = (set: string) => boolean | undefined;

/** A rule that applies to some flows, or may. */
export interface AppliedRule {
  readonly rule: DistinguishingRule;
  /** The conditions of which it is unknown whether they hold. */
  readonly doubts: string;
}

/** The dimensions in the order in which rules are sorted by them. */
const ORDER: readonly Dimension[] = ["ingress", "source", "destination", "service"];

/** Sorts rules by one dimension: which of them apply to flows, by the sets that those flows are in. */
export class RuleStage {
  /** The rules that do not ask. */
  private readonly others: AppliedRule[] = [];
  private readonly asking: AskingRule[] = [];
  /** The places of asking rules that only flows of one set can match. */
  private readonly bySet = new Map<string, number[]>();
  private readonly always: number[] = [];

  public constructor(
    rules: readonly AppliedRule[],
    private readonly dimension: Dimension,
    isOpen: (set: string) => boolean,
  ) {
    const ranks = new Map<string, number>();
    for (const applied of rules) {
      const { chain, conditions } = applied.rule;
      const asked = conditions[dimension];
      const rank = ranks.get(chain) ?? 0;
      if (asked.length === 0) {
        this.others.push(applied);
        ranks.set(chain, rank + 1);
        continue;
      }
      const text = `${rank} ${applied.rule.content}${laterConditions(applied.rule, dimension)}`;
      const place = this.asking.push({ applied, text }) - 1;
      const plain = asked.find(({ set, isNegated }) => !isNegated && !isOpen(set));
      if (plain === undefined) {
        this.always.push(place);
      } else {
        const places = this.bySet.get(plain.set) ?? [];
        this.bySet.set(plain.set, places);
        places.push(place);
      }
    }
  }

  /** A text that is equal for flows to which the same rules apply. */
  public keyOf(sets: readonly string[], isIn: IsIn): string {
    return this.applying(sets, isIn)
      .map(({ text, applied }) => `${text}${applied.doubts}`)
      .join("\n");
  }

  /** The rules that apply to flows of these sets, in order. */
  public select(sets: readonly string[], isIn: IsIn): readonly AppliedRule[] {
    const asking = this.applying(sets, isIn).map(({ applied }) => applied);
    return [...this.others, ...asking].sort((a, b) => a.rule.order - b.rule.order);
  }

  public get isIdle(): boolean {
    return this.asking.length === 0;
  }

  private applying(sets: readonly string[], isIn: IsIn): readonly AskingRule[] {
    const places = [...this.always, ...sets.flatMap((set) => this.bySet.get(set) ?? [])];
    return places
      .sort((a, b) => a - b)
      .flatMap((place) => {
        const asking = this.asking[place];
        const found = asking && this.doubtsOf(asking.applied, isIn);
        return found === undefined || asking === undefined
          ? []
          : [{ applied: { rule: asking.applied.rule, doubts: found }, text: asking.text }];
      });
  }

  /** The doubts of a rule with those about its conditions here; undefined where one certainly does not hold. */
  private doubtsOf({ rule, doubts }: AppliedRule, isIn: IsIn): string | undefined {
    let all = doubts;
    for (const condition of rule.conditions[this.dimension]) {
      const holds = holdsFor(condition, isIn);
      if (holds === false) {
        return undefined;
      }
      all += holds === undefined ? ` ?${condition.set}` : "";
    }
    return all;
  }
}

/** A rule that asks about the dimension of a stage. */
interface AskingRule {
  readonly applied: AppliedRule;
  /** Equal for rules at one place of a chain that do the same with the same flows, as far as later stages ask. */
  readonly text: string;
}

/** What a rule asks of the dimensions that come after one: flows that match it there are not told apart yet. */
function laterConditions({ conditions }: DistinguishingRule, dimension: Dimension): string {
  return ORDER.slice(ORDER.indexOf(dimension) + 1)
    .flatMap((later) => conditions[later])
    .map(({ set, isNegated }) => ` ${isNegated ? "!" : ""}${set}`)
    .join("");
}

function holdsFor({ set, isNegated }: SetCondition, isIn: IsIn): boolean | undefined {
  const found = isIn(set);
  return found === undefined ? undefined : found !== isNegated;
}
