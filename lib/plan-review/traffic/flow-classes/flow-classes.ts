import type { Range } from "../../../routeros/address-ranges";
import type { RouterChange } from "../../model/router-change";
import type { RoutedLan } from "../lans";
import { ANYWHERE, type Dimension, DistinguishingRules, type NamedSet } from "./distinguishing-rules";
import { isAnyInterface, isFrom, setsNaming } from "./ingress";
import { internetOf, prefixesOfOtherTables } from "./internet";
import { Partition } from "./partition";
import { type AppliedRule, type IsIn, RuleStage } from "./rule-stage";
import { servicesOf } from "./services";

/** Addresses or services of which one dimension of the rules is true alike. */
export interface Group {
  readonly ranges: readonly Range[];
  /** The sets that they are in. */
  readonly sets: readonly string[];
}

/** Flows of one LAN that every rule treats alike, before and after. */
export interface FlowClass {
  readonly source: Group;
  readonly destination: Group;
  readonly service: Group;
  /** Equal for flows that every rule treats alike, whatever LAN they come from. */
  readonly key: string;
  /** Equal for flows whose LAN and source every rule treats alike, whatever they are for. */
  readonly sourceKey: string;
  /** Whether a rule names its LAN, or its source. */
  readonly isNamed: boolean;
}

/** The classes of one LAN's flows to the Internet. */
export interface LanClasses {
  readonly classes: readonly FlowClass[];
  /** How many more there are at least: too many to be told apart. */
  readonly leftOut: number;
}

const KNOWN = new WeakMap<RouterChange, FlowClasses>();

/** The classes of the flows of a router; worked out at most once. */
export function flowClassesOf(change: RouterChange): FlowClasses {
  const known = KNOWN.get(change) ?? new FlowClasses(change);
  KNOWN.set(change, known);
  return known;
}

/** How many groups of addresses, and how many combinations of rules, are told apart for one router. */
const MOST_GROUPS = 4_000;
const MOST_SELECTIONS = 400;

/** Tells the flows of LANs to the Internet apart by what rules distinguish. */
export class FlowClasses {
  private readonly rules: DistinguishingRules;
  private readonly partitions: Readonly<Record<Exclude<Dimension, "ingress">, Partition>>;
  private readonly ingress: RuleStage;
  private readonly fromLan = new Map<string, LanRules>();
  public readonly internet: readonly Range[];
  private readonly services: readonly Range[];
  private readonly elsewhere: Partition;
  /** Whether a rule sends packets to the router's address on the interface that they come in by. */
  private readonly redirects: boolean;
  private selections = 0;
  private groups = 0;

  public constructor(private readonly change: RouterChange) {
    this.rules = new DistinguishingRules(change);
    const { source, destination, service, protocols, rules } = this.rules;
    const partitionOf = (sets: ReadonlyMap<string, NamedSet>): Partition =>
      new Partition(new Map([...sets].map(([name, { ranges }]) => [name, ranges])));
    this.partitions = {
      source: partitionOf(source),
      destination: partitionOf(destination),
      service: partitionOf(service),
    };
    const applied = rules.map((rule): AppliedRule => ({ rule, doubts: "" }));
    this.ingress = new RuleStage(applied, "ingress", (set) => isAnyInterface(this.rules.ingress.get(set)));
    this.redirects = rules.some(({ target }) => target === ANYWHERE);
    this.internet = internetOf(change);
    this.services = servicesOf(protocols);
    this.elsewhere = new Partition(prefixesOfOtherTables(change));
  }

  /** The sets of a dimension by name. */
  public setOf(dimension: Exclude<Dimension, "ingress">, name: string): NamedSet | undefined {
    return this.rules[dimension].get(name);
  }

  /** What tells packets to an address within the router's networks apart: the sets of rules, and routes of other tables. */
  public destinationAt(address: number): readonly string[] {
    return [...this.partitions.destination.at(address), ...this.elsewhere.at(address)];
  }

  /** The classes of a LAN's flows. */
  public of({ interface: name, hosts }: RoutedLan): LanClasses {
    const rules = this.rulesFrom(name);
    if (rules === undefined) {
      return { classes: [], leftOut: 1 };
    }
    const sources = this.split("source", hosts, rules.source, rules.isIn.source);
    const classes: FlowClass[] = [];
    const answers = this.destinationAt(hosts[0]?.first ?? 0).join(" ");
    let { leftOut } = sources;
    for (const [key, source] of sources.groups) {
      const rest = this.restOf(rules, key, source);
      leftOut += rest === undefined ? 1 : rest.leftOut;
      for (const { destination, service, key: restKey } of rest?.parts ?? []) {
        const sourceKey = `${rules.key}|${key}`;
        const isNamed = rules.areNamed || key !== "";
        classes.push({
          source,
          destination,
          service,
          key: `${rules.key}|${restKey}|${answers}`,
          sourceKey,
          isNamed,
        });
      }
    }
    return { classes, leftOut };
  }

