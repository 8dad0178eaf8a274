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
  | { readonly kind: "no-connection-mark" | "main-without-route" }
  | { readonly kind: "no-routing-mark"; readonly mark: string }
  | { readonly kind: "table-without-route" | "table-without-fib"; readonly table: string }
  | { readonly kind: "table-by-other-wan"; readonly table: string; readonly nextHops: readonly string[] };

/** Why a finding has its verdict: data for programs and tests, of which the message is made. */
export type FindingReason =
  | { readonly kind: "unknown"; readonly reasons: readonly UnknownReason[] }
  | { readonly kind: "moved-connections"; readonly moved: MovedConnections }
  | { readonly kind: "operator-path"; readonly path: OperatorPathReason }
  | {
      readonly kind: "reply-path";
      readonly link: BrokenReplyLink;
      /** The WANs that must be down for it to be broken; none where it is with all WANs up. */
      readonly down: readonly string[];
      /** The sets of WANs that must be down for replies to leave rightly although several other WANs are up. */
      readonly unless: readonly (readonly string[])[];
    }
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
  /** Set by a check that compares before and after, where the finding was there before, or in a lesser form. */
  readonly since?: "existing" | "worse";
}

/** A finding about one router of a report, with its history. */
export interface ReportedFinding extends Omit<Finding, "since"> {
  readonly router: string;
  /**
   * - `new`: the plan causes it;
   * - `worse`: the router has it already in a lesser form, and the plan makes it worse;
   * - `existing`: the router has it already, and keeps it;
   * - `resolved`: the router has it, and the plan ends it. It does not count.
   */
  readonly since: "new" | "worse" | "existing" | "resolved";
  /** Why the owner accepts it; it does not count then. */
  readonly accepted?: { readonly reason: string; readonly expires?: string };
}

/** Whether a finding counts: it is neither resolved by the plan, nor a check that passes, nor accepted by the owner. */
export function isOpenFinding({ since, verdict, accepted }: ReportedFinding): boolean {
  return since !== "resolved" && verdict !== "pass" && accepted === undefined;
}

/** Whether the plan causes a finding, or makes it worse. */
export function isNews({ since }: ReportedFinding): boolean {
  return since === "new" || since === "worse";
}

/** What a finding is to a reader who knows the one of the same subject before the plan. */
export function sinceOf(before: Finding | undefined, after: Finding): "new" | "worse" | "existing" {
  if (before === undefined || isPass(before) !== isPass(after)) {
    return "new";
  }
  return weight(after) > weight(before) ? "worse" : "existing";
}

/** The history of a finding whose check had a verdict before the plan, too: nothing where the finding is new. */
export function sinceVerdict(before: Verdict, after: Verdict): Pick<Finding, "since"> {
  if (before === "pass" || after === "pass") {
    return before === after ? { since: "existing" } : {};
  }
  return { since: before === "unknown" && after === "fail" ? "worse" : "existing" };
}

function isPass({ verdict }: Finding): boolean {
  return verdict === "pass";
}

/** How bad a finding is, beside one of the same subject: at equal severity, a fault is worse than an open question. */
function weight({ severity, verdict }: Finding): number {
  return -2 * RANKS.indexOf(severity) + (verdict === "fail" ? 1 : 0);
}

const RANKS: readonly Severity[] = ["error", "warning", "note"];

/** Whether a severity is at least as bad as another. */
export function isAtLeast(severity: Severity, least: Severity): boolean {
  return RANKS.indexOf(severity) <= RANKS.indexOf(least);
}

/** Worst first, new ones before existing; accepted and resolved ones last; then by id, router and subject. */
export function bySeverity(a: ReportedFinding, b: ReportedFinding): number {
  return (
    Number(a.since === "resolved") - Number(b.since === "resolved") ||
    Number(a.accepted !== undefined) - Number(b.accepted !== undefined) ||
    RANKS.indexOf(a.severity) - RANKS.indexOf(b.severity) ||
    Number(a.since === "existing") - Number(b.since === "existing") ||
    compare(a.id, b.id) ||
    compare(a.router, b.router) ||
    compare(a.subject, b.subject)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
