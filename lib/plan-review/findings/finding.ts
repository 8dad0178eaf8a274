import type { UnknownReason } from "../../simulator";
import type { MovedConnections } from "../traffic/moved-flows";
import type { OperatorPathReason } from "../traffic/operator-session";
import type { TransientFault } from "../transient/explanation";
import type { Verdict } from "../verdict";
import type { FindingId } from "./finding-ids";

/** How bad a finding is: an `error` breaks traffic or the apply, a `warning` can break it, a `note` informs. */
export type Severity = "error" | "warning" | "note";

/** The first broken link on the path of replies: what is missing or wrong. */
export type BrokenReplyLink =
  | { readonly kind: "no-connection-mark" }
  | { readonly kind: "no-routing-mark"; readonly mark: string }
  | { readonly kind: "table-without-route"; readonly table: string }
  | { readonly kind: "table-by-other-wan"; readonly table: string; readonly nextHops: readonly string[] };

/** Why a finding has its verdict: data for programs and tests, of which the message is made. */
export type FindingReason =
  | { readonly kind: "unknown"; readonly reasons: readonly UnknownReason[] }
  | { readonly kind: "moved-connections"; readonly moved: MovedConnections }
  | { readonly kind: "operator-path"; readonly path: OperatorPathReason }
  | { readonly kind: "reply-path"; readonly link: BrokenReplyLink }
  | { readonly kind: "transient-fault"; readonly fault: TransientFault };

/** What a check says about a router. */
export interface Finding {
  readonly id: FindingId;
  readonly severity: Severity;
  readonly verdict: Verdict;
  /** What tells findings of one id apart, and stays the same when the plan changes: a WAN, a mark, an address. */
  readonly subject: string;
  /** The resources that cause it, the most likely cause first. */
  readonly resources: readonly string[];
  /** What is wrong, in one sentence. */
  readonly message: string;
  readonly before?: string;
  readonly after?: string;
  /** What to do, in one sentence; absent where nothing needs to be done. */
  readonly remediation?: string;
  /** @internal Why, as data, where a check has more to say than its id. */
  readonly reason?: FindingReason;
  /** Set by a check that compares before and after, where the finding was there before. */
  readonly since?: "existing";
}

/** A finding about one router of a report, with its history. */
export interface ReportedFinding extends Omit<Finding, "since"> {
  readonly router: string;
  /**
   * - `new`: the plan causes it;
   * - `existing`: the router has it already, and keeps it;
   * - `resolved`: the router has it, and the plan ends it. It does not count.
   */
  readonly since: "new" | "existing" | "resolved";
}

/** Whether a finding counts: it is neither resolved by the plan nor a check that passes. */
export function isOpenFinding({ since, verdict }: ReportedFinding): boolean {
  return since !== "resolved" && verdict !== "pass";
}

const RANKS: readonly Severity[] = ["error", "warning", "note"];

/** Whether a severity is at least as bad as another. */
export function isAtLeast(severity: Severity, least: Severity): boolean {
  return RANKS.indexOf(severity) <= RANKS.indexOf(least);
}

/** Worst first; resolved ones last; then by id, router and subject. */
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
