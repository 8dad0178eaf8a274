import { MENU_OF } from "../../routeros/menus";
import { shortened } from "../../text/printable";
import { bySeverity, type ReportedFinding, type Severity } from "../findings/finding";
import { hasFindings, type Report, type RouterReport } from "../report";
import { type Distribution, formatDistribution } from "../traffic/distribution";
import { operationsOf } from "../transient/operations";
import { fit, type Section } from "./fit";
import { cell, tableHead, tableRow } from "./markdown-parts";
import { waysPicture } from "./mermaid";
import { commandsOf } from "./rsc";
import { trafficLines } from "./traffic-lines";
import { verdictLine } from "./verdict-line";

/** How many characters a comment on a pull request may have on GitHub. */
export const COMMENT_LIMIT = 65_536;

/** Left free for what a pipeline writes around the report: the mark by which it finds its comment again, a checksum. */
export const COMMENT_ROOM = 1_024;

/** How many routers a report shows tables of. */
const MOST_ROUTERS = 10;

/** A longer failure matrix is for the reader to unfold. */
const MOST_OPEN_CASES = 8;

/** How many resources a finding names, and how much of each. */
const MOST_RESOURCES = 6;
const MOST_OF_ADDRESS = 300;

/** How much of a name a title shows. */
const MOST_OF_TITLE = 100;

/** The report for a person with one minute, as a comment on a pull request; it fits one, however large the plan. */
export function formatMarkdown(report: Report): string {
  const verdict = cell(verdictLine(report));
  if (!report.routers.some(({ isChanged }) => isChanged) && !hasFindings(report, "warning")) {
    return `${verdict}\n`;
  }
  const routers = report.routers.filter(({ isChanged, findings }) => isChanged || findings.length > 0);
  const isNamed = report.routers.length > 1;
  const shown = [...routers].sort(byWorst).slice(0, MOST_ROUTERS);
  const sections = [
    text(0, `## ${verdict}`),
    ...shown.flatMap((router) => routerSections(router, isNamed)),
    ...(routers.length > shown.length
      ? [
          text(
            0,
            `${routers.length - shown.length} more routers: their findings are among those below, their tables in the JSON report.`,
          ),
        ]
      : []),
    ...findingSections(report.findings, isNamed),
    ...shown.flatMap((router) => [
      rollbackSection(router, isNamed),
      rowsSection(router, isNamed),
      commandsSection(router, isNamed),
    ]),
    folded(
      2,
      "Method",
      report.method.map((line) => `- ${cell(line)}`),
    ),
  ];
  const filled = sections.filter(({ items }) => items.length > 0);
  return `${fit(filled, COMMENT_LIMIT - COMMENT_ROOM - 1)}\n`;
}

function byWorst(a: RouterReport, b: RouterReport): number {
  const [first, second] = [a.findings[0], b.findings[0]];
  return first === undefined || second === undefined
    ? b.findings.length - a.findings.length
    : bySeverity(first, second);
}

/** A section of one item. */
function text(priority: number, item: string): Section {
  return { priority, head: "", items: item === "" ? [] : [item], separator: "", tail: "" };
}

/** A section that the reader unfolds. */
function folded(priority: number, summary: string, items: readonly string[]): Section {
  return {
    priority,
    head: `<details><summary>${summary}</summary>\n\n`,
    items,
    separator: "\n",
    tail: "\n\n</details>",
  };
}

function routerSections(router: RouterReport, isNamed: boolean): readonly Section[] {
  return [
    text(0, isNamed ? `### ${cell(router.name, MOST_OF_TITLE)}` : ""),
    listSection(0, trafficLines(router)),
    sharesSection(router),
    failureSection(router),
    pictureSection(router),
  ];
}

function sharesSection({ shares }: RouterReport): Section {
  const lines = shares.map(({ origin, before, after }): Compared => ({ name: origin.name, before, after }));
  return comparison(1, "", "new connections of", lines);
}

function failureSection({ failures }: RouterReport): Section {
  const lines = failures.cases.map(
    ({ down, before, after }): Compared => ({ name: down.join(" + "), before, after }),
  );
  const left = failures.leftOut > 0 ? ` (${failures.leftOut} more sets of WANs are not worked out)` : "";
  const title = `With a WAN down, new connections of ${cell(failures.origin.name, MOST_OF_TITLE)}${left}`;
  if (lines.length <= MOST_OPEN_CASES) {
    return comparison(2, `${title}:\n\n`, "down", lines);
  }
  // What is lost with a WAN down is a finding as well.
  const { head, tail } = folded(2, title, []);
  const section = comparison(2, head, "down", lines);
  return { ...section, tail };
}

/** What becomes of some connections, before and after. */
interface Compared {
  readonly name: string;
  readonly before?: Distribution;
  readonly after?: Distribution;
}

/** A table of lines, without a column for a time of which the plan knows nothing. */
function comparison(priority: number, intro: string, what: string, lines: readonly Compared[]): Section {
  const isNew = lines.every(({ before }) => before === undefined);
  const told = lines.filter(({ before, after }) => before !== undefined || after !== undefined);
  const rows = told.map(({ name, before, after }) =>
    isNew ? [name, waysOf(after)] : [name, waysOf(before), waysOf(after)],
  );
  return tableSection(priority, intro, isNew ? [what, "leave by"] : [what, "before", "after"], rows);
}

