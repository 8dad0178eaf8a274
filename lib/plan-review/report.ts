import type { RouterAnalysis } from "./findings/check-types";
import { bySeverity, isAtLeast, type ReportedFinding, type Severity } from "./findings/finding";
import type { Rollback } from "./rollback";

/** What the review says of one router. */
export interface RouterReport extends Omit<RouterAnalysis, "options" | "routers"> {
  readonly name: string;
  readonly isChanged: boolean;
  readonly findings: readonly ReportedFinding[];
  /** The way back once the plan is applied. */
  readonly rollback: Rollback;
}

/** A review: one or more routers, and all findings, worst first. */
export interface Report {
  readonly routers: readonly RouterReport[];
  readonly findings: readonly ReportedFinding[];
  /** What the reader must know to weigh the rest; each thing said once. */
  readonly method: readonly string[];
}

/** Whether a report holds a finding that the plan brings or leaves, at or above a bar. */
export function hasFindings({ findings }: Report, bar: Severity): boolean {
  return findings.some(
    ({ severity, since, verdict }) => since !== "resolved" && verdict !== "pass" && isAtLeast(severity, bar),
  );
}

/** All findings of routers in the order in which they are read. */
export function inOrder(routers: readonly RouterReport[]): readonly ReportedFinding[] {
  return routers.flatMap(({ findings }) => findings).sort(bySeverity);
}
