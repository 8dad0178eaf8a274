import type { Fields } from "../../adoption/fields";
import type { Finding, Findings } from "../../adoption/findings";
import type { Reading } from "./reading";

/** The findings for machines. */
export function findingsJson(
  { url, identity, stack }: Reading,
  { all, otherRouter }: Findings,
  isStranger: boolean,
): object {
  return {
    router: { url, ...identity },
    otherRouter: otherRouter || isStranger,
    findings: all.map(findingJson),
    notLookedAt: stack.notLookedAt,
  };
}

function findingJson(finding: Finding): object {
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
        ...rowJson(finding.row),
        differences: finding.differences.map((difference) => ({
          ...difference,
          shownByPlan: !finding.unseen.includes(difference),
        })),
      };
    default:
      return { ...of, ...rowJson(finding.row) };
  }
}

/** Of a row no more than its name: it may hold secrets. */
const rowJson = (row: Fields) => ({ id: row[".id"], comment: row["comment"] });
