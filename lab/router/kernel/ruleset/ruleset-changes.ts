import { nftLine } from "../services/program-text";
import type { Family } from "./families";
import type { Ruleset } from "./nft-ruleset";

export const TABLE = "routeros";

export const EMPTY: Ruleset = { sets: new Map(), chains: new Map(), counters: new Set() };

const same = (a: readonly string[] | undefined, b: readonly string[]): boolean =>
  a !== undefined && a.length === b.length && a.every((line, i) => line === b[i]);

/**
 * The transaction for `nft -f` that turns the ruleset of a family into another: only chains and sets that differ are emptied
 * and filled again, and counters are objects of their own, so that they count on. Empty where nothing changes.
 */
export function rulesetChanges(family: Family, from: Ruleset, to: Ruleset): string {
  const table = `${family} ${TABLE}`;
  const added = {
    sets: [...to.sets.keys()].filter((name) => !from.sets.has(name)),
    counters: [...to.counters].filter((name) => !from.counters.has(name)),
    chains: [...to.chains].filter(
      ([name, chain]) => from.chains.get(name)?.hook !== chain.hook || !from.chains.has(name),
    ),
  };
  const gone = {
    sets: [...from.sets.keys()].filter((name) => !to.sets.has(name)),
    counters: [...from.counters].filter((name) => !to.counters.has(name)),
    chains: [...from.chains.keys()].filter((name) => !to.chains.has(name)),
  };
  const changedSets = [...to.sets].filter(([name, elements]) => !same(from.sets.get(name) ?? [], elements));
  const changedChains = [...to.chains].filter(
    ([name, { rules }]) => !same(from.chains.get(name)?.rules ?? [], rules),
  );
  const lines = [
    ...added.sets.map((name) => `add set ${table} ${name} { type ipv4_addr; flags interval; }`),
    ...changedSets.flatMap(([name, elements]) => [
      `flush set ${table} ${name}`,
      ...(elements.length === 0 ? [] : [`add element ${table} ${name} { ${elements.join(", ")} }`]),
    ]),
    ...added.counters.map((name) => `add counter ${table} ${name}`),
    ...added.chains.map(
      ([name, { hook }]) => `add chain ${table} ${name}${hook === undefined ? "" : ` { ${hook} }`}`,
    ),
    ...changedChains.map(([name]) => `flush chain ${table} ${name}`),
    ...gone.chains.map((name) => `flush chain ${table} ${name}`),
    ...changedChains.flatMap(([name, { rules }]) => rules.map((rule) => `add rule ${table} ${name} ${rule}`)),
    ...gone.chains.map((name) => `delete chain ${table} ${name}`),
    ...gone.sets.map((name) => `delete set ${table} ${name}`),
    ...gone.counters.map((name) => `delete counter ${table} ${name}`),
  ];
  return lines.length === 0 ? "" : `${lines.map(nftLine).join("\n")}\n`;
}