function waysOf(side: Distribution | undefined): string {
  if (side === undefined) {
    return "not known";
  }
  return side.doubts.length > 0
    ? `cannot tell: ${side.doubts.slice(0, 3).join("; ")}`
    : formatDistribution(side);
}

function listSection(priority: number, lines: readonly string[]): Section {
  return { priority, head: "", items: lines.map((line) => `- ${cell(line)}`), separator: "\n", tail: "" };
}

function tableSection(
  priority: number,
  intro: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): Section {
  return {
    priority,
    head: `${intro}${tableHead(head)}\n`,
    items: rows.map(tableRow),
    separator: "\n",
    tail: "",
  };
}

/** Two pictures where something changes, one where nothing does or there is nothing to compare. */
function pictureSection(router: RouterReport): Section {
  const [before, after] = [waysPicture(router, "before"), waysPicture(router, "after")];
  const parts = [
    ...(before !== "" && before !== after ? [`Before:\n\n${before}`] : []),
    ...(after !== "" ? [before !== "" && before !== after ? `After:\n\n${after}` : after] : []),
  ];
  return text(2, parts.join("\n\n"));
}

const HEADINGS: Readonly<Record<Severity, string>> = { error: "Errors", warning: "Warnings", note: "Notes" };

function findingSections(findings: readonly ReportedFinding[], isNamed: boolean): readonly Section[] {
  const live = findings.filter(({ since }) => since !== "resolved");
  const mended = findings.filter(({ since }) => since === "resolved");
  const items = (chosen: readonly ReportedFinding[]) =>
    chosen.map((finding) => findingItem(finding, isNamed));
  const of = (severity: Severity) => items(live.filter((finding) => finding.severity === severity));
  const open = (priority: number, severity: Severity): Section => ({
    priority,
    head: `### ${HEADINGS[severity]}\n\n`,
    items: of(severity),
    separator: "\n",
    tail: "",
  });
  const notes = of("note");
  return [
    open(3, "error"),
    open(4, "warning"),
    folded(6, `${HEADINGS.note} (${notes.length})`, notes),
    folded(6, `Mended by this plan (${mended.length})`, items(mended)),
  ];
}

function findingItem(finding: ReportedFinding, isNamed: boolean): string {
  const { id, router, verdict, since, message, remediation, resources, before, after } = finding;
  // What is broken needs no word: it is why the finding is there.
  const remarks = [
    ...(verdict === "fail" ? [] : [verdict]),
    ...(since === "existing" ? ["already so"] : []),
  ].join(", ");
  const more = resources.length - MOST_RESOURCES;
  const named = resources
    .slice(0, MOST_RESOURCES)
    .map((address) => `\`${shortened(address, MOST_OF_ADDRESS).replaceAll("`", "'")}\``);
  const lines = [
    `- **${id}**${isNamed ? ` on ${cell(router, MOST_OF_TITLE)}` : ""}${remarks === "" ? "" : ` (${remarks})`}: ${cell(message)}`,
    ...(before === undefined || after === undefined
      ? []
      : [`  Before: ${cell(before)}. After: ${cell(after)}.`]),
    ...(remediation === undefined || since === "resolved" ? [] : [`  ${cell(remediation)}`]),
    ...(named.length === 0 ? [] : [`  ${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}`]),
  ];
  return lines.join("  \n");
}

function rollbackSection({ name, isChanged, rollback }: RouterReport, isNamed: boolean): Section {
  const steps = ["Revert the change, plan, review and apply: then", ...rollback.steps, ...rollback.remains];
  const items = steps.map((line, i) => (i === 0 ? `${line}\n` : `- ${cell(line)}`));
  return folded(2, titleOf("Way back", name, isNamed), isChanged ? items : []);
}

/** How many rows of each menu are made, changed and removed. */
function rowsSection({ name, change }: RouterReport, isNamed: boolean): Section {
  const counts = new Map<string, Record<"make" | "change" | "remove", number>>();
  for (const { kind, change: of } of change.changes.flatMap(operationsOf)) {
    const menu = MENU_OF[of.type] ?? of.type;
    const known = counts.get(menu) ?? { make: 0, change: 0, remove: 0 };
    counts.set(menu, { ...known, [kind]: known[kind] + 1 });
  }
  const rows = [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([menu, { make, change: changed, remove }]) =>
      tableRow([menu, ...[make, changed, remove].map(String)]),
    );
  const total = (kind: "make" | "change" | "remove") =>
    [...counts.values()].reduce((sum, count) => sum + count[kind], 0);
  const title = `Rows: ${total("make")} made, ${total("change")} changed, ${total("remove")} removed`;
  const section = folded(5, titleOf(title, name, isNamed), rows);
  return { ...section, head: `${section.head}${tableHead(["menu", "made", "changed", "removed"])}\n` };
}

function commandsSection({ name, change }: RouterReport, isNamed: boolean): Section {
  // No line can end the block: each begins with a menu or as a comment.
  const section = folded(5, titleOf("RouterOS commands", name, isNamed), commandsOf(change));
  return { ...section, head: `${section.head}\`\`\`text\n`, tail: `\n\`\`\`${section.tail}` };
}

function titleOf(title: string, name: string, isNamed: boolean): string {
  return isNamed ? `${cell(name, MOST_OF_TITLE)}: ${title}` : title;
}
