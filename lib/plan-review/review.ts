import { acceptFindings } from "./accepted/accept-findings";
import { CHANGE_CHECKS, STATE_CHECKS } from "./checks";
import { routerosVersion } from "./checks/apply/routeros-version";
import type { RouterAnalysis, StateCheck, View } from "./findings/check-types";
import { bySeverity, type Finding, type ReportedFinding, sinceOf } from "./findings/finding";
import { requireRouters } from "./flow-assertions/applicable";
import { methodOf } from "./method";
import { isChanged, type RouterChange, routersOf } from "./model/router-change";
import type { ReviewOptions } from "./options";
import type { Plan } from "./plan/read-plan";
import type { Report, RouterReport } from "./report";
import { rollbackOf } from "./rollback";
import { failureMatrix } from "./traffic/failure-matrix";
import { failureRows } from "./traffic/failure-rows";
import { originsOf } from "./traffic/origins";
import { shareChanges } from "./traffic/share-changes";
import { wansOf } from "./traffic/wans";
import { whatChanges } from "./what-changes/what-changes";

/**
 * Works out what plans do to the traffic of their routers. It is pure: it reads no device.
 *
 * @param plans as {@link readPlan} reads them
 * @throws FlowAssertionsError where a flow assertion names a router that no plan has
 * @throws PlanError with {@link ReviewOptions.sameRouter}, where the plans name several hosts
 * @example
 * const report = review([readPlan(json, "plan.json")], { operator: "192.0.2.9" });
 */
export function review(plans: readonly Plan[], options: ReviewOptions = {}): Report {
  const changes = routersOf(plans, options.sameRouter);
  requireRouters(options.flowAssertions ?? [], changes);
  const routers = changes.map((change) => reviewRouter(change, changes.length, options));
  return { ...withAccepted(routers, options), method: methodOf(plans, routers) };
}

/** The routers and all findings, those that the owner accepted among them. */
function withAccepted(
  routers: readonly RouterReport[],
  { accepted = [], today }: ReviewOptions,
): Pick<Report, "routers" | "findings"> {
  const all = routers.flatMap(({ findings }) => findings);
  const names = routers.map(({ name }) => name);
  const { findings, problems } = acceptFindings(all, accepted, names, today);
  const marked = new Map(all.map((finding, i) => [finding, findings[i] ?? finding]));
  return {
    routers: routers.map((router) => ({
      ...router,
      findings: router.findings.map((finding) => marked.get(finding) ?? finding).sort(bySeverity),
    })),
    findings: [...findings, ...problems].sort(bySeverity),
  };
}

function reviewRouter(change: RouterChange, routers: number, options: ReviewOptions): RouterReport {
  const analysis = analyse(change, routers, options);
  const findings = [...checkStates(analysis), ...checkChange(analysis)].sort(bySeverity);
  const { name } = change;
  return {
    ...analysis,
    name,
    isChanged: isChanged(change),
    whatChanges: whatChanges(change),
    findings,
    rollback: rollbackOf(change),
  };
}

function analyse(change: RouterChange, routers: number, options: ReviewOptions): RouterAnalysis {
  const failureSets = failureRows(change, options.failures);
  const { origins, notFollowed } = originsOf(change, failureSets);
  return {
    change,
    options,
    routers,
    origins,
    notFollowed,
    shares: shareChanges(change, origins),
    failureSets,
    failures: failureMatrix(change, origins, failureSets),
  };
}

function checkChange(analysis: RouterAnalysis): readonly ReportedFinding[] {
  const { name } = analysis.change;
  return CHANGE_CHECKS.flatMap((check) => check(analysis)).map((finding) => ({
    since: "new",
    ...finding,
    router: name,
  }));
}

/** Runs every check on the router before and after: findings are new, worse, existing or resolved. */
function checkStates({ change, origins, failureSets, options }: RouterAnalysis): readonly ReportedFinding[] {
  const view = (side: "before" | "after"): View => ({
    snapshot: change[side],
    wans: wansOf(change[side]),
    origins,
    failureSets,
    change,
    options,
  });
  const [before, after] = [view("before"), view("after")];
  return STATE_CHECKS.flatMap((check) => compare(check, before, after));
}

function compare(check: StateCheck, before: View, after: View): readonly ReportedFinding[] {
  const router = after.change.name;
  const earlier = new Map(findingsOf(check, before).map((finding) => [findingKey(finding), finding]));
  const open = findingsOf(check, after).map((finding): ReportedFinding => {
    const known = earlier.get(findingKey(finding));
    earlier.delete(findingKey(finding));
    return { ...finding, router, since: sinceOf(known, finding) };
  });
  // A router that is destroyed resolves nothing, and the end of a note is no news.
  const resolved = (after.snapshot.isEmpty ? [] : [...earlier.values()])
    .filter(({ verdict, severity }) => verdict === "fail" && severity !== "note")
    .map((finding): ReportedFinding => ({ ...finding, router, since: "resolved" }));
  return [...open, ...resolved];
}

function findingsOf(check: StateCheck, view: View): readonly Finding[] {
  // A snapshot leaves out the menus that do not concern packets, and versions differ in all menus.
  return view.snapshot.isEmpty && check !== routerosVersion ? [] : check(view);
}

function findingKey({ id, subject }: Finding): string {
  return `${id} ${subject}`;
}
