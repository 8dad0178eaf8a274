/**
 * Every kind of finding: its id, which never changes, and what it checks. `docs/plan-review.md` explains each under
 * its id.
 */
export const FINDINGS = {
  "shares-change": "New connections spread over the WANs otherwise than before",
  "flows-move": "Open connections leave by another WAN, or with another source",
} as const satisfies Record<string, string>;

/** The stable name of a kind of finding. */
export type FindingId = keyof typeof FINDINGS;

/** Where the page about findings is. */
export const FINDINGS_PAGE = "docs/plan-review.md";
