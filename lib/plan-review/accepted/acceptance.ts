import type { FindingId } from "../findings/finding-ids";

/** A finding that the owner of a router has decided for: it is shown, and does not count. */
export interface Acceptance {
  readonly id: FindingId;
  /** The subject of the finding, as the JSON report has it. */
  readonly subject: string;
  /**
   * The router, as the report names it.
   *
   * @default - every router
   */
  readonly router?: string;
  readonly reason: string;
  /**
   * The last day on which it applies, such as `2027-01-31`.
   *
   * @default - it applies for good
   */
  readonly expires?: string;
}
