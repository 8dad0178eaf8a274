import type { RowSpec } from "./row-spec";

/** The steps of an apply. The rows of one stage can be applied in any order. */
export type Stage =
  // Of the gateway.
  | "lan table"
  | "lan addresses"
  | "lan list"
  | "hairpin masquerade"
  | "management list"
  | "not-balanced list"
  | "settings"
  | "pin blackholes"
  | "policy tables"
  | "policy rules"
  // Of each WAN.
  | "routing table"
  | "interface"
  | "masquerade"
  | "dns guards"
  | "addresses"
  | "probe blackholes"
  | "probe routes"
  | "policy routes"
  | "backup routes"
  | "default routes"
  | "marks"
  | "lan routing mark"
  | "ingress mark"
  | "hairpin mark"
  | "forwards"
  | "hairpins";

/**
 * A stage that another depends on. Where that stage has no rows, the stages that it depends on take its place, unless
 * it is given as `ifAny`.
 */
type Dependency = Stage | { readonly ifAny: Stage };

const ifAny = (stage: Stage): Dependency => ({ ifAny: stage });

/**
 * What each stage depends on.
 *
 * At no time during an apply does traffic leave a WAN without masquerade, does a mark lead into an empty table, or does
 * an operator on a LAN lose access. A destroy uses the reverse order.
 */
const ORDER: Readonly<Record<Stage, readonly Dependency[]>> = {
  "lan table": [],
  "lan addresses": [],
  "lan list": ["lan addresses"],
  "hairpin masquerade": ["lan list"],
  "management list": ["lan list"],
  "not-balanced list": ["management list"],
  settings: [],
  "pin blackholes": [ifAny("lan table"), "lan addresses"],
  "policy tables": ["lan addresses"],
  "policy rules": ["lan addresses"],
  "routing table": [ifAny("lan table"), "not-balanced list"],
  interface: ["routing table"],
  masquerade: ["interface"],
  "dns guards": [ifAny("interface")],
  addresses: ["masquerade", "dns guards"],
  "probe blackholes": ["addresses"],
  "probe routes": ["addresses"],
  "policy routes": ["probe routes", ifAny("policy tables")],
  "backup routes": ["policy routes"],
  // A blocked destination must be blocked before any default route can carry its traffic.
  "default routes": ["policy routes", "backup routes", ifAny("settings"), ifAny("pin blackholes")],
  marks: ["default routes"],
  "lan routing mark": ["default routes"],
  "ingress mark": ["default routes"],
  "hairpin mark": ["default routes"],
  // A forward needs the rules that bring its replies back.
  forwards: [ifAny("ingress mark"), ifAny("lan routing mark")],
  hairpins: [ifAny("hairpin mark"), ifAny("hairpin masquerade")],
};

/** Collects rows by stage and says what the rows of the next stages depend on. Each WAN has an order of its own. */
export class RowOrder {
  private readonly stages = new Map<Stage, RowSpec[]>();

  /** @param gateway the order of the gateway, where this one is a WAN's */
  public constructor(private readonly gateway?: RowOrder) {}

  /** The rows of a stage that a later stage depends on. */
  public rowsOf(stage: Stage): readonly RowSpec[] {
    return this.stages.get(stage) ?? this.gateway?.rowsOf(stage) ?? [];
  }

  /** The rows that a row of some stages depends on. */
  public before(...stages: readonly Stage[]): RowSpec[] {
    const found = stages.flatMap((stage) =>
      ORDER[stage].flatMap((dependency) =>
        typeof dependency === "string" ? this.lastOf(dependency) : this.rowsOf(dependency.ifAny),
      ),
    );
    return [...new Set(found)];
  }

  /** Adds a row to a stage, beside those that the stage has already. */
  public add(stage: Stage, row: RowSpec): void {
    const rows = this.stages.get(stage) ?? [];
    rows.push(row);
    this.stages.set(stage, rows);
  }

  /** Makes a row the last one of a stage: it depends on those that the stage had already. */
  public addLast(stage: Stage, row: RowSpec): void {
    this.stages.set(stage, [row]);
  }

  /** The rows of a stage or, where it has none, of the stages that it depends on. */
  private lastOf(stage: Stage): readonly RowSpec[] {
    const rows = this.rowsOf(stage);
    return rows.length > 0
      ? rows
      : ORDER[stage].flatMap((dependency) => (typeof dependency === "string" ? this.lastOf(dependency) : []));
  }
}
