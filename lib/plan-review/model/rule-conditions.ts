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

/** Whether two rules can match the same packet, as far as their conditions say. */
export function canMatchSamePacket(a: ConditionedRule, b: ConditionedRule): boolean {
  const other = new Map(b.conditions.map(({ name, value }) => [name, value.split(",")]));
  return a.conditions.every(({ name, value }) => {
    const values = other.get(name);
    return values === undefined || value.split(",").some((each) => values.includes(each));
  });
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
  private readonly byConditions: ReadonlyMap<string, readonly EqualRules[]>;
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
    this.byConditions = groupBy(equalRulesAmong(this.rules), ({ first }) =>
      keyOfConditions(first.conditions),
    );
    const lengths = [...this.networks].flatMap((condition) => LENGTH.exec(condition)?.[1] ?? []);
    this.lengths = [...new Set(lengths.map(Number))].sort((a, b) => a - b);
  }

  /**
   * The rules that match at least what a rule matches: their conditions are some of its own, or have a larger network that
   * contains the rule's. The rule itself and its equals are among them.
   */
  public widerThan(rule: ConditionedRule): readonly EqualRules[] {
    return subsets(rule.conditions)
      .flatMap((conditions) => this.widened(conditions))
      .flatMap((conditions) => this.byConditions.get(keyOfConditions(conditions)) ?? []);
  }

  /** Conditions, and the same with each larger network that a rule of the chain has. */
  private widened(conditions: readonly Condition[]): readonly (readonly Condition[])[] {
    return conditions.reduce<readonly (readonly Condition[])[]>(
      (all, each) => {
        const options = [each, ...this.around(each)];
        return all.flatMap((earlier) => options.map((option) => [...earlier, option]));
      },
      [[]],
    );
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

/** So many conditions have 128 subsets; of a rule with more, only the smallest and the largest are looked at. */
const MOST_CONDITIONS = 7;

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

function subsets(conditions: readonly Condition[]): readonly (readonly Condition[])[] {
  if (conditions.length > MOST_CONDITIONS) {
    return [[], ...conditions.map((each) => [each]), conditions];
  }
  return Array.from({ length: 2 ** conditions.length }, (_, bits) =>
    conditions.filter((_, i) => Math.floor(bits / 2 ** i) % 2 === 1),
  );
}
