import type { Configuration } from "../plan/configuration";
import type { Dependencies } from "../plan/dependencies";
import type { Plan } from "../plan/read-plan";
import { changesRouter, type ResourceChange, staysBehind } from "../plan/resource-change";
import { InterfaceNames } from "./interface-names";
import { mergedPlan } from "./merged-plan";
import { knownLists } from "./outside-lists";
import { type PlannedRow, plannedRow } from "./planned-row";
import { groupedByRouter, partsOf, type RouterParts } from "./router-parts";
import { movesIn } from "./rule-moves";
import { Snapshot } from "./snapshot";
import { known } from "./values";

/** One router of one or more plans: its state before and after, and what Terraform does in between. */
export interface RouterChange {
  /** The host that the provider block names, or the block's key where the plan does not say which. */
  readonly name: string;
  /** The files that the plans were read from, in the order in which they are applied. */
  readonly sources: readonly string[];
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

/**
 * The routers of plans: one for each provider block that a resource uses, and for each key of its `for_each`. Blocks and plans
 * that name the same host are about one router.
 *
 * @param isOneRouter whether all plans are about one router, whatever their provider blocks say
 * @throws PlanError where they are said to be about one router, and name several hosts
 */
export function routersOf(plans: readonly Plan[], isOneRouter = false): readonly RouterChange[] {
  return groupedByRouter(plans.flatMap(partsOf), isOneRouter).map((parts) => {
    const { source, key, host } = parts[0];
    const name = host ?? key;
    const isNamedByHost = new Set(parts.map((part) => part.source)).size > 1;
    return changeOf(parts, plans.length === 1 || isNamedByHost ? name : `${source}: ${name}`);
  });
}

function changeOf(parts: RouterParts, name: string): RouterChange {
  const { changes, drift, guessed, configuration, dependencies, sources } = mergedPlan(parts);
  const order = (isApplied: boolean) => ({
    configuration,
    dependencies,
    moves: movesIn(changes, isApplied),
  });
  const rows = { before: changes.flatMap(rowBefore), after: changes.flatMap(rowsAfter) };
  const lists = knownLists([...rows.before, ...rows.after]);
  const before = new Snapshot(rows.before, order(false), lists);
  const after = new Snapshot(rows.after, order(true), lists);
  return {
    name,
    sources,
    host: parts[0].host,
    changes,
    drift,
    before,
    after,
    names: new InterfaceNames([...rows.before, ...rows.after]),
    knowsSourceNat: [before, after].some(hasSourceNat),
    configuration,
    dependencies,
    sensitiveValues: changes.reduce((sum, change) => sum + change.sensitiveValues, 0),
    guessed,
  };
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
