import { shortened } from "../../text/printable";
import type { ReportedFinding, Severity } from "../findings/finding";
import { type FindingGroup, groupsOf } from "../findings/finding-groups";
import type { Report } from "../report";
import { listed, listedUpTo } from "../text/list-text";
import type { Section } from "./fit";
import { cell, foldedSection } from "./markdown-parts";

/** How many resources a finding names, and how much of each. */
const MOST_RESOURCES = 6;
const MOST_OF_ADDRESS = 300;

/** How much of a router's name a finding shows. */
const MOST_OF_ROUTER = 100;

const HEADINGS: Readonly<Record<Severity, string>> = { error: "Errors", warning: "Warnings", note: "Notes" };

/** The findings of a report: those that count in the open, all others folded. */
export function findingSections(report: Report, isNamed: boolean): readonly Section[] {
  const { findings } = report;
  const items = (chosen: readonly ReportedFinding[]) =>
    groupsOf(report, chosen).map((group) => findingItem(group, isNamed));
  const resolved = items(findings.filter(({ since }) => since === "resolved"));
  const accepted = items(findings.filter((each) => each.accepted !== undefined));
  const open = findings.filter((each) => each.since !== "resolved" && each.accepted === undefined);
  const of = (severity: Severity) => items(open.filter((finding) => finding.severity === severity));
  const shown = (priority: number, severity: Severity): Section => ({
    priority,
    head: `### ${HEADINGS[severity]}\n\n`,
    items: of(severity),
    separator: "\n",
    tail: "",
  });
  const notes = of("note");
  return [
    shown(3, "error"),
    shown(4, "warning"),
    foldedSection(6, `Accepted (${accepted.length})`, accepted),
    foldedSection(6, `${HEADINGS.note} (${notes.length})`, notes),
    foldedSection(6, `Resolved by this plan (${resolved.length})`, resolved),
  ];
}

function findingItem({ first, others, findings }: FindingGroup, isNamed: boolean): string {
  const { id, router, verdict, since, accepted, message, remediation, before, after } = first;
  // Most findings fail, and most are new: only the others say so.
  const remarks = [
    ...(verdict === "fail" ? [] : [verdict]),
    ...(since === "existing" || since === "worse" ? [since] : []),
  ].join(", ");
  const resources = [...new Set(findings.flatMap((finding) => finding.resources))];
  const named = resources.map((address) => `\`${shortened(address, MOST_OF_ADDRESS).replaceAll("`", "'")}\``);
  const until = accepted?.expires === undefined ? "" : ` until ${accepted.expires}`;
  const lines = [
    `- **${id}**${isNamed ? ` on ${cell(router, MOST_OF_ROUTER)}` : ""}${remarks === "" ? "" : ` (${remarks})`}: ${cell(message)}`,
    ...(others.length === 0 ? [] : [`  The same is true of ${cell(listed(others))}.`]),
    ...(before === undefined || after === undefined
      ? []
      : [`  Before: ${cell(before)}. After: ${cell(after)}.`]),
    ...(accepted === undefined ? [] : [`  Accepted${until}: ${cell(accepted.reason)}`]),
    ...(remediation === undefined || since === "resolved" || accepted !== undefined
      ? []
      : [`  ${cell(remediation)}`]),
    ...(named.length === 0 ? [] : [`  Resources: ${listedUpTo(MOST_RESOURCES, named)}`]),
  ];
  return lines.join("  \n");
}
