import { CHANGE_CHECKS, STATE_CHECKS } from "./checks";
import type { RouterAnalysis, StateCheck, View } from "./findings/check-types";
import { bySeverity, type Finding, type ReportedFinding } from "./findings/finding";
import { checkAsked } from "./flow-assertions/applicable";
import { methodOf } from "./method";
import { isChanged, type RouterChange, routersOf } from "./model/router-change";
import type { ReviewOptions } from "./options";
import type { Plan } from "./plan/read-plan";
import { inOrder, type Report, type RouterReport } from "./report";
import { rollbackOf } from "./rollback";
import { failureMatrix } from "./traffic/failure-matrix";
import { originsOf } from "./traffic/origins";
import { shareChanges } from "./traffic/share-changes";
import { wansOf } from "./traffic/wans";

/**
 * Says what plans do to the traffic of their routers: pure, without a look at any device.
 *
 * @param plans as {@link readPlan} reads them
 * @throws QuestionsError where a question names a router that no plan has
 */
export function review(plans: readonly Plan[], options: ReviewOptions = {}): Report {
  const changes = plans.flatMap((plan) => routersOf(plan, plans.length === 1));
  checkAsked(options.questions ?? [], changes);
  const routers = changes.map((change) => reviewRouter(change, changes.length, options));
  return { routers, findings: inOrder(routers), method: methodOf(plans, routers) };
}

function reviewRouter(change: RouterChange, routers: number, options: ReviewOptions): RouterReport {
  const analysis = analyse(change, routers, options);
  const findings = [...judgeStates(analysis), ...judgeChange(analysis)].sort(bySeverity);
  const { name } = change;
  return { ...analysis, name, isChanged: isChanged(change), findings, rollback: rollbackOf(change) };
}

function analyse(change: RouterChange, routers: number, options: ReviewOptions): RouterAnalysis {
  const origins = originsOf(change);
  return {
    change,
    options,
    routers,
    origins,
    shares: shareChanges(change, origins),
    failures: failureMatrix(change, origins, options.failures),
  };
}

function judgeChange(analysis: RouterAnalysis): readonly ReportedFinding[] {
  const { name } = analysis.change;
  return CHANGE_CHECKS.flatMap((family) => family(analysis)).map((claim) => ({
    since: "new",
    ...claim,
    router: name,
  }));
}

/** Asks every family of the router before and after, and says which of its claims the plan brings, leaves or ends. */
function judgeStates({ change, origins, options }: RouterAnalysis): readonly ReportedFinding[] {
  const view = (side: "before" | "after"): View => ({
    snapshot: change[side],
    wans: wansOf(change[side]),
    origins,
    change,
    options,
  });
  const [before, after] = [view("before"), view("after")];
  return STATE_CHECKS.flatMap((family) => compare(family, before, after));
}

function compare(family: StateCheck, before: View, after: View): readonly ReportedFinding[] {
  const router = after.change.name;
  const was = new Map(claimsOf(family, before).map((claim) => [keyOf(claim), claim]));
  const is = claimsOf(family, after).map((claim): ReportedFinding => {
    const known = was.get(keyOf(claim));
    was.delete(keyOf(claim));
    const isStanding = known !== undefined && known.verdict === claim.verdict;
    return { ...claim, router, since: isStanding ? "existing" : "new" };
  });
  // What goes with all the rest is not mended, and nobody waits for the end of a note.
  const mended = (after.snapshot.isEmpty ? [] : [...was.values()])
    .filter(({ verdict, severity }) => verdict === "fail" && severity !== "note")
    .map((claim): ReportedFinding => ({ ...claim, router, since: "resolved" }));
  return [...is, ...mended];
}

function claimsOf(family: StateCheck, view: View): readonly Finding[] {
  return view.snapshot.isEmpty ? [] : family(view);
}

function keyOf({ id, subject }: Finding): string {
  return `${id} ${subject}`;
}
