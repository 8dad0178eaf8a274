import type { Values } from "../../menus/menu";
import { addressSets } from "./address-list-sets";
import { type Family, familyOf } from "./families";
import { nft } from "./marks";
import { type MatcherContext, matchOf } from "./nft-matchers";
import { nftName, quoted } from "./nft-names";
import { type ActionContext, chainName, REALISED_ACTIONS } from "./rule-actions";

/** A chain: what hooks it into the packets' way, where it is built in, and its rules. */
export interface NftChain {
  readonly hook?: string;
  readonly rules: readonly string[];
}

/** A whole ruleset of one family, as text of nftables by name. */
export interface Ruleset {
  readonly sets: ReadonlyMap<string, readonly string[]>;
  readonly chains: ReadonlyMap<string, NftChain>;
  readonly counters: ReadonlySet<string>;
}

/** The rows that a ruleset is made of. */
export interface FirewallRows {
  /** Rules by menu, in their order. */
  readonly rules: ReadonlyMap<string, readonly Values[]>;
  readonly addressList: readonly Values[];
}

const filter = (hook: string, priority: number): string =>
  `type filter hook ${hook} priority ${priority}; policy accept;`;
const translation = (hook: string, priority: number): string =>
  `type nat hook ${hook} priority ${priority}; policy accept;`;

/** The built-in chains in RouterOS' order: raw, connection tracking, mangle, dst-nat, routing, filter, src-nat. */
export const HOOKS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "ip/firewall/raw": { prerouting: filter("prerouting", -300), output: filter("output", -300) },
  "ip/firewall/mangle": {
    prerouting: filter("prerouting", -150),
    input: filter("input", -150),
    forward: filter("forward", -150),
    // A packet of the router's own is routed first, and once more when a rule has marked it.
    output: "type route hook output priority -150; policy accept;",
    postrouting: filter("postrouting", -150),
  },
  "ip/firewall/nat": { dstnat: translation("prerouting", -100), srcnat: translation("postrouting", 100) },
  "ip/firewall/filter": {
    input: filter("input", 0),
    forward: filter("forward", 0),
    output: filter("output", 0),
  },
  "ipv6/firewall/raw": { prerouting: filter("prerouting", -300), output: filter("output", -300) },
  "ipv6/firewall/nat": { dstnat: translation("prerouting", -100), srcnat: translation("postrouting", 100) },
  "ipv6/firewall/filter": {
    input: filter("input", 0),
    forward: filter("forward", 0),
    output: filter("output", 0),
  },
};

export const FIREWALL_MENUS: readonly string[] = Object.keys(HOOKS);

/** The tables of a family's firewall. */
export const firewallMenusOf = (family: Family): readonly string[] =>
  FIREWALL_MENUS.filter((menu) => familyOf(menu) === family);

/** The chains that packets of FastTracked connections pass by; they are still tracked, translated and routed. */
const PASSED_BY: readonly string[] = [
  chainName("ip/firewall/mangle", "prerouting"),
  chainName("ip/firewall/mangle", "forward"),
  chainName("ip/firewall/mangle", "postrouting"),
  chainName("ip/firewall/filter", "forward"),
];

/** Says on which port a connection is masqueraded. */
const PORT_CHAIN = "masquerading";

/** The counter of a rule. */
export const counterName = (menu: string, id: string): string =>
  nftName(menu.slice(menu.lastIndexOf("/") + 1), id.replace("*", ""));

/** Compiles the menus of one family's firewall. */
export function compileFirewall(
  { rules, addressList }: FirewallRows,
  context: MatcherContext & ActionContext,
): Ruleset {
  const chains = new Map<string, NftChain>();
  const counters = new Set<string>();
  const mentioned = new Set<string>();
  let masquerades = false;
  for (const [menu, rows] of rules) {
    const texts = new Map<string, string[]>();
    for (const row of rows) {
      counters.add(counterName(menu, row[".id"] ?? ""));
      const chain = row["chain"] ?? "";
      texts.set(chain, texts.get(chain) ?? []);
      if (row["action"] === "jump") {
        texts.set(row["jump-target"] ?? "", texts.get(row["jump-target"] ?? "") ?? []);
      }
      if (row["disabled"] === "true" || row["invalid"] === "true") {
        continue;
      }
      for (const list of [row["src-address-list"], row["dst-address-list"]]) {
        if (list !== undefined) {
          mentioned.add(list.replace(/^!/, ""));
        }
      }
      const compiled = compileRule(menu, row, context);
      masquerades ||= compiled.masquerades;
      texts.get(chain)?.push(...compiled.rules);
    }
    // Translated connections need the NAT hooks even when no rule is left.
    const permanent = menu.endsWith("/firewall/nat") ? Object.keys(HOOKS[menu] ?? {}) : [];
    for (const chain of new Set([...permanent, ...texts.keys()])) {
      const name = chainName(menu, chain);
      const first = PASSED_BY.includes(name) ? [`${nft.isFasttracked} accept`] : [];
      chains.set(name, { hook: HOOKS[menu]?.[chain], rules: [...first, ...(texts.get(chain) ?? [])] });
    }
  }
  if (masquerades) {
    chains.set(PORT_CHAIN, { rules: portRules(context) });
  }
  return { sets: addressSets(addressList, [...mentioned]), chains, counters };
}

function compileRule(menu: string, row: Values, context: MatcherContext & ActionContext) {
  const compile = REALISED_ACTIONS[menu]?.[row["action"] ?? "accept"];
  if (compile === undefined) {
    throw new Error(`${menu} ${row[".id"]} has an action that is not realised`);
  }
  const { statements, masquerades = false } = compile(row, context, menu);
  const counter = `counter name ${quoted(counterName(menu, row[".id"] ?? ""))}`;
  const rules = matchOf(row, context).flatMap((match) => [
    ...(masquerades ? [[...match, `jump ${PORT_CHAIN}`].join(" ")] : []),
    [...match, counter, ...statements].join(" "),
  ]);
  return { rules, masquerades };
}

const portRules = ({ devices }: MatcherContext): readonly string[] =>
  devices.all.map((device) => `oifname ${quoted(device)} ${nft.setPort(devices.placeOf(device))}`);
