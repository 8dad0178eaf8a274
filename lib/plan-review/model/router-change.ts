import type { Configuration } from "../plan/configuration";
import { Dependencies } from "../plan/dependencies";
import type { Plan } from "../plan/read-plan";
import { changesRouter, firstKeyOf, type ResourceChange, staysBehind } from "../plan/resource-change";
import { InterfaceNames } from "./interface-names";
import { knownLists } from "./outside-lists";
import { type PlannedRow, plannedRow } from "./planned-row";
import { movesIn } from "./rule-moves";
import { Snapshot } from "./snapshot";
import { known } from "./values";

/** One router of a plan: its state before and after, and what Terraform does in between. */
export interface RouterChange {
  /** The host that the provider block names, or the block's key where the plan does not say which. */
  readonly name: string;
  /** The file that the plan was read from. */
  readonly source: string;
  /** The router's host, where the configuration states it. */
  readonly host?: string;
  readonly changes: readonly ResourceChange[];
  /** What the refresh found changed on the router since the last apply. */
  readonly drift: readonly ResourceChange[];
  readonly before: Snapshot;
  readonly after: Snapshot;
  /** What people call its interfaces. */
  readonly names: InterfaceNames;
  /** Whether the plan has any rule of chain `srcnat`, before or after: without one, rules outside the plan may translate. */
  readonly knowsSourceNat: boolean;
  readonly configuration: Configuration;
  readonly dependencies: Dependencies;
  /** How many values are marked as sensitive, and therefore neither kept nor checked. */
  readonly sensitiveValues: number;
  /** Deleted resources that may belong to another router of the plan: the configuration no longer says. */
  readonly guessed: readonly string[];
}

/** Whether a plan does anything to a router. */
export function isChanged({ changes }: RouterChange): boolean {
  return changes.some(changesRouter);
}

/** The routers of a plan: one for each provider block that a resource uses, and for each key of its `for_each`. */
export function routersOf(plan: Plan, isOnlySource = true): readonly RouterChange[] {
  const dependencies = new Dependencies(plan);
  const keys = new KeysByModule(plan);
  const groups = new Map<string, { changes: ResourceChange[]; drift: ResourceChange[]; guessed: string[] }>();
  const groupOf = (key: string) => {
    const group = groups.get(key) ?? { changes: [], drift: [], guessed: [] };
    groups.set(key, group);
    return group;
  };
  for (const change of plan.changes) {
    const { key, guessed } = keys.of(change);
    const group = groupOf(key);
    group.changes.push(change);
    if (guessed) {
      group.guessed.push(change.address);
    }
  }
  for (const change of plan.drift) {
    groupOf(keys.of(change).key).drift.push(change);
  }
  return [...groups].map(([key, { changes, drift, guessed }]) => {
    const host = plan.configuration.providers.get(key)?.host;
    const order = (isApplied: boolean) => ({
      configuration: plan.configuration,
      dependencies,
      moves: movesIn(changes, isApplied),
    });
    const name = host ?? key;
    const rows = { before: changes.flatMap(rowBefore), after: changes.flatMap(rowsAfter) };
    const lists = knownLists([...rows.before, ...rows.after]);
    const before = new Snapshot(rows.before, order(false), lists);
    const after = new Snapshot(rows.after, order(true), lists);
    return {
      name: isOnlySource ? name : `${plan.source}: ${name}`,
      source: plan.source,
      host,
      changes,
      drift,
      before,
      after,
      names: new InterfaceNames([...rows.before, ...rows.after]),
      knowsSourceNat: [before, after].some(hasSourceNat),
      configuration: plan.configuration,
      dependencies,
      sensitiveValues: changes.reduce((sum, change) => sum + change.sensitiveValues, 0),
      guessed,
    };
  });
}

function hasSourceNat({ router }: Snapshot): boolean {
  // A chain that is not known yet may be the one.
  return router.rows("/ip/firewall/nat").some((row) => (known(row, "chain") ?? "srcnat") === "srcnat");
}

/** The row that the router has for a resource. */
export function rowBefore(change: ResourceChange): readonly PlannedRow[] {
  const row = change.before && plannedRow(change, change.before);
  return row === undefined ? [] : [row];
}

/** The rows that the router has for a resource once the plan is applied: two where an old one is only forgotten. */
export function rowsAfter(change: ResourceChange): readonly PlannedRow[] {
  const after = change.after && plannedRow(change, change.after);
  return [...(staysBehind(change) ? rowBefore(change) : []), ...(after === undefined ? [] : [after])];
}

/**
 * Which provider block a resource uses. A plan says so of configured blocks only; a resource that is gone from the
 * configuration is taken to be of the same router as the others of its module, or of the plan's first provider.
 */
class KeysByModule {
  private readonly modules = new Map<string, Set<string>>();

  public constructor(private readonly plan: Plan) {
    for (const { address, providerKey } of plan.configuration.blocks.values()) {
      const module = moduleOf(address);
      this.modules.set(module, (this.modules.get(module) ?? new Set()).add(providerKey));
    }
  }

  public of({ address, block }: ResourceChange): { key: string; guessed: boolean } {
    const { blocks, providers } = this.plan.configuration;
    const configured = blocks.get(block)?.providerKey;
    const key = configured ?? this.nearTo(block);
    // A plan says of no resource which key of its provider it has. The usual one is that of its own `for_each`.
    const each = providers.get(key)?.isEach ? firstKeyOf(address) : "";
    return { key: key + each, guessed: configured === undefined && providers.size > 1 };
  }

  private nearTo(block: string): string {
    const { providers } = this.plan.configuration;
    const near = [...(this.modules.get(moduleOf(block)) ?? [])].filter((key) => providers.has(key));
    const [key = "routeros"] = near.length > 0 ? near : providers.keys();
    return key;
  }
}

function moduleOf(block: string): string {
  return /^(module\.[^.]+\.)*/.exec(block)?.[0] ?? "";
}
