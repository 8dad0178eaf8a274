import { isNews, isOpenFinding, type ReportedFinding, type Severity } from "../findings/finding";
import { groupsOf } from "../findings/finding-groups";
import type { Report } from "../report";
import { counted } from "../text/list-text";

/** The first line of a report: what a reader with one second needs to know. */
export function verdictLine(report: Report): string {
  const { routers, findings } = report;
  const open = groupsOf(report, findings.filter(isOpenFinding)).map(({ first }) => first);
  const [found, existing] = [countText(open.filter(isNews)), countText(open.filter((each) => !isNews(each)))];
  const changed = routers.filter(({ isChanged }) => isChanged).length;
  if (changed === 0) {
    const news = found === "" ? "" : `, but the review found ${found}`;
    const see = existing === "" ? "" : " The JSON report lists them.";
    return `This plan changes nothing${news}.${alreadyText(existing)}${see}`;
  }
  const where = routers.length > 1 ? ` on ${changed} of ${routers.length} routers` : "";
  const none = existing === "" ? ". No problems found" : ". No new problems found";
  const news = found === "" ? none : `: ${found}`;
  return `This plan changes the network${where}${news}.${alreadyText(existing)}`;
}

function alreadyText(existing: string): string {
  return existing === "" ? "" : ` The network already has ${existing}.`;
}

function countText(findings: readonly ReportedFinding[]): string {
  const count = (severity: Severity): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const [errors, warnings] = [count("error"), count("warning")];
  return [
    ...(errors > 0 ? [counted(errors, "error")] : []),
    ...(warnings > 0 ? [counted(warnings, "warning")] : []),
  ].join(" and ");
}
