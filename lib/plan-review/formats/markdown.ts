import { groupBy } from "../../collections/group-by";
import { MENU_OF } from "../../routeros/menus";
import { commandsOf } from "../commands/commands";
import { bySeverity } from "../findings/finding";
import type { InterfaceNames } from "../model/interface-names";
import { hasNewFindings, type Report, type RouterReport } from "../report";
import { distributionText, unknownTexts } from "../text/distribution-text";
import { listedUpTo } from "../text/list-text";
import { whatChangesLines } from "../text/what-changes-text";
import type { Distribution } from "../traffic/distribution";
import { type Operation, operationsOf } from "../transient/operations";
import { egressDiagram } from "./egress-diagram";
import { fit, type Section } from "./fit";
import { findingSections } from "./markdown-findings";
import { cell, foldedSection, tableHead, tableRow } from "./markdown-parts";
import { trafficLines } from "./traffic-lines";
import { verdictLine } from "./verdict-line";

/** How many characters a pull request comment can have on GitHub. */
export const COMMENT_LIMIT = 65_536;

/** Left free for what a pipeline adds to the report: a marker to find its comment again, a checksum. */
export const COMMENT_ROOM = 1_024;

/** How many routers a report shows tables for. */
const MOST_ROUTERS = 10;

/** A longer failure matrix is folded. */
const MOST_OPEN_CASES = 8;

/** How many reasons a cell of a table names. */
const MOST_REASONS = 3;

/** How much of a name a title shows. */
const MOST_OF_TITLE = 100;

/**
 * The report as a pull request comment, for a reader with one minute; it fits however large the plan is.
 *
 * @example
 * console.log(formatMarkdown(review([readPlan(json, "plan.json")])));
 */
