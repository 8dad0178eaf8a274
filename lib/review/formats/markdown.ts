import type { Finding } from "../findings/finding";
import { hasFindings, type Report, type RouterReport } from "../report";
import { type Distribution, formatShare } from "../traffic/distribution";
import { compareNames } from "../traffic/wans";
import { cell, details, table } from "./markdown-parts";
import { verdictLine } from "./verdict-line";

/** The report for a person with one minute, as a comment on a pull request. */
export function formatMarkdown(report: Report): string {
  if (!report.routers.some(({ isChanged }) => isChanged) && !hasFindings(report, "warning")) {
    return `${cell(verdictLine(report))}\n`;
  }
  const parts = [
    `## ${cell(verdictLine(report))}`,
    ...report.routers.flatMap((router) => routerPart(router, report.routers.length > 1)),
    ...findingsPart(report.findings),
    ...report.routers.map((router) => rollbackPart(router, report.routers.length > 1)),
    details("Method", report.method.map((line) => `- ${cell(line)}`).join("\n")),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function routerPart(router: RouterReport, isNamed: boolean): readonly string[] {
  if (!router.isChanged && router.findings.length === 0) {
    return [];
  }
  return [isNamed ? `### ${cell(router.name)}` : "", sharesTable(router), failureTable(router)];
}

function sharesTable({ shares }: RouterReport): string {
  const rows = shares.flatMap(({ origin, before, after }) =>
    keysOf(before, after).map((key) => [origin.name, key, shareAt(before, key), shareAt(after, key)]),
  );
  return rows.length === 0 ? "" : table(["new connections of", "leave by", "before", "after"], rows);
}

function failureTable({ failures }: RouterReport): string {
  const rows = failures.cases.flatMap(({ down, before, after }) =>
    keysOf(before, after).map((key) => [down.join(" + "), key, shareAt(before, key), shareAt(after, key)]),
  );
  if (rows.length === 0) {
    return "";
  }
  const left = failures.leftOut > 0 ? `\n\n${failures.leftOut} more sets of WANs were left out.` : "";
  return `With a WAN down, new connections of ${cell(failures.origin.name)}:\n\n${table(["down", "leave by", "before", "after"], rows)}${left}`;
}

const LOST = "(lost)";
const UNTOLD = "(cannot tell)";

function keysOf(...sides: readonly (Distribution | undefined)[]): readonly string[] {
  const keys = new Set<string>();
  for (const side of sides) {
    for (const name of side?.shares.keys() ?? []) {
      keys.add(name);
    }
  }
  const ends = [
    ...(sides.some((side) => (side?.lost ?? 0) > 0) ? [LOST] : []),
    ...(sides.some((side) => (side?.doubts.length ?? 0) > 0) ? [UNTOLD] : []),
  ];
  return [...[...keys].sort(compareNames), ...ends];
}

function shareAt(side: Distribution | undefined, key: string): string {
  if (side === undefined) {
    return "-";
  }
  if (key === UNTOLD) {
    return side.doubts.join("; ");
  }
  if (side.doubts.length > 0) {
    return "?";
  }
  return key === LOST
    ? [formatShare(side.lost), ...(side.lost > 0 ? [`(${side.lostHow.join(", ")})`] : [])].join(" ")
    : formatShare(side.shares.get(key) ?? 0);
}

function rollbackPart({ name, isChanged, rollback }: RouterReport, isNamed: boolean): string {
  const steps = [...rollback.steps, ...rollback.remains].map((line) => `- ${cell(line)}`);
  const how = "Revert the change, plan, review and apply: then";
  return isChanged
    ? details(`Way back${isNamed ? `: ${cell(name)}` : ""}`, `${how}\n\n${steps.join("\n")}`)
    : "";
}

const HEADINGS = { error: "Errors", warning: "Warnings", note: "Notes" } as const;

function findingsPart(findings: readonly Finding[]): readonly string[] {
  const live = findings.filter(({ since }) => since !== "mended");
  const mended = findings.filter(({ since }) => since === "mended");
  const parts = (["error", "warning", "note"] as const).map((severity) => {
    const list = live.filter((finding) => finding.severity === severity);
    const text = list.map(findingItem).join("\n");
    if (list.length === 0) {
      return "";
    }
    return severity === "note"
      ? details(`${HEADINGS[severity]} (${list.length})`, text)
      : `### ${HEADINGS[severity]}\n\n${text}`;
  });
  return [
    ...parts,
    mended.length === 0
      ? ""
      : details(`Mended by this plan (${mended.length})`, mended.map(findingItem).join("\n")),
  ];
}

function findingItem(finding: Finding): string {
  const { id, verdict, since, sentence, advice, resources, before, after } = finding;
  const standing = since === "standing" ? ", already so" : "";
  const lines = [
    `- **${id}** (${verdict}${standing}): ${cell(sentence)}`,
    ...(before === undefined || after === undefined
      ? []
      : [`  Before: ${cell(before)}. After: ${cell(after)}.`]),
    ...(advice === undefined || since === "mended" ? [] : [`  ${cell(advice)}`]),
    ...(resources.length === 0 ? [] : [`  ${resources.map((address) => `\`${address}\``).join(", ")}`]),
  ];
  return lines.join("  \n");
}
