import type { StateFinding, StateFindings } from "../../state/state-findings";
import { table } from "../table";
import { differenceText, rowName } from "./row-text";

/** How many findings a table shows: the time to draw one grows with the square of its rows. */
const MOST_FINDINGS = 1_000;

/** The findings as text: a table, and what to do about each kind. */
export function findingText({ all, otherRouter }: StateFindings): string {
  if (all.length === 0) {
    return "The router matches the state.";
  }
  const kinds = [...new Set(all.map(({ kind }) => kind))];
  return [
    "",
    table(
      ["finding", "resource", "row", ""],
      all
        .slice(0, MOST_FINDINGS)
        .map((finding) => [finding.kind, resourceOf(finding), rowOf(finding), detailOf(finding)]),
    ),
    ...(all.length > MOST_FINDINGS
      ? [
          `${all.length - MOST_FINDINGS} more findings are not shown: routeros-state check --json lists all of them.`,
        ]
      : []),
    "",
    ...(otherRouter
      ? [
          "Most ids in the state belong to other rows or to none: this is another router, or the router was reset.",
        ]
      : []),
    ...kinds.map((kind) => `${kind}: ${REMEDIES[kind]}`),
  ].join("\n");
}

/** What to do, by kind of finding. */
const REMEDIES: Readonly<Record<StateFinding["kind"], string>> = {
  foreign: "an apply would change a row of somebody else; use the state that belongs to this router.",
  missing: "the next apply creates the row.",
  drifted:
    "routeros-state heal writes the fields that no plan shows, and the next apply writes the others; unset on the router what the provider does not manage.",
  duplicate: "routeros-state heal removes the copy.",
  untracked: "routeros-state heal imports the row into the state.",
  orphaned: "the comment names this stack, but the row equals no resource; check the row yourself.",
};

function detailOf(finding: StateFinding): string {
  switch (finding.kind) {
    case "drifted":
      return finding.differences
        .map((difference) => {
          if (difference.unmanaged === true) {
            return `${differenceText(difference)} (not managed by the provider)`;
          }
          return finding.unseen.includes(difference)
            ? `${differenceText(difference)} (not shown by a plan)`
            : differenceText(difference);
        })
        .join("\n");
    case "foreign":
      return "another row has this id";
    case "missing":
      return `no row has the id ${finding.resource.id}`;
    case "duplicate":
      return finding.resource.id === undefined ? "a second copy" : `a copy of ${finding.resource.id}`;
    case "untracked":
      return finding.resource.id === undefined
        ? "not in the state"
        : `in the state as ${finding.resource.id}, which is gone`;
    case "orphaned":
      return `in ${finding.menu}`;
  }
}

const resourceOf = (finding: StateFinding): string => ("resource" in finding ? finding.resource.address : "");

const rowOf = (finding: StateFinding): string =>
  "row" in finding && finding.row[".id"] !== undefined
    ? rowName(finding.row, "resource" in finding ? finding.resource : undefined)
    : "";