  private rulesFrom(interfaceName: string): LanRules | undefined {
    const isIn: IsIn = (set) => isFrom(interfaceName, this.rules.ingress.get(set), this.change);
    const named = setsNaming(interfaceName);
    const key = `${this.redirects ? interfaceName : ""} ${this.ingress.keyOf(named, isIn)}`;
    const found = this.fromLan.get(key);
    if (found !== undefined) {
      return found;
    }
    if (this.selections >= MOST_SELECTIONS) {
      return undefined;
    }
    this.selections += 1;
    const applied = this.ingress.select(named, isIn);
    const made = new LanRules(String(this.fromLan.size), key !== " ", applied, this.rules);
    this.fromLan.set(key, made);
    return made;
  }

  /** The destinations and services that rules tell apart for flows of one LAN and source. */
  private restOf(rules: LanRules, sourceKey: string, source: Group): SourceParts | undefined {
    const known = rules.bySource.get(sourceKey);
    if (known !== undefined || this.selections >= MOST_SELECTIONS) {
      return known;
    }
    this.selections += 1;
    const chosen = rules.source.select(source.sets, rules.isIn.source(source.sets));
    const stage = new RuleStage(chosen, "destination", rules.isOpen.destination);
    const destinations = this.split("destination", this.internet, stage, rules.isIn.destination);
    const parts: SourceParts["parts"][number][] = [];
    let { leftOut } = destinations;
    for (const [key, destination] of destinations.groups) {
      const applied = stage.select(destination.sets, rules.isIn.destination(destination.sets));
      const services = this.split(
        "service",
        this.services,
        new RuleStage(applied, "service", () => false),
        rules.isIn.service,
      );
      leftOut += services.leftOut;
      for (const [serviceKey, service] of services.groups) {
        parts.push({ destination, service, key: `${rules.bySource.size}|${key}|${serviceKey}` });
      }
    }
    const made = { parts, leftOut };
    rules.bySource.set(sourceKey, made);
    return made;
  }

  /** The groups of a dimension that a stage tells apart, the largest first. */
  private split(
    dimension: Exclude<Dimension, "ingress">,
    ranges: readonly Range[],
    stage: RuleStage,
    isIn: (sets: readonly string[]) => IsIn,
  ): { readonly groups: readonly (readonly [string, Group])[]; readonly leftOut: number } {
    if (stage.isIdle) {
      return { groups: [["", { ranges, sets: [] }]], leftOut: 0 };
    }
    const groups = new Map<string, { ranges: Range[]; sets: readonly string[] }>();
    let leftOut = 0;
    for (const { range, sets } of this.partitions[dimension].within(ranges)) {
      const key = stage.keyOf(sets, isIn(sets));
      const group = groups.get(key);
      if (group !== undefined) {
        group.ranges.push(range);
      } else if (this.groups < MOST_GROUPS) {
        this.groups += 1;
        groups.set(key, { ranges: [range], sets });
      } else {
        leftOut += 1;
      }
    }
    return { groups: [...groups], leftOut };
  }
}

interface SourceParts {
  readonly parts: readonly {
    readonly destination: Group;
    readonly service: Group;
    readonly key: string;
  }[];
  readonly leftOut: number;
}

/** The rules that apply to what comes in by some interfaces. */
class LanRules {
  public readonly source: RuleStage;
  public readonly bySource = new Map<string, SourceParts>();
  public readonly isIn: Readonly<Record<Exclude<Dimension, "ingress">, (sets: readonly string[]) => IsIn>>;
  public readonly isOpen: Readonly<Record<"source" | "destination", (set: string) => boolean>>;

  public constructor(
    public readonly key: string,
    /** Whether rules name the interfaces. */
    public readonly areNamed: boolean,
    applied: readonly AppliedRule[],
    rules: DistinguishingRules,
  ) {
    const targets = applied.flatMap(({ rule }) => rule.target ?? []);
    const isTarget = (set: string): boolean =>
      targets.some((target) =>
        (rules.destination.get(set)?.ranges ?? []).some(
          ({ first, last }) => first <= target.last && target.first <= last,
        ),
      );
    this.isOpen = {
      source: (set) => rules.source.get(set)?.isOpen === true,
      destination: (set) => rules.destination.get(set)?.isOpen === true || isTarget(set),
    };
    this.isIn = {
      source: (sets) => (set) => sets.includes(set) || (this.isOpen.source(set) ? undefined : false),
      // A rule of chain forward sees the destination that dst-nat gave a packet.
      destination: (sets) => (set) =>
        targets.length > 0 && (isTarget(set) || sets.includes(set))
          ? undefined
          : sets.includes(set) || (this.isOpen.destination(set) ? undefined : false),
      service: (sets) => (set) => sets.includes(set),
    };
    this.source = new RuleStage(applied, "source", this.isOpen.source);
  }
}
