import { groupBy } from "../../collections/group-by";
import type { InterfaceNames } from "../model/interface-names";
import type { RouterChange } from "../model/router-change";
import { compareNames } from "../traffic/compare-names";
import { detailsOf, forwardDetails } from "./change-details";
import { type ChangeSubject, gatewayWans, subjectOf } from "./change-subject";
import { changedValues } from "./changed-values";
import { CHANGE_CATEGORIES, type ConfigurationChange } from "./configuration-change";
import { type RowChange, rowChangesOf } from "./row-change";
import { weightChanges } from "./weight-changes";

/** What a plan changes on a router, in its owner's words: the most important first. */
export function whatChanges(change: RouterChange): readonly ConfigurationChange[] {
  const { names } = change;
  const all = rowChangesOf(change);
  const reweighted = weightChanges(all);
  const rows = all.filter((row) => !reweighted.taken.has(row));
  const wans = gatewayWans(all);
  const subjects = new Map<string, ChangeSubject>();
  const groups = groupBy(rows, (row) => {
    const subject = subjectOf(row, wans, names);
    subjects.set(subject.key, subject);
    return subject.key;
  });
  const changes = [...groups].flatMap(([key, group]) => {
    const subject = subjects.get(key);
    return subject === undefined || group.every(({ kind }) => kind === "same")
      ? []
      : [changeOf(subject, group, names)];
  });
  return together([...reweighted.changes, ...changes]).sort(byImportance);
}

function changeOf(
  { category, name }: ChangeSubject,
  group: readonly RowChange[],
  names: InterfaceNames,
): ConfigurationChange {
  const [first] = group;
  const kind =
    first !== undefined && first.kind !== "same" && group.every((row) => row.kind === first.kind)
      ? first.kind
      : "changed";
  const rows = group.map(({ row }) => row);
  const common = {
    kind,
    category,
    subject: name,
    resources: group.filter((row) => row.kind !== "same").map((row) => row.change.address),
  };
  if (kind !== "changed") {
    return { ...common, details: detailsOf(category, rows, names), values: [] };
  }
  const details = category === "forward" ? forwardDetails(rows, names) : "";
  return { ...common, details, values: changedValues(category, group, names) };
}

/** Several WANs that change alike are one change. */
function together(changes: readonly ConfigurationChange[]): ConfigurationChange[] {
  const groups = new Map<string, ConfigurationChange>();
  for (const change of changes) {
    const { category, subject, kind, details, values, resources } = change;
    const alike = JSON.stringify([kind, details, values]);
    const key = category === "WAN" ? alike : `${category} ${subject} ${alike}`;
    const known = groups.get(key);
    groups.set(
      key,
      known === undefined
        ? change
        : {
            ...known,
            subject: category === "WAN" ? `${known.subject}, ${subject}` : subject,
            resources: [...known.resources, ...resources],
          },
    );
  }
  return [...groups.values()];
}

function byImportance(a: ConfigurationChange, b: ConfigurationChange): number {
  return (
    CHANGE_CATEGORIES.indexOf(a.category) - CHANGE_CATEGORIES.indexOf(b.category) ||
    compareNames(a.subject, b.subject)
  );
}
