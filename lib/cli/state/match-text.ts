import type { AdoptionPlan, FurtherChange } from "../../state/adoption-plan";
import type { NearRow, ResourceMatch, UndecidedMatch } from "../../state/matching";
import type { StackResource } from "../../state/stack";
import { table } from "../table";
import { differenceText, rowName } from "./row-text";

/** How each resource that the state does not track gets its row. */
export function matchTable(matches: readonly ResourceMatch[]): string {
  return matches.length === 0
    ? "Every resource of the stack is in the state."
    : `\n${table(
        ["resource", "row", "an apply writes"],
        matches.map((match) => [match.resource.address, ...outcomeCells(match)]),
      )}`;
}

function outcomeCells(match: ResourceMatch): readonly [row: string, writes: string] {
  switch (match.kind) {
    case "row":
      return [
        rowName(match.row, match.resource),
        ["comment", ...match.differences.map(differenceText)].join("\n"),
      ];
    case "create":
      return ["none", "the row"];
    case "singleton":
      return [match.resource.menu.path, match.differences.map(differenceText).join("\n") || "nothing new"];
    case "undecided":
      return ["undecided", "see below"];
  }
}

/** The undecided resources, and how to decide. */
export function undecidedText(matches: readonly ResourceMatch[]): string {
  return [
    ...matches.filter((match) => match.kind === "undecided").flatMap(undecidedLines),
    "\nNothing was written. Change these rows or the stack, or choose for each resource:",
    "--row ADDRESS=ID takes a row, --row ADDRESS=create creates one.",
  ].join("\n");
}

function undecidedLines({ resource, near }: UndecidedMatch): readonly string[] {
  const unknown = resource.unknown.join(", ");
  return [
    `\n${resource.address}${unknown && `: ${unknown} is known only after the apply`}`,
    ...near.map((candidate) => `  ${resource.menu.path} ${nearText(candidate, resource)}`),
  ];
}

function nearText({ row, differences }: NearRow, resource: StackResource): string {
  return [
    `${rowName(row, resource)}${differences.length === 0 ? " matches" : ""}`,
    ...differences.map((difference) => `    ${differenceText(difference)}`),
  ].join("\n");
}

/** The changes beyond comments that Terraform plans for rows that match. */
export function furtherChangesText(changes: readonly FurtherChange[]): string {
  return [
    "\nTerraform would change more than comments, so no import blocks were written:",
    ...changes.map((change) => `  ${changeLine(change)}`),
    "Change these rows or the stack, or accept the change with --row ADDRESS=ID.",
  ].join("\n");
}

/** What Terraform plans for the rows, and what to do next. */
export function planText({ imports, creates, furtherChanges }: AdoptionPlan, file: string): string {
  const beyond =
    furtherChanges.length === 0
      ? "only comments of the imported rows change."
      : `besides comments, these fields of the imported rows change:\n${furtherChanges.map((change) => `  ${changeLine(change)}`).join("\n")}`;
  return [
    `\nWrote import blocks to ${file}. Terraform plans to import ${imports} and to create ${creates}; ${beyond}`,
    "Next: run cdktf diff and cdktf deploy, then remove the file.",
  ].join("\n");
}

const changeLine = ({ address, fields, replaces }: FurtherChange): string =>
  `${address}: ${fields.join(", ")}${replaces ? " (the row is replaced)" : ""}`;
