import { isAtLeast, isNews, isOpenFinding, type ReportedFinding, type Severity } from "./findings/finding";
import type { RouterChange } from "./model/router-change";
import type { ReviewOptions } from "./options";
import type { Rollback } from "./rollback";
import type { FailureMatrix } from "./traffic/failure-matrix";
import type { NotFollowed, Origins } from "./traffic/origin";
import type { ShareChange } from "./traffic/share-changes";
import type { ConfigurationChange } from "./what-changes/configuration-change";

/** What the review says about one router. */
export interface RouterReport {
  readonly name: string;
  readonly isChanged: boolean;
  /** What the plan changes, in the owner's words, the most important first. */
  readonly whatChanges: readonly ConfigurationChange[];
  readonly findings: readonly ReportedFinding[];
  /** How to undo the plan once it is applied. */
  readonly rollback: Rollback;
  /** @internal */
  readonly change: RouterChange;
  /** @internal */
  readonly options: ReviewOptions;
  /** @internal */
  readonly origins: Origins;
  /** @internal */
  readonly notFollowed: NotFollowed;
  /** @internal */
  readonly shares: readonly ShareChange[];
  /** @internal */
  readonly failures: FailureMatrix;
}

/** A review: one or more routers, and all findings, worst first. */
export interface Report {
  readonly routers: readonly RouterReport[];
  readonly findings: readonly ReportedFinding[];
  /** Assumptions and limits of the results. */
  readonly method: readonly string[];
}

/** Whether plans cause open findings of a severity or worse, or make such findings worse. */
export function hasNewFindings({ findings }: Report, least: Severity): boolean {
  return findings.some(
    (finding) => isOpenFinding(finding) && isNews(finding) && isAtLeast(finding.severity, least),
  );
}

/** Whether routers have open findings of a severity or worse without the plans, which keep them. */
export function hasExistingFindings({ findings }: Report, least: Severity): boolean {
  return findings.some(
    (finding) => isOpenFinding(finding) && !isNews(finding) && isAtLeast(finding.severity, least),
  );
}
