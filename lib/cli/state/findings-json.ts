import type { Fields } from "../../state/fields";
import type { StackResource } from "../../state/stack";
import type { StateFinding, StateFindings } from "../../state/state-findings";
import type { StackReading } from "./read-both";

/** The findings as JSON. */
export function findingsJson(
  { url, identity, stack }: StackReading,
  { all, otherRouter }: StateFindings,
  isWrongRouter: boolean,
): object {
  return {
    router: { url, ...identity },
    otherRouter: otherRouter || isWrongRouter,
    findings: all.map(findingJson),
    skipped: stack.skipped,
  };
}

function findingJson(finding: StateFinding): object {
  if (finding.kind === "orphaned") {
    return { kind: finding.kind, menu: finding.menu, ...rowJson(finding.row) };
  }
  const { kind, resource } = finding;
  const of = { kind, address: resource.address, menu: resource.menu.path };
  switch (finding.kind) {
    case "missing":
      return { ...of, id: resource.id };
    case "drifted":
      return {
        ...of,
        ...rowJson(finding.row, resource),
        differences: finding.differences.map((difference) => ({
          ...difference,
          shownByPlan: !finding.unseen.includes(difference) && difference.unmanaged !== true,
        })),
      };
    default:
      return { ...of, ...rowJson(finding.row, resource) };
  }
}

/** The id and comment of a row, and the comment only if it is not sensitive: other fields may hold secrets. */
const rowJson = (row: Fields, resource?: StackResource) => ({
  id: row[".id"],
  comment: resource?.secret.includes("comment") ? undefined : row["comment"],
});
