import type { AdoptionPlan, Surprise } from "../../state/adoption-plan";
import type { Match, NearRow, OpenMatch } from "../../state/matching";
import type { StackResource } from "../../state/stack";
import { table } from "../table";
import { differenceWords, rowName } from "./row-text";

/** What becomes of each resource that the state does not know. */
export function matchTable(matches: readonly Match[]): string {
  return matches.length === 0
    ? "Every resource of the stack is in the state."
    : `\n${table(
        ["resource", "row", "an apply writes"],
        matches.map((match) => [match.resource.address, ...outcomeWords(match)]),
      )}`;
}

function outcomeWords(match: Match): readonly [row: string, writes: string] {
  switch (match.kind) {
    case "row":
      return [
        rowName(match.row, match.resource),
        ["comment", ...match.differences.map(differenceWords)].join("\n"),
      ];
    case "create":
      return ["none", "the row"];
    case "singleton":
      return [match.resource.menu.path, match.differences.map(differenceWords).join("\n") || "what stands"];
    case "open":
      return ["open", "see below"];
  }
}

/** What is not decided, and how to decide it. */
export function openWords(matches: readonly Match[]): string {
  return [
    ...matches.filter((match) => match.kind === "open").flatMap(questionWords),
    "\nNothing was written. Change those rows or the stack, or say which row it is:",
    "--row ADDRESS=ID, or --row ADDRESS=create where it is none of them.",
  ].join("\n");
}

function questionWords({ resource, near }: OpenMatch): readonly string[] {
  const unknown = resource.unknown.join(", ");
  return [
    `\n${resource.address}${unknown && `, of which ${unknown} is known only after the apply`}`,
    ...near.map((candidate) => `  ${resource.menu.path} ${nearWords(candidate, resource)}`),
  ];
}

function nearWords({ row, differences }: NearRow, resource: StackResource): string {
  return [
    `${rowName(row, resource)}${differences.length === 0 ? " does all of it" : ""}`,
    ...differences.map((difference) => `    ${differenceWords(difference)}`),
  ].join("\n");
}

/** What Terraform would do to rows that do all that is said of them. */
export function surpriseWords(surprises: readonly Surprise[]): string {
  return [
    "\nTerraform would change more than comments, so no import blocks were written:",
    ...surprises.map((surprise) => `  ${surpriseLine(surprise)}`),
    "Change those rows or the stack, or say that it shall be so: --row ADDRESS=ID.",
  ].join("\n");
}

/** What Terraform plans for the rows, and what comes next. */
export function planWords({ imports, creates, surprises }: AdoptionPlan, file: string): string {
  const beyond =
    surprises.length === 0
      ? "of the imported rows nothing but comments changes."
      : `of the imported rows it changes comments, and:\n${surprises.map((surprise) => `  ${surpriseLine(surprise)}`).join("\n")}`;
  return [
    `\nImport blocks are in ${file}. Terraform plans ${imports} to import and ${creates} to create; ${beyond}`,
    "Next: cdktf diff, cdktf deploy; then remove that file.",
  ].join("\n");
}

const surpriseLine = ({ address, fields, replaces }: Surprise): string =>
  `${address}: ${fields.join(", ")}${replaces ? ", for which the row is made anew" : ""}`;
