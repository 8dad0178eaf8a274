import type { Acceptance } from "./accepted/acceptance";
import type { FlowAssertion } from "./flow-assertions/flow-assertion";

/** Options of a review. */
export interface ReviewOptions {
  /**
   * How many WANs can be down at once in the failure matrix.
   *
   * @default 1
   */
  readonly failures?: number;
  /**
   * The address that Terraform runs at. The review then checks whether it still reaches the router.
   *
   * @default - the operator's path is not checked
   */
  readonly operator?: string;
  /**
   * What must be true of certain flows, as {@link readFlowAssertions} reads it. An assertion that fails is an error.
   *
   * @default - none
   */
  readonly flowAssertions?: readonly FlowAssertion[];
  /**
   * Findings that do not count, as {@link readAcceptFile} reads them.
   *
   * @default - none
   */
  readonly accepted?: readonly Acceptance[];
  /**
   * The date of the review, such as `2027-01-31`: accepted findings may expire.
   *
   * @default - none of them has expired
   */
  readonly today?: string;
  /**
   * The RouterOS version of the routers, such as `7.16`. Anything that this version does not support is then an error.
   *
   * @default - a note says what needs a certain version
   */
  readonly routerOsVersion?: string;

  /**
   * Whether all plans are about one router, such as those of Terragrunt. Plans that name the same host are about one router in
   * any case. They are taken to be applied in the order in which they are given.
   *
   * @default - plans that do not name a host are about different routers
   */
  readonly sameRouter?: boolean;
}
