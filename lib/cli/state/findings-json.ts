import type { Fields } from "../../state/fields";
import type { StackResource } from "../../state/stack";
import type { StateFinding, StateFindings } from "../../state/state-findings";
import type { Reading } from "./read-both";

/** The findings for machines. */
export function findingsJson(
  { url, identity, stack }: Reading,
  { all, otherRouter }: StateFindings,
  isStranger: boolean,
): object {
  return {
    router: { url, ...identity },
    otherRouter: otherRouter || isStranger,
    findings: all.map(findingJson),
    notLookedAt: stack.notLookedAt,
  };
}

function findingJson(finding: StateFinding): object {
  if (finding.kind === "claimed") {
    return { kind: finding.kind, menu: finding.menu, ...rowJson(finding.row) };
  }
  const { kind, resource } = finding;
  const of = { kind, address: resource.address, menu: resource.menu.path };
  switch (finding.kind) {
    case "missing":
      return { ...of, id: resource.id };
    case "differs":
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

/** Of a row no more than its name, and not even that where it is sensitive: it may hold secrets. */
const rowJson = (row: Fields, resource?: StackResource) => ({
  id: row[".id"],
  comment: resource?.secret.includes("comment") ? undefined : row["comment"],
});
