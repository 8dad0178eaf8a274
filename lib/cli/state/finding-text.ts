import type { StateFinding, StateFindings } from "../../state/state-findings";
import { table } from "../table";
import { differenceWords, rowName } from "./row-text";

/** How many findings a table shows: nobody reads more, and the time to draw one grows with the square of its rows. */
const MOST_FINDINGS = 1_000;

/** The findings for people: a table, and what to do. */
export function findingWords({ all, otherRouter }: StateFindings): string {
  if (all.length === 0) {
    return "The router holds what the state holds.";
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
          `${all.length - MOST_FINDINGS} more are left out here: routeros-state check --json lists all of them.`,
        ]
      : []),
    "",
    ...(otherRouter
      ? ["Most rows under the ids of the state are not its own: another router, or one that was reset."]
      : []),
    ...kinds.map((kind) => `${kind}: ${CURES[kind]}`),
  ].join("\n");
}

/** What to do, by finding. */
const CURES: Readonly<Record<StateFinding["kind"], string>> = {
  foreign: "somebody else's row, which an apply would change. Keep state and router together",
  missing: "the next apply makes the row",
  differs:
    "routeros-state heal writes what no plan shows; the next apply does the rest. Unset on the router what the provider does not manage",
  double: "routeros-state heal removes the copy",
  unknown: "routeros-state heal takes the row into the state",
  claimed: "a comment of this stack on a row that is not known to be a resource's. Look at it",
};

function detailOf(finding: StateFinding): string {
  switch (finding.kind) {
    case "differs":
      return finding.differences
        .map((difference) => {
          if (difference.unmanaged === true) {
            return `${differenceWords(difference)} (the provider does not manage it)`;
          }
          return finding.unseen.includes(difference)
            ? `${differenceWords(difference)} (no plan shows it)`
            : differenceWords(difference);
        })
        .join("\n");
    case "foreign":
      return "does something else";
    case "missing":
      return `there is no row ${finding.resource.id}`;
    case "double":
      return finding.resource.id === undefined ? "a second copy" : `a copy of ${finding.resource.id}`;
    case "unknown":
      return finding.resource.id === undefined
        ? "not in the state"
        : `in the state as ${finding.resource.id}, which is gone`;
    case "claimed":
      return `in ${finding.menu}`;
  }
}

const resourceOf = (finding: StateFinding): string => ("resource" in finding ? finding.resource.address : "");

const rowOf = (finding: StateFinding): string =>
  "row" in finding && finding.row[".id"] !== undefined
    ? rowName(finding.row, "resource" in finding ? finding.resource : undefined)
    : "";
