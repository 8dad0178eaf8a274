import { groupBy } from "../../collections/group-by";
import type { ModelRow } from "../../simulator";
import { isMatcher } from "../../simulator/firewall/matchers";
import { known } from "./values";

/** A rule with a classifier: of `both-addresses:3/1` the denominator is 3 and the remainder 1. */
export interface ClassifierRule {
  readonly row: ModelRow;
  readonly text: string;
  readonly denominator: number;
  readonly remainder: number;
}

/** Rules of a chain that differ in their remainders and in what they do: together they divide the same packets. */
export interface ClassifierGroup {
  readonly fields: string;
  /** What the rules match besides, as `name=value`. */
  readonly conditions: ReadonlySet<string>;
  readonly chain: string;
  /** In order. */
  readonly rules: readonly ClassifierRule[];
}

const CLASSIFIER = "per-connection-classifier";

/** The classifiers of a firewall's rules, which are given in order. */
export function classifierGroups(rows: readonly ModelRow[]): readonly ClassifierGroup[] {
  const classified = rows.filter((row) => known(row, CLASSIFIER) !== undefined);
  const groups = groupBy(classified, (row) => {
    const conditions = conditionsOf(row);
    return conditions && JSON.stringify([known(row, "chain"), fieldsOf(row), ...conditions]);
  });
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const rules = group.flatMap((row) => ruleOf(row) ?? []);
    return first === undefined
      ? []
      : [
          {
            fields: fieldsOf(first) ?? "",
            conditions: new Set(conditionsOf(first)),
            chain: known(first, "chain") ?? "",
            rules,
          },
        ];
  });
}

/** The conditions of a rule besides its classifier; undefined where one is not known. */
export function conditionsOf(row: ModelRow): readonly string[] | undefined {
  const texts = row.names
    .filter((name) => isMatcher(name) && name !== CLASSIFIER)
    .map((name) => [name, known(row, name)] as const);
  return texts.some(([, value]) => value === undefined)
    ? undefined
    : texts.map(([name, value]) => `${name}=${value}`).sort();
}

const FORM = /^([a-z-]+):(\d+)\/(\d+)$/;

function fieldsOf(row: ModelRow): string | undefined {
  return FORM.exec(known(row, CLASSIFIER) ?? "")?.[1];
}

function ruleOf(row: ModelRow): ClassifierRule | undefined {
  const text = known(row, CLASSIFIER) ?? "";
  const [, , denominator, remainder] = FORM.exec(text) ?? [];
  return denominator === undefined || denominator === "0"
    ? undefined
    : { row, text, denominator: Number(denominator), remainder: Number(remainder) };
}

/** Remainders of a larger denominator for all rules are not listed. */
export const MOST_REMAINDERS = 100_000;

/** The remainders that no rule takes, of a denominator for all rules; undefined where that would be too large. */
export function untaken(
  rules: readonly ClassifierRule[],
): { readonly denominator: number; readonly remainders: readonly number[] } | undefined {
  let denominator = 1;
  for (const rule of rules) {
    denominator = leastCommonMultiple(denominator, rule.denominator);
    if (denominator > MOST_REMAINDERS) {
      return undefined;
    }
  }
  const isTaken = new Uint8Array(denominator);
  for (const rule of rules) {
    for (let each = rule.remainder; each < denominator; each += rule.denominator) {
      isTaken[each] = 1;
    }
  }
  const remainders: number[] = [];
  for (let each = isTaken.indexOf(0); each >= 0; each = isTaken.indexOf(0, each + 1)) {
    remainders.push(each);
  }
  return { denominator, remainders };
}

function leastCommonMultiple(a: number, b: number): number {
  let [greater, smaller] = [a, b];
  while (smaller > 0) {
    [greater, smaller] = [smaller, greater % smaller];
  }
  return (a / greater) * b;
}
