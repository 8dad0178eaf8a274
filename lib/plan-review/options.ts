import type { FlowAssertion } from "./flow-assertions/flow-assertion";

/** What a user asks of a review. */
export interface ReviewOptions {
  /**
   * How many WANs may be down at once in the failure matrix.
   *
   * @default 1
   */
  readonly failures?: number;
  /**
   * The address that Terraform runs at: whether it still reaches the router is then judged.
   *
   * @default - the operator's path is not judged
   */
  readonly operator?: string;
  /**
   * Questions about flows, as {@link readQuestions} reads them: each answer that is not as expected is an error.
   *
   * @default - none
   */
  readonly questions?: readonly FlowAssertion[];
  /**
   * The version of RouterOS on the routers, such as `7.16`: what it lacks is then an error.
   *
   * @default - what needs a certain version is said in a note
   */
  readonly routerOsVersion?: string;
}
