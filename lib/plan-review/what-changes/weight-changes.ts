import { groupBy } from "../../collections/group-by";
import { ownerOf } from "./change-subject";
import type { ConfigurationChange } from "./configuration-change";
import type { RowChange, RowTexts } from "./row-change";

const CLASSIFIER = "per-connection-classifier";
const FORM = /^([a-z-]+):([1-9]\d*)\/(\d+)$/;

/** Properties by which the rules of one classifier differ. */
const OWN: ReadonlySet<string> = new Set([CLASSIFIER, "comment", "new-connection-mark", "new-routing-mark"]);

/** The weights of a classifier's WANs, by what its rules match and hash: `{ fibre: 3, cable: 1 }`. */
type Weights = ReadonlyMap<string, number>;

/** Classifiers that divide the same connections among the same WANs by other weights, and the rows that say so. */
export function weightChanges(rows: readonly RowChange[]): {
  readonly changes: readonly ConfigurationChange[];
  readonly taken: ReadonlySet<RowChange>;
} {
  const classified = rows.filter(({ row, menu }) => menu === "/ip/firewall/mangle" && CLASSIFIER in row);
  const changes = new Map<string, ConfigurationChange>();
  const taken = new Set<RowChange>();
  for (const group of groupBy(classified, ({ row }) => classifierOf(row)).values()) {
    const [before, after] = [weightsOf(group.flatMap(rowBefore)), weightsOf(group.flatMap(rowAfter))];
    const changed = group.filter(({ kind }) => kind !== "same");
    if (changed.length === 0 || !isReweighted(before, after)) {
      continue;
    }
    const key = JSON.stringify([[...before], [...after]]);
    const earlier = changes.get(key);
    changes.set(key, {
      kind: "changed",
      category: "WAN",
      subject: [...before.keys()].join(", "),
      details: "",
      values: [{ name: "weights", before: textOf(before, before), after: textOf(before, after) }],
      resources: [...(earlier?.resources ?? []), ...changed.map(({ change }) => change.address)],
    });
    for (const row of changed) {
      taken.add(row);
    }
  }
  return { changes: [...changes.values()], taken };
}

function rowBefore({ kind, row, before }: RowChange): readonly RowTexts[] {
  return kind === "new" ? [] : [kind === "changed" && before !== undefined ? before : row];
}

function rowAfter({ kind, row }: RowChange): readonly RowTexts[] {
  return kind === "removed" ? [] : [row];
}

/** What tells the rules of one classifier from other rules; undefined where a rule is none of a classifier's. */
function classifierOf(row: RowTexts): string | undefined {
  const fields = FORM.exec(row[CLASSIFIER] ?? "")?.[1];
  const conditions = Object.entries(row).filter(([name]) => !OWN.has(name));
  return fields && JSON.stringify([fields, ...conditions.map((each) => each.join("=")).sort()]);
}

/** How many remainders each WAN has, where all rules have one denominator. */
function weightsOf(rows: readonly RowTexts[]): Weights {
  const weights = new Map<string, number>();
  const denominators = new Set<string | undefined>();
  for (const row of rows) {
    denominators.add(FORM.exec(row[CLASSIFIER] ?? "")?.[2]);
    const wan = ownerOf(row)?.member ?? row["new-connection-mark"] ?? row["new-routing-mark"] ?? "";
    weights.set(wan, (weights.get(wan) ?? 0) + 1);
  }
  return denominators.size === 1 ? new Map([...weights].sort(([a], [b]) => (a < b ? -1 : 1))) : new Map();
}

function isReweighted(before: Weights, after: Weights): boolean {
  const wans = [...before.keys()];
  return (
    wans.length > 1 &&
    wans.length === after.size &&
    wans.every((wan) => after.has(wan)) &&
    textOf(before, before) !== textOf(before, after)
  );
}

function textOf(order: Weights, weights: Weights): string {
  return [...order.keys()].map((wan) => weights.get(wan)).join(":");
}
