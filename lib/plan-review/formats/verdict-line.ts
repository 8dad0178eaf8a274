import { isNews, isOpenFinding, type ReportedFinding, type Severity } from "../findings/finding";
import { groupsOf } from "../findings/finding-groups";
import type { Report, RouterReport } from "../report";
import { counted, listed } from "../text/list-text";
import { allWans } from "../traffic/wans";

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
  const none = `. No ${existing === "" ? "" : "new "}problems found in ${examinedText(report)}`;
  const news = found === "" ? none : `: ${found}`;
  return `This plan changes the network${where}${news}.${alreadyText(existing)}`;
}

/** What the checks looked at. */
function examinedText({ routers }: Report): string {
  const sum = (count: (router: RouterReport) => number): number =>
    routers.reduce((total, router) => total + count(router), 0);
  const lans = sum(({ origins }) => lansOf(origins).size);
  const wans = sum(({ change }) => allWans(change).length);
  const forwards = sum(
    ({ change: { after } }) =>
      after.enabled("/ip/firewall/nat").filter((rule) => rule.raw("action") === "dst-nat").length,
  );
  const changes = sum(({ whatChanges }) => whatChanges.length);
  return listed([
    ...(lans > 0 ? [counted(lans, "LAN")] : []),
    ...(wans > 0 ? [counted(wans, "WAN")] : []),
    ...(forwards > 0 ? [counted(forwards, "port forward rule")] : []),
    counted(changes, "change"),
  ]);
}

/** Several groups of hosts may be of one LAN. */
function lansOf(origins: RouterReport["origins"]): ReadonlySet<string | undefined> {
  return new Set(origins.filter(({ kind }) => kind !== "router").map(({ flow }) => flow.inInterface));
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
