import type { RouterChange } from "../model/router-change";
import type { Snapshot } from "../model/snapshot";
import { known, lookUp } from "../model/values";
import { distributionOf, formatPart } from "../traffic/distribution";
import { operatorPathAt, operatorTarget } from "../traffic/operator-path-at";
import type { Origins } from "../traffic/origins";
import { untranslatedOf } from "../traffic/untranslated";

/** What is wrong with a router at a moment. */
export interface Hazard {
  readonly id:
    | "transient-without-route"
    | "transient-unmasqueraded"
    | "transient-mark-into-empty-table"
    | "transient-operator-cut";
  /** What tells dangers of one kind apart: an origin, a WAN, a table. */
  readonly subject: string;
  /** What happens, as the end of a sentence that begins with when. */
  readonly message: string;
  /** How bad it is: the part of flows; compared with what is so before and after. */
  readonly extent: number;
}

/** The dangers of a moment in the apply of a change; of those of one kind and subject the worst. */
export function hazardsOf(
  snapshot: Snapshot,
  change: RouterChange,
  origins: Origins,
  operator: string | undefined,
): readonly Hazard[] {
  const worst = new Map<string, Hazard>();
  for (const danger of [
    ...ways(snapshot, origins, change.knowsSourceNat),
    ...emptyTables(snapshot, origins),
    ...operatorCut(snapshot, change, operator),
  ]) {
    const known = worst.get(keyOf(danger));
    if (known === undefined || known.extent < danger.extent) {
      worst.set(keyOf(danger), danger);
    }
  }
  return [...worst.values()];
}

/** What tells dangers apart. */
export function keyOf({ id, subject }: Hazard): string {
  return `${id} ${subject}`;
}

function ways(snapshot: Snapshot, origins: Origins, isNatKnown: boolean): readonly Hazard[] {
  const state = snapshot.state();
  return origins.flatMap(({ name, flow }): Hazard[] => {
    const spread = distributionOf(state, flow);
    const { lost, lostHow } = spread;
    const bare = new Map<string, number>();
    for (const { interface: port, share } of isNatKnown ? untranslatedOf(flow, spread) : []) {
      bare.set(port, (bare.get(port) ?? 0) + share);
    }
    return [
      ...(lost > 1e-9
        ? [
            {
              id: "transient-without-route",
              subject: name,
              message: `${formatPart(lost, `new connections of ${name}`)} go nowhere (${lostHow.join(", ")})`,
              extent: lost,
            } as const,
          ]
        : []),
      ...[...bare].map(
        ([port, share]) =>
          ({
            id: "transient-unmasqueraded",
            subject: port,
            message: `${formatPart(share, `connections of ${name}`)} leave by ${port} with their private source`,
            extent: share,
          }) as const,
      ),
    ];
  });
}

/** Marks that lead to a table in which nothing is usable; `main` is where packets without a mark go too. */
function emptyTables(snapshot: Snapshot, origins: Origins): readonly Hazard[] {
  const tables = new Set(
    snapshot
      .enabled("/ip/firewall/mangle")
      .filter((rule) => known(rule, "action") === "mark-routing")
      .flatMap((rule) => known(rule, "new-routing-mark") ?? []),
  );
  const address = origins[0].flow.dstAddress;
  return [...tables]
    .filter((table) => table !== "main" && lookUp(snapshot.state(), table, address) === undefined)
    .map((table) => ({
      id: "transient-mark-into-empty-table",
      subject: table,
      message: `packets are marked for table ${table}, in which no route is usable: they are routed as if they had no mark`,
      extent: 1,
    }));
}

/** What is wrong with the operator's path at a moment of the apply. */
function operatorCut(
  snapshot: Snapshot,
  change: RouterChange,
  operator: string | undefined,
): readonly Hazard[] {
  const target = operator === undefined ? undefined : operatorTarget(change, operator);
  if (operator === undefined || target === undefined) {
    return [];
  }
  const path = operatorPathAt(snapshot, operator, target);
  return path.kind !== "fail"
    ? []
    : [
        {
          id: "transient-operator-cut",
          subject: operator,
          message: `${operator} does not reach the router at ${target} (${path.text}), and the apply breaks off there`,
          extent: 1,
        },
      ];
}
