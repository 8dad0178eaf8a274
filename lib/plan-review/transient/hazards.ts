import { isNoShare } from "../../simulator/packets/share-comparison";
import type { RouterChange } from "../model/router-change";
import type { Snapshot } from "../model/snapshot";
import { known, lookUp } from "../model/values";
import { distributionOf, type LossCause } from "../traffic/distribution";
import { type OperatorPathReason, operatorPathIn, operatorTarget } from "../traffic/operator-session";
import type { Origin } from "../traffic/origin";
import { untranslatedOf } from "../traffic/untranslated";

/** What is wrong with a router in some state. */
export type Hazard = {
  /** What tells hazards of one id apart: an origin, a WAN, a table. */
  readonly subject: string;
  /** How bad it is, as a share of flows; it is compared with the extent before and after the apply. */
  readonly extent: number;
} & (
  | {
      readonly id: "transient-without-route";
      readonly origin: string;
      readonly causes: readonly LossCause[];
    }
  | { readonly id: "transient-unmasqueraded"; readonly origin: string }
  | { readonly id: "transient-mark-into-empty-table" }
  | {
      readonly id: "transient-operator-cut";
      readonly target: string;
      readonly reason: OperatorPathReason;
    }
);

/** The hazards of a state; of those with one id and subject, the worst. */
export function hazardsOf(
  snapshot: Snapshot,
  change: RouterChange,
  origins: readonly Origin[],
  operator: string | undefined,
): readonly Hazard[] {
  const worst = new Map<string, Hazard>();
  for (const hazard of [
    ...origins.flatMap((origin) => trafficHazards(snapshot, origin, change.knowsSourceNat)),
    ...emptyTables(snapshot, origins),
    ...operatorCut(snapshot, change, operator),
  ]) {
    const known = worst.get(hazardKey(hazard));
    if (known === undefined || known.extent < hazard.extent) {
      worst.set(hazardKey(hazard), hazard);
    }
  }
  return [...worst.values()];
}

/** A text that tells hazards apart. */
export function hazardKey({ id, subject }: Hazard): string {
  return `${id} ${subject}`;
}

function trafficHazards(
  snapshot: Snapshot,
  { id: subject, name, followed }: Origin,
  knowsSourceNat: boolean,
): readonly Hazard[] {
  const distribution = distributionOf(snapshot.state(), followed);
  const { lost, lossCauses } = distribution;
  const untranslated = new Map<string, number>();
  for (const { interface: wan, share } of knowsSourceNat ? untranslatedOf(followed, distribution) : []) {
    untranslated.set(wan, (untranslated.get(wan) ?? 0) + share);
  }
  const withoutRoute: readonly Hazard[] = !isNoShare(lost)
    ? [{ id: "transient-without-route", subject, origin: name, causes: lossCauses, extent: lost }]
    : [];
  return [
    ...withoutRoute,
    ...[...untranslated].map(
      ([wan, extent]): Hazard => ({ id: "transient-unmasqueraded", subject: wan, origin: name, extent }),
    ),
  ];
}

/** Marks that lead to a table without a usable route. `main` is left out: packets without a mark go there too. */
function emptyTables(snapshot: Snapshot, origins: readonly Origin[]): readonly Hazard[] {
  const tables = new Set(
    snapshot
      .enabled("/ip/firewall/mangle")
      .filter((rule) => known(rule, "action") === "mark-routing")
      .flatMap((rule) => known(rule, "new-routing-mark") ?? []),
  );
  const address = origins[0]?.flow.dstAddress;
  return [...tables]
    .filter(
      (table) =>
        table !== "main" && address !== undefined && lookUp(snapshot.state(), table, address) === undefined,
    )
    .map((table) => ({ id: "transient-mark-into-empty-table", subject: table, extent: 1 }));
}

/** The operator's path, where it is broken. */
function operatorCut(
  snapshot: Snapshot,
  change: RouterChange,
  operator: string | undefined,
): readonly Hazard[] {
  const target = operator === undefined ? undefined : operatorTarget(change, operator);
  if (operator === undefined || target === undefined) {
    return [];
  }
  const { verdict, reason } = operatorPathIn(snapshot, operator, target);
  return verdict === "fail"
    ? [{ id: "transient-operator-cut", subject: operator, target, reason, extent: 1 }]
    : [];
}
