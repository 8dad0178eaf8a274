import { groupBy } from "../../collections/group-by";
import { fromNumber, parseCidr, toNumber } from "../../routeros/address-ranges";
import { format, type Prefix } from "../../routeros/ipv4";
import type { ModelRow } from "../../simulator";
import { isMatcher } from "../../simulator/firewall/matchers";
import { known } from "./values";

/** A rule and what it asks of a packet, as sorted texts `name=value`. */
export interface ConditionedRule {
  readonly row: ModelRow;
  /** Its place among the rules of its chain. */
  readonly position: number;
  readonly conditions: readonly string[];
}

/** Rules of a chain that differ in nothing but id and comment: what one of them is to another rule, all of them are. */
export interface EqualRules {
  readonly first: ConditionedRule;
  readonly last: ConditionedRule;
  /** All of them, in order. */
  readonly rules: readonly ConditionedRule[];
}

/** Rules of one chain, to be found by what they ask: which others ask for no more than a rule does. */
export class ChainIndex {
  public readonly rules: readonly ConditionedRule[];
  private readonly byConditions: ReadonlyMap<string, readonly EqualRules[]>;
  /** What the rules ask of addresses, as texts `name=network`. */
  private readonly networks = new Set<string>();
  /** The prefix lengths of these, ascending. */
  private readonly lengths: readonly number[];

  /** @param rows the rules of the chain in order; those with a matcher that is not known yet are left out */
  public constructor(rows: readonly ModelRow[]) {
    this.rows = rows;
    this.rules = rows.flatMap((row, position) => {
      const conditions = conditionsOf(row);
      return conditions === undefined ? [] : [{ row, position, conditions }];
    });
    for (const rule of this.rules) {
      for (const condition of rule.conditions) {
        if (ADDRESS.test(condition)) {
          this.networks.add(condition);
        }
      }
    }
    this.byConditions = groupBy(equalRulesAmong(this.rules), ({ first }) => first.conditions.join("\n"));
    const lengths = [...this.networks].flatMap((condition) => LENGTH.exec(condition)?.[1] ?? []);
    this.lengths = [...new Set(lengths.map(Number))].sort((a, b) => a - b);
  }

  public readonly rows: readonly ModelRow[];

  /**
   * The rules that match whatever one matches: those whose conditions are some of its own, or ask for a network around one
   * of its own. The rule itself is among them, with its twins.
   */
  public widerThan(rule: ConditionedRule): readonly EqualRules[] {
    return subsets(rule.conditions)
      .flatMap((conditions) => this.widened(conditions))
      .flatMap((conditions) => this.byConditions.get(conditions.join("\n")) ?? []);
  }

  /** Conditions, and the same with each network around theirs that a rule of the chain asks for. */
  private widened(conditions: readonly string[]): readonly (readonly string[])[] {
    return conditions.reduce<readonly (readonly string[])[]>(
      (all, condition) => {
        const options = [condition, ...this.around(condition)];
        return all.flatMap((earlier) => options.map((option) => [...earlier, option]));
      },
      [[]],
    );
  }

  private around(condition: string): readonly string[] {
    const [, name, value = ""] = ADDRESS.exec(condition) ?? [];
    const { address, prefix } = parseCidr(value.includes("/") ? value : `${value}/32`) ?? {};
    return prefix === undefined || address !== prefix.network
      ? []
      : this.lengths
          .filter((length) => length < prefix.length)
          .map((length) => `${name}=${format(widenedTo(prefix, length))}`)
          .filter((text) => this.networks.has(text));
  }
}

function equalRulesAmong(rules: readonly ConditionedRule[]): readonly EqualRules[] {
  return [...groupBy(rules, likenessOf).values()].flatMap((alike) => {
    const [first, last] = [alike[0], alike.at(-1)];
    return first === undefined || last === undefined ? [] : [{ first, last, rules: alike }];
  });
}

/** All that a rule says, as a text: twins have the same. */
function likenessOf({ row, conditions }: ConditionedRule): string {
  const names = row.names.filter((name) => name !== ".id" && name !== "comment" && !isMatcher(name));
  return [...names.map((name) => `${name}=${known(row, name)}`).sort(), ...conditions].join("\n");
}

/** A condition on an address that is not negated. */
const ADDRESS = /^((?:src|dst)-address)=([\d./]+)$/;

const LENGTH = /\/(\d+)$/;

/** The network of a shorter prefix around another. */
function widenedTo({ network }: Prefix, length: number): Prefix {
  const size = 2 ** (32 - length);
  return { network: fromNumber(Math.floor(toNumber(network) / size) * size), length };
}

/** So many conditions have 128 subsets; of a rule with more, only the smaller and the largest ones are looked at. */
const MOST_CONDITIONS = 7;

function conditionsOf(row: ModelRow): readonly string[] | undefined {
  const names = row.names.filter((name) => isMatcher(name));
  const conditions = names.map((name) => [name, known(row, name)] as const);
  return conditions.some(([, value]) => value === undefined)
    ? undefined
    : conditions.map(([name, value]) => `${name}=${value}`).sort();
}

function subsets(conditions: readonly string[]): readonly (readonly string[])[] {
  if (conditions.length > MOST_CONDITIONS) {
    return [[], ...conditions.map((condition) => [condition]), conditions];
  }
  return Array.from({ length: 2 ** conditions.length }, (_, bits) =>
    conditions.filter((_condition, i) => Math.floor(bits / 2 ** i) % 2 === 1),
  );
}
