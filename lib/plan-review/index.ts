/**
 * Reviews what a Terraform plan does to the traffic of RouterOS routers: plan JSON in, report out, without I/O.
 *
 * @example
 * ```ts
 * const report = review([readPlan(json, "plan.json")], { operator: "192.0.2.9" });
 * console.log(formatMarkdown(report));
 * ```
 *
 * @packageDocumentation
 */
export { AcceptFileError } from "./accepted/accept-file-error";
export type { Acceptance } from "./accepted/acceptance";
export { readAcceptFile } from "./accepted/read-accept-file";
export type { Finding, ReportedFinding, Severity } from "./findings/finding";
export { FINDINGS, FINDINGS_PAGE, type FindingId } from "./findings/finding-ids";
export type { Expectation, FlowAssertion } from "./flow-assertions/flow-assertion";
export { FlowAssertionsError } from "./flow-assertions/flow-assertions-error";
export { readFlowAssertions } from "./flow-assertions/read-flow-assertions";
export { formatJson } from "./formats/json";
export { COMMENT_LIMIT, COMMENT_ROOM, formatMarkdown } from "./formats/markdown";
export { formatRsc } from "./formats/rsc";
export { formatSarif } from "./formats/sarif";
export { verdictLine } from "./formats/verdict-line";
export type { ReviewOptions } from "./options";
export { PlanError } from "./plan/plan-error";
export { type Plan, readPlan } from "./plan/read-plan";
export { hasExistingFindings, hasNewFindings, type Report, type RouterReport } from "./report";
export { review } from "./review";
export type { Rollback } from "./rollback";
export { type PlannedUndo, plannedUndo } from "./undo/planned-undo";
export type { RouterRow } from "./undo/selector";
export type { UndoScript } from "./undo/undo-script";
export type { Verdict } from "./verdict";
export type {
  ChangeCategory,
  ChangedValue,
  ConfigurationChange,
} from "./what-changes/configuration-change";
