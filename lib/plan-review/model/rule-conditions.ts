import { groupBy } from "../../collections/group-by";
import { fromNumber, parseCidr, toNumber } from "../../routeros/address-ranges";
import { format, type Prefix } from "../../routeros/ipv4";
import type { ModelRow } from "../../simulator";
import { isMatcher } from "../../simulator/firewall/matchers";
import { known } from "./values";

/** One thing that a rule matches, such as `in-interface=wlan1`. */
export interface Condition {
  readonly name: string;
  readonly value: string;
  /** `name=value`: conditions with the same text are the same. */
  readonly text: string;
}

/** A rule and its conditions. */
export interface ConditionedRule {
  readonly row: ModelRow;
  /** Its place among the rules of its chain. */
  readonly position: number;
  /** Sorted by text. */
  readonly conditions: readonly Condition[];
}

function condition(name: string, value: string): Condition {
  return { name, value, text: `${name}=${value}` };
}

/** A text that tells sets of sorted conditions apart. */
function keyOfConditions(conditions: readonly Condition[]): string {
  return conditions.map(({ text }) => text).join("\n");
}

/** Whether two rules have the same conditions. */
export function haveSameConditions(a: ConditionedRule, b: ConditionedRule): boolean {
  return keyOfConditions(a.conditions) === keyOfConditions(b.conditions);
}

/** The values that a rule matches, by what it matches. */
export type MatchedValues = ReadonlyMap<string, readonly string[]>;

export function matchedValues({ conditions }: ConditionedRule): MatchedValues {
  return new Map(conditions.map(({ name, value }) => [name, value.split(",")]));
}

/** Whether two rules can match the same packet, as far as their conditions say. */
export function canMatchSamePacket(one: MatchedValues, other: MatchedValues): boolean {
  for (const [name, values] of one) {
    const others = other.get(name);
    if (others !== undefined && !values.some((each) => others.includes(each))) {
      return false;
    }
  }
  return true;
}

const INTERFACE_MATCHERS = ["in-interface", "in-interface-list"];

/** Whether two rules certainly match some of the same packets, apart from their connection marks. */
export function matchSamePackets(a: ConditionedRule, b: ConditionedRule): boolean {
  const valuesOf = ({ conditions }: ConditionedRule): ReadonlyMap<string, string> =>
    new Map(conditions.map(({ name, value }) => [name, value]));
  const [one, other] = [valuesOf(a), valuesOf(b)];
  return (
    INTERFACE_MATCHERS.every((name) => one.get(name) === other.get(name)) &&
    [...one].every(([name, value]) => name === "connection-mark" || (other.get(name) ?? value) === value)
  );
}

/** Rules of a chain that differ only in id and comment. */
export interface EqualRules {
  readonly first: ConditionedRule;
  readonly last: ConditionedRule;
  /** All of them, in order. */
  readonly rules: readonly ConditionedRule[];
}

/** The rules of one chain by their conditions: finds the rules that match at least what another rule matches. */
export class ChainIndex {
  public readonly rules: readonly ConditionedRule[];
  /** Rules by the condition that the fewest others have; those without a condition by an empty text. */
  private readonly byRarest: ReadonlyMap<string, readonly EqualRules[]>;
  /** The conditions on addresses, as texts. */
  private readonly networks = new Set<string>();
  /** The prefix lengths of these, ascending. */
  private readonly lengths: readonly number[];

  /** @param rows the rules of the chain in order; those with a matcher that is not known yet are left out */
  public constructor(rows: readonly ModelRow[]) {
    this.rules = rows.flatMap((row, position) => {
      const conditions = conditionsOf(row);
      return conditions === undefined ? [] : [{ row, position, conditions }];
    });
    for (const rule of this.rules) {
      for (const { text } of rule.conditions.filter(isAddress)) {
        this.networks.add(text);
      }
    }
    const different = equalRulesAmong(this.rules);
    const counts = countsOf(different);
    this.byRarest = groupBy(different, ({ first }) => rarestOf(first, counts));
    const lengths = [...this.networks].flatMap((condition) => LENGTH.exec(condition)?.[1] ?? []);
    this.lengths = [...new Set(lengths.map(Number))].sort((a, b) => a - b);
  }

  /**
   * The rules that match at least what a rule matches: their conditions are some of its own, or have a larger network that
   * contains the rule's. The rule itself and its equals are among them. The widest come first.
   */
  public widerThan(rule: ConditionedRule): readonly EqualRules[] {
    const texts = new Set(rule.conditions.flatMap((each) => [each, ...this.around(each)]).map(textOf));
    return ["", ...texts]
      .flatMap((text) => this.byRarest.get(text) ?? [])
      .filter(({ first }) => first.conditions.every(({ text }) => texts.has(text)))
      .sort((a, b) => a.first.conditions.length - b.first.conditions.length);
  }

  private around(narrow: Condition): readonly Condition[] {
    if (!isAddress(narrow)) {
      return [];
    }
    const { name, value } = narrow;
    const { address, prefix } = parseCidr(value.includes("/") ? value : `${value}/32`) ?? {};
    return prefix === undefined || address !== prefix.network
      ? []
      : this.lengths
          .filter((length) => length < prefix.length)
          .map((length) => condition(name, format(widenedTo(prefix, length))))
          .filter(({ text }) => this.networks.has(text));
  }
}

function textOf({ text }: Condition): string {
  return text;
}

/** How many rules have each condition. */
function countsOf(rules: readonly EqualRules[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { text } of rules.flatMap(({ first }) => first.conditions)) {
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return counts;
}

function rarestOf({ conditions }: ConditionedRule, counts: ReadonlyMap<string, number>): string {
  const countOf = (text: string): number => counts.get(text) ?? 0;
  const [first = "", ...others] = conditions.map(textOf);
  return others.reduce((rarest, text) => (countOf(text) < countOf(rarest) ? text : rarest), first);
}

function equalRulesAmong(rules: readonly ConditionedRule[]): readonly EqualRules[] {
  return [...groupBy(rules, contentOf).values()].flatMap((alike) => {
    const [first, last] = [alike[0], alike.at(-1)];
    return first === undefined || last === undefined ? [] : [{ first, last, rules: alike }];
  });
}

/** All that a rule says, as a text: equal rules have the same. */
function contentOf({ row, conditions }: ConditionedRule): string {
  const names = row.names.filter((name) => name !== ".id" && name !== "comment" && !isMatcher(name));
  return [...names.map((name) => `${name}=${known(row, name)}`).sort(), keyOfConditions(conditions)].join(
    "\n",
  );
}

/** Whether a condition is on an address or network, and not negated. */
function isAddress({ name, value }: Condition): boolean {
  return /^(?:src|dst)-address$/.test(name) && /^[\d./]+$/.test(value);
}

const LENGTH = /\/(\d+)$/;

/** The network of a shorter prefix around another. */
function widenedTo({ network }: Prefix, length: number): Prefix {
  const size = 2 ** (32 - length);
  return { network: fromNumber(Math.floor(toNumber(network) / size) * size), length };
}

/** The conditions of a rule; undefined where one is not known. */
function conditionsOf(row: ModelRow): readonly Condition[] | undefined {
  const conditions: Condition[] = [];
  for (const name of row.names.filter((each) => isMatcher(each))) {
    const value = known(row, name);
    if (value === undefined) {
      return undefined;
    }
    conditions.push(condition(name, value));
  }
  return conditions.sort((a, b) => (a.text < b.text ? -1 : 1));
}
