import type { RouterAnalysis } from "./findings/check-types";
import {
  bySeverity,
  isAtLeast,
  isOpenFinding,
  type ReportedFinding,
  type Severity,
} from "./findings/finding";
import type { Rollback } from "./rollback";

/** What the review says about one router. */
export interface RouterReport extends Omit<RouterAnalysis, "options" | "routers"> {
  readonly name: string;
  readonly isChanged: boolean;
  readonly findings: readonly ReportedFinding[];
  /** How to undo the plan once it is applied. */
  readonly rollback: Rollback;
}

/** A review: one or more routers, and all findings, worst first. */
export interface Report {
  readonly routers: readonly RouterReport[];
  readonly findings: readonly ReportedFinding[];
  /** Assumptions and limits of the results. */
  readonly method: readonly string[];
}

/** Whether a report has open findings of a severity or worse. */
export function hasFindings({ findings }: Report, least: Severity): boolean {
  return findings.some((finding) => isOpenFinding(finding) && isAtLeast(finding.severity, least));
}

/** All findings of routers, worst first. */
export function inOrder(routers: readonly RouterReport[]): readonly ReportedFinding[] {
  return routers.flatMap(({ findings }) => findings).sort(bySeverity);
}
