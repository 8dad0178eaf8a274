import Table from "cli-table3";
import { type RouterReport, readPlan, review, verdictLine } from "../../lib/plan-review";
import type { SavedPlan } from "../deployment";
import { percent } from "../numbers";
import { heading, say } from "../print-progress";

type Distribution = RouterReport["shares"][number]["after"];

/** What a plan does to traffic, before it is applied: who leaves by which WAN, also with one of them down. */
export function showReview({ json }: SavedPlan): void {
  heading("What this plan does to traffic, as routeros-plan-review says it");
  const report = review([readPlan(json, "the plan")]);
  say(`  ${verdictLine(report)}`);
  for (const router of report.routers) {
    say(drawWays(router));
  }
  for (const { severity, id, message } of report.findings) {
    say(`  ${severity} ${id}:`);
    say(`    ${wrapped(message)}`);
  }
}

/** A line for each kind of new connections, and one for each WAN that may be down. */
function drawWays({ shares, failures }: RouterReport): string {
  const table = new Table({ head: ["new connections of", "leave by"], style: { head: [], border: [] } });
  for (const { origin, after } of shares) {
    table.push([origin.name, ways(after)]);
  }
  for (const { origin, cases } of failures.origins) {
    for (const { down, after } of cases) {
      table.push([`${origin.name}, ${down.join(" and ")} down`, ways(after)]);
    }
  }
  return table
    .toString()
    .split("\n")
    .filter((line, at) => !line.startsWith("├") || at === 2)
    .map((line) => `  ${line}`)
    .join("\n");
}

function ways(distribution: Distribution): string {
  if (distribution === undefined) {
    return "not known";
  }
  const { shares, lost, lossCauses } = distribution;
  const how = lossCauses.map((cause) => cause.replaceAll("-", " ")).join(", ");
  const out = [...shares].map(([name, share]) => `${name} ${percent(share, 1)}`);
  return [...out, ...(lost > 0 ? [`nowhere ${percent(lost, 1)} (${how})`] : [])].join(", ");
}

/** A sentence in lines that fit a page. */
function wrapped(message: string): string {
  return message.replace(/(.{1,96})( +|$)/g, "$1\n    ").trimEnd();
}
