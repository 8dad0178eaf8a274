import type { FindingId } from "./finding-ids";

/** How bad it is: `error` breaks traffic or the apply, `warning` may, `note` informs. */
export type Severity = "error" | "warning" | "note";

/** What is known about the claim that a finding checks. */
export type Verdict = "pass" | "fail" | "unknown";

/** What a family of findings says about a router. */
export interface Finding {
  readonly id: FindingId;
  readonly severity: Severity;
  readonly verdict: Verdict;
  /** What tells findings of one id apart, and stays the same when the plan changes: a WAN, a mark, an address. */
  readonly subject: string;
  /** The resources that cause it, the most to blame first. */
  readonly resources: readonly string[];
  /** One message. */
  readonly message: string;
  readonly before?: string;
  readonly after?: string;
  /** What to do: one sentence; absent where nothing is to be done. */
  readonly remediation?: string;
  /** Where a family that looks at the change knows that it was so before. */
  readonly since?: "existing";
}

/** A claim about one router of a report, with its history. */
export interface ReportedFinding extends Omit<Finding, "since"> {
  readonly router: string;
  /**
   * - `plan`: the plan brings it about;
   * - `standing`: it is so on the router already, and stays;
   * - `mended`: it is so on the router, and ends with this plan. It counts for nothing.
   */
  readonly since: "new" | "existing" | "resolved";
}

const RANKS: readonly Severity[] = ["error", "warning", "note"];

/** Whether a severity is at or above a bar. */
export function isAtLeast(severity: Severity, bar: Severity): boolean {
  return RANKS.indexOf(severity) <= RANKS.indexOf(bar);
}

/** Worst first; mended ones last; then by id, router and subject. */
export function bySeverity(a: ReportedFinding, b: ReportedFinding): number {
  return (
    Number(a.since === "resolved") - Number(b.since === "resolved") ||
    RANKS.indexOf(a.severity) - RANKS.indexOf(b.severity) ||
    compare(a.id, b.id) ||
    compare(a.router, b.router) ||
    compare(a.subject, b.subject)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