export function formatMarkdown(report: Report): string {
  const verdict = cell(verdictLine(report));
  if (!report.routers.some(({ isChanged }) => isChanged) && !hasNewFindings(report, "warning")) {
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
            `${routers.length - shown.length} more routers have no tables here: see their findings below, and their tables in the JSON report.`,
          ),
        ]
      : []),
    ...findingSections(report, isNamed),
    ...shown.flatMap((router) => [
      rollbackSection(router, isNamed),
      rowsSection(router, isNamed),
      commandsSection(router, isNamed),
    ]),
    foldedSection(
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

/** A section with one item. */
function text(priority: number, item: string): Section {
  return { priority, head: "", items: item === "" ? [] : [item], separator: "", tail: "" };
}

function routerSections(router: RouterReport, isNamed: boolean): readonly Section[] {
  return [
    text(0, isNamed ? `### ${cell(router.name, MOST_OF_TITLE)}` : ""),
    listSection(0, "What changes", whatChangesLines(router.whatChanges)),
    listSection(0, "Traffic", trafficLines(router)),
    sharesSection(router),
    ...failureSections(router),
    diagramSection(router),
  ];
}

function sharesSection({ shares, change }: RouterReport): Section {
  const lines = shares.map(({ origin, before, after }): Compared => ({ name: origin.name, before, after }));
  return comparison(1, "", "New connections from", together(lines, change.names), change.names);
}

/** How many origins have a line of their own, and how many names a line has. */
const MOST_LINES = 8;
const MOST_NAMES = 6;

/** The lines of many origins: those of which the same is true share one. */
function together(lines: readonly Compared[], names: InterfaceNames): readonly Compared[] {
  if (lines.length <= MOST_LINES) {
    return lines;
  }
  const groups = groupBy(lines, ({ before, after }) =>
    JSON.stringify([sideText(before, names), sideText(after, names)]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const name = listedUpTo(
      MOST_NAMES,
      group.map((line) => line.name),
    );
    return first === undefined ? [] : [{ ...first, name }];
  });
}

/** The failure matrix, once for all origins of which the same is true. */
function failureSections({ failures, change: { names } }: RouterReport): readonly Section[] {
  const left = failures.leftOut > 0 ? ` (${failures.leftOut} more sets of WANs are left out)` : "";
  const groups = groupBy(failures.origins, ({ cases }) =>
    JSON.stringify(cases.map(({ before, after }) => [sideText(before, names), sideText(after, names)])),
  );
  return [...groups.values()].map((group) => {
    const origins = listedUpTo(
      MOST_NAMES,
      group.map(({ origin }) => cell(origin.name, MOST_OF_TITLE)),
    );
    const lines = (group[0]?.cases ?? []).map(
      ({ down, before, after }): Compared => ({
        name: down.map((wan) => names.of(wan)).join(" + "),
        before,
        after,
      }),
    );
    return failureSection(`New connections from ${origins} while a WAN is down${left}`, lines, names);
  });
}

function failureSection(title: string, lines: readonly Compared[], names: InterfaceNames): Section {
  if (lines.length <= MOST_OPEN_CASES) {
    return comparison(2, `${title}:\n\n`, "WAN down", lines, names);
  }
  // Lost traffic is a finding too, which is not folded.
  const { head, tail } = foldedSection(2, title, []);
  const section = comparison(2, head, "WAN down", lines, names);
  return { ...section, tail };
}

/** Where some connections go, before and after. */
interface Compared {
  readonly name: string;
  readonly before?: Distribution;
  readonly after?: Distribution;
}

/** A table of before and after, without the first where the plan knows nothing about it. */
function comparison(
  priority: number,
  intro: string,
  what: string,
  lines: readonly Compared[],
  names: InterfaceNames,
): Section {
  const isNew = lines.every(({ before }) => before === undefined);
  const known = lines.filter(({ before, after }) => before !== undefined || after !== undefined);
  const rows = known.map(({ name, before, after }) =>
    isNew ? [name, sideText(after, names)] : [name, sideText(before, names), sideText(after, names)],
  );
  return tableSection(priority, intro, isNew ? [what, "Leave by"] : [what, "Before", "After"], rows);
}

function sideText(side: Distribution | undefined, names: InterfaceNames): string {
  if (side === undefined) {
    return "not known";
  }
  return side.unknown.length > 0
    ? `unknown: ${unknownTexts(side, MOST_REASONS)}`
    : distributionText(side, names);
}

function listSection(priority: number, title: string, lines: readonly string[]): Section {
  return {
    priority,
    head: `**${title}**\n\n`,
    items: lines.map((line) => `- ${cell(line)}`),
    separator: "\n",
    tail: "",
  };
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

/** Two diagrams where something changes, otherwise one. */
function diagramSection(router: RouterReport): Section {
  const [before, after] = [egressDiagram(router, "before"), egressDiagram(router, "after")];
  const parts = [
    ...(before !== "" && before !== after ? [`Before:\n\n${before}`] : []),
    ...(after !== "" ? [before !== "" && before !== after ? `After:\n\n${after}` : after] : []),
  ];
  return text(2, parts.join("\n\n"));
}

function rollbackSection({ name, isChanged, rollback }: RouterReport, isNamed: boolean): Section {
  const steps = [
    "To roll back, revert the change, plan, review and apply again:",
    ...rollback.steps,
    ...rollback.remains,
  ];
  const items = steps.map((line, i) => (i === 0 ? `${line}\n` : `- ${cell(line)}`));
  return foldedSection(2, titleOf("Rollback", name, isNamed), isChanged ? items : []);
}

/** How many rows of each menu are created, updated and deleted. */
function rowsSection({ name, change }: RouterReport, isNamed: boolean): Section {
  const counts = new Map<string, Record<Operation["kind"], number>>();
  for (const { kind, change: of } of change.changes.flatMap(operationsOf)) {
    const menu = MENU_OF[of.type] ?? of.type;
    const known = counts.get(menu) ?? { create: 0, update: 0, delete: 0 };
    counts.set(menu, { ...known, [kind]: known[kind] + 1 });
  }
  const rows = [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([menu, count]) => tableRow([menu, ...[count.create, count.update, count.delete].map(String)]));
  const total = (kind: Operation["kind"]) =>
    [...counts.values()].reduce((sum, count) => sum + count[kind], 0);
  const title = `Rows: ${total("create")} created, ${total("update")} updated, ${total("delete")} deleted`;
  const section = foldedSection(5, titleOf(title, name, isNamed), rows);
  return { ...section, head: `${section.head}${tableHead(["Menu", "Created", "Updated", "Deleted"])}\n` };
}

function commandsSection({ name, change, options }: RouterReport, isNamed: boolean): Section {
  // No line can end the code block: each begins with a menu or a comment sign.
  const section = foldedSection(
    5,
    titleOf("RouterOS commands", name, isNamed),
    commandsOf(change, options.routerOsVersion),
  );
  return { ...section, head: `${section.head}\`\`\`text\n`, tail: `\n\`\`\`${section.tail}` };
}

function titleOf(title: string, name: string, isNamed: boolean): string {
  return isNamed ? `${cell(name, MOST_OF_TITLE)}: ${title}` : title;
}
