import { type Range, rangeOf } from "../../../routeros/address-ranges";
import type { ModelRow, RouterModel } from "../../../simulator";
import { addressListsOf } from "../../../simulator/firewall/address-lists";
import { isIdle } from "../../../simulator/firewall/rule-index";
import type { Snapshot } from "../../model/snapshot";
import { known } from "../../model/values";
import { servicesMatched } from "./services";

/** What a rule tells flows apart by: where they come in, their source, their destination, their protocol and port. */
export type Dimension = "ingress" | "source" | "destination" | "service";

/** A set that a rule asks for: it matches flows that are in it, or those that are not. */
export interface SetCondition {
  readonly set: string;
  readonly isNegated: boolean;
}

/** A rule of the firewall or of routing, as far as it tells flows apart. */
export interface DistinguishingRule {
  /** Its place among all rules. */
  readonly order: number;
  /** The chain that it is in: rules of other chains do not come before or after it. */
  readonly chain: string;
  readonly conditions: Readonly<Record<Dimension, readonly SetCondition[]>>;
  /** All that it says besides: the same number for rules that do the same. */
  readonly content: number;
  /** Where it sends packets instead of their destination; everywhere where that cannot be told. */
  readonly target?: Range;
}

/** A set of addresses or services that rules name. */
export interface NamedSet {
  readonly ranges: readonly Range[];
  /** Whether it may hold more than the plan knows. */
  readonly isOpen: boolean;
  /** What people call it: `10.0.0.160/27`, `list cameras`. */
  readonly text: string;
}

/** The interfaces that a rule asks for, by the side of the apply that it is on. */
export interface IngressSet {
  readonly side: "before" | "after";
  readonly property: string;
  readonly value: string;
}

/** The rules of a router before and after, and the sets that they name. */
export class DistinguishingRules {
  public readonly rules: DistinguishingRule[] = [];
  public readonly ingress = new Map<string, IngressSet>();
  public readonly source = new Map<string, NamedSet>();
  public readonly destination = new Map<string, NamedSet>();
  public readonly service = new Map<string, NamedSet>();
  /** The protocols that rules name, by number. */
  public readonly protocols = new Set<number>();
  private readonly contents = new Map<string, number>();

  public constructor(snapshots: Readonly<Record<"before" | "after", Snapshot>>) {
    for (const side of ["before", "after"] as const) {
      const { router } = snapshots[side];
      for (const menu of ["raw", "mangle", "nat", "filter"]) {
        for (const row of rowsOf(router, `/ip/firewall/${menu}`)) {
          if (!row.memo(isIdle)) {
            this.add(side, menu, row, router);
          }
        }
      }
      for (const row of rowsOf(router, "/routing/rule")) {
        this.add(side, "rule", row, router);
      }
    }
  }

  private add(side: IngressSet["side"], menu: string, row: ModelRow, router: RouterModel): void {
    const chain = `${side} ${menu} ${known(row, "chain") ?? ""}`;
    // The router's own packets are no host's.
    if (/ output$/.test(chain)) {
      return;
    }
    const conditions = { ingress: [], source: [], destination: [], service: [] } as Record<
      Dimension,
      SetCondition[]
    >;
    const resolved = new Set<string>();
    for (const name of row.names) {
      const found = this.conditionOf(side, name, known(row, name), router);
      if (found !== undefined) {
        conditions[found.dimension].push(found.condition);
        resolved.add(name);
      }
    }
    for (const name of this.addServices(row, conditions.service)) {
      resolved.add(name);
    }
    const rest = row.names.filter((name) => !resolved.has(name) && !IGNORED.has(name)).sort();
    const content = this.contentOf([chain, ...rest.flatMap((name) => [name, String(row.raw(name))])]);
    const target = TRANSLATING.has(known(row, "action") ?? "") ? targetOf(row) : undefined;
    this.rules.push({ order: this.rules.length, chain, conditions, content, target });
  }

  private contentOf(texts: readonly string[]): number {
    const key = JSON.stringify(texts);
    const found = this.contents.get(key) ?? this.contents.size;
    this.contents.set(key, found);
    return found;
  }

  private conditionOf(
    side: IngressSet["side"],
    name: string,
    text: string | undefined,
    router: RouterModel,
  ): { readonly dimension: Dimension; readonly condition: SetCondition } | undefined {
    const dimension = DIMENSIONS[name];
    if (dimension === undefined || text === undefined || text === "") {
      return undefined;
    }
    const isNegated = text.startsWith("!");
    const value = text.replace(/^!/, "");
    const made = (set: string) => ({ dimension, condition: { set, isNegated } });
    if (dimension === "ingress") {
      const set = ingressSet(side, name, value);
      this.ingress.set(set, { side, property: name, value });
      return made(set);
    }
    if (name.endsWith("-list")) {
      const set = `${side} list ${value}`;
      if (!this[dimension].has(set)) {
        const content = router.memo(addressListsOf).contentOf(value);
        this[dimension].set(set, { ...content, text: `list ${value}` });
      }
      return made(set);
    }
    const range = rangeOf(value);
    if (range === undefined) {
      return undefined;
    }
    this[dimension].set(value, { ranges: [range], isOpen: false, text: value.replace(/\/32$/, "") });
    return made(value);
  }

  /** Adds what a rule matches of protocols and ports, and gives the properties that say so. */
  private addServices(row: ModelRow, conditions: SetCondition[]): readonly string[] {
    const names = SERVICE_PROPERTIES.filter((name) => row.has(name));
    const values = names.map((name) => known(row, name));
    if (names.length === 0 || values.includes(undefined)) {
      return [];
    }
    const ports = ["dst-port", "port"].flatMap((name) => known(row, name) ?? []);
    const matched = servicesMatched({ protocol: known(row, "protocol"), ports });
    // A port of either end may be the source's.
    if (matched === undefined || row.has("port")) {
      return [];
    }
    if (matched.named !== undefined) {
      this.protocols.add(matched.named);
    }
    const set = names.map((name, i) => `${name}=${values[i]}`).join(" ");
    this.service.set(set, { ranges: matched.ranges, isOpen: false, text: set });
    conditions.push({ set, isNegated: false });
    return names;
  }
}

/** The name of a set of interfaces. */
export function ingressSet(side: IngressSet["side"], property: string, value: string): string {
  return `${side} ${property} ${value}`;
}

/** Actions that give packets another destination. */
const TRANSLATING: ReadonlySet<string> = new Set(["dst-nat", "redirect", "netmap"]);

/** The target of rules of which it is unknown, or depends on where a packet comes in. */
export const ANYWHERE: Range = { first: 0, last: 2 ** 32 - 1 };

function targetOf(row: ModelRow): Range {
  return rangeOf(known(row, "to-addresses") ?? "") ?? ANYWHERE;
}

/** The properties that tell flows apart, without protocols and ports. */
const DIMENSIONS: Readonly<Record<string, "ingress" | "source" | "destination">> = {
  interface: "ingress",
  "in-interface": "ingress",
  "in-interface-list": "ingress",
  "src-address": "source",
  "src-address-list": "source",
  "dst-address": "destination",
  "dst-address-list": "destination",
};

const SERVICE_PROPERTIES = ["protocol", "dst-port", "port"];

/** What makes no difference to a flow. */
const IGNORED: ReadonlySet<string> = new Set([
  ".id",
  ".nextid",
  "bytes",
  "comment",
  "creation-time",
  "dynamic",
  "log",
  "log-prefix",
  "packets",
]);

function rowsOf(router: RouterModel, menu: string): readonly ModelRow[] {
  return router.rows(menu).filter((row) => row.raw("disabled") !== "true");
}
