import { groupBy } from "../../collections/group-by";
import { isAddress } from "../../routeros/ipv4";
import { type ModelRow, type RouterModel, UNKNOWN, type Value } from "../model";
import type { Packet } from "../packets/packet";
import { orCannotTell } from "../packets/trace";
import { isKindOfInterface } from "./matchers";

/** The tables of the firewall. */
export type FirewallTable = "raw" | "mangle" | "nat" | "filter";

/** The firewall of a router, chain by chain. */
export class Firewall {
  private readonly tables = new Map<FirewallTable, RulesByChain>();

  public constructor(private readonly router: RouterModel) {}

  /** The rules of a chain that can do anything to a packet's way. */
  public chain(table: FirewallTable, name: string): Chain {
    let rules = this.tables.get(table);
    if (rules === undefined) {
      rules = new RulesByChain(this.router.rows(`/ip/firewall/${table}`));
      this.tables.set(table, rules);
    }
    return rules.chain(name);
  }
}

/** The firewall of a router's rows. */
export function firewallOf(router: RouterModel): Firewall {
  return new Firewall(router);
}

/** Actions that leave the packet and its way alone. */
const NEUTRAL = ["add-dst-to-address-list", "add-src-to-address-list", "log", "passthrough"];

/** Actions that change a packet and not its way, so that it makes no difference whether a rule matches. */
const KEEPING_THE_WAY = ["change-mss", "change-ttl", "clear-df", "set-priority", "strip-ipv4-options"];

/** The rules of a table that are any packet's business. */
class RulesByChain {
  private readonly rules: readonly ModelRow[];
  private readonly byChain: ReadonlyMap<Value, readonly ModelRow[]>;
  private readonly chains = new Map<string, Chain>();

  public constructor(rules: readonly ModelRow[]) {
    this.rules = rules.filter((rule) => !rule.memo(isIdle));
    this.byChain = groupBy(this.rules, (rule) => rule.raw("chain"));
  }

  public chain(name: string): Chain {
    let chain = this.chains.get(name);
    if (chain === undefined) {
      chain = new Chain(this.of(name));
      this.chains.set(name, chain);
    }
    return chain;
  }

  /** The rules that are in a chain, or may be. */
  private of(chain: string): readonly ModelRow[] {
    return this.byChain.has(UNKNOWN)
      ? this.rules.filter((rule) => [chain, UNKNOWN].includes(rule.raw("chain") ?? ""))
      : (this.byChain.get(chain) ?? []);
  }
}

/** Whether a rule does nothing to any packet's way. */
export function isIdle(rule: ModelRow): boolean {
  const action = rule.raw("action");
  return (
    (typeof action === "string" && isNeutral(action, rule.raw("passthrough"))) ||
    orCannotTell(() => rule.enabled) === false
  );
}

/** Whether an action leaves the packet's way alone and lets it go on to the next rule. */
function isNeutral(action: string, passthrough: Value | undefined): boolean {
  const goesOn = passthrough === undefined || passthrough === "true" || passthrough === "yes";
  return NEUTRAL.includes(action) || (KEEPING_THE_WAY.includes(action) && goesOn);
}

/** A matcher that rules of large firewalls tell packets apart by. */
interface Key {
  /** What of a packet it compares. */
  readonly of: (packet: Packet) => string | undefined;
  /** Whether a value matches only where the packet has the same: it is no list, network or range, nor the opposite of one. */
  readonly isPlain: (value: string) => boolean;
  /** Whether a packet of which the value is not known may match any rule, instead of none. */
  readonly isOpen?: true;
}

const isName = (value: string): boolean => !value.startsWith("!") && !isKindOfInterface(value);

const KEYS: ReadonlyMap<string, Key> = new Map([
  ["connection-mark", { of: ({ connection }: Packet) => connection.mark ?? "no-mark", isPlain: isName }],
  ["in-interface", { of: ({ inInterface }: Packet) => inInterface, isPlain: isName }],
  ["out-interface", { of: ({ outInterface }: Packet) => outInterface, isPlain: isName }],
  ["src-address", { of: ({ srcAddress }: Packet) => srcAddress, isPlain: isAddress }],
  ["dst-address", { of: ({ dstAddress }: Packet) => dstAddress, isPlain: isAddress }],
  [
    "dst-port",
    {
      of: ({ dstPort }: Packet) => (dstPort === undefined ? undefined : String(dstPort)),
      isPlain: (value: string) => /^[1-9]\d*$/.test(value),
      isOpen: true,
    },
  ],
]);

/** The rules of a chain in order; rules that obviously do not match a packet are skipped. */
export class Chain {
  /** The places of rules that may match any packet. */
  private readonly any: number[] = [];
  private readonly byKey = new Map<string, Map<string, number[]>>();
  private readonly indexes: readonly Index[];

  public constructor(private readonly rules: readonly ModelRow[]) {
    const counts = new Map<string, number>();
    const plain = rules.map((rule) => rule.memo(plainValues));
    for (const { name, value } of plain.flat()) {
      counts.set(`${name} ${value}`, (counts.get(`${name} ${value}`) ?? 0) + 1);
    }
    const countOf = ({ name, value }: Plain): number => counts.get(`${name} ${value}`) ?? 0;
    const rarer = (a: Plain, b: Plain): Plain => (countOf(b) < countOf(a) ? b : a);
    plain.forEach((values, place) => {
      const [first, ...others] = values;
      this.listOf(first && others.reduce(rarer, first)).push(place);
    });
    this.indexes = [...this.byKey].flatMap(([name, byValue]) => {
      const key = KEYS.get(name);
      const places = key?.isOpen ? [...byValue.values()].flat().sort((a, b) => a - b) : undefined;
      return key === undefined ? [] : [{ of: key.of, byValue, whenUnknown: places }];
    });
  }

  /** The rule at a place; undefined behind the last. */
  public at(place: number): ModelRow | undefined {
    return this.rules[place];
  }

  /**
   * The first place from one on whose rule may match a packet. It depends on what earlier rules did to the packet, so call it again after
   * each.
   */
  public next(from: number, packet: Packet): number {
    let next = firstFrom(this.any, from);
    for (const { of, byValue, whenUnknown } of this.indexes) {
      const value = of(packet);
      const places = value === undefined ? whenUnknown : byValue.get(value);
      next = Math.min(next, places === undefined ? Infinity : firstFrom(places, from));
    }
    return next;
  }

  private listOf(key: Plain | undefined): number[] {
    if (key === undefined) {
      return this.any;
    }
    const byValue = this.byKey.get(key.name) ?? new Map<string, number[]>();
    this.byKey.set(key.name, byValue);
    const places = byValue.get(key.value) ?? [];
    byValue.set(key.value, places);
    return places;
  }
}

/** The places of rules by the value that a packet must have. */
interface Index {
  readonly of: Key["of"];
  readonly byValue: ReadonlyMap<string, readonly number[]>;
  /** The places that count where the packet's value is not known. */
  readonly whenUnknown?: readonly number[];
}

interface Plain {
  readonly name: string;
  readonly value: string;
}

function plainValues(rule: ModelRow): readonly Plain[] {
  return [...KEYS].flatMap(([name, { isPlain }]) => {
    const value = rule.raw(name);
    return typeof value === "string" && isPlain(value) ? [{ name, value }] : [];
  });
}

/** The first of sorted places that is not before one. */
function firstFrom(places: readonly number[], from: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < from) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return places[low] ?? Infinity;
}
