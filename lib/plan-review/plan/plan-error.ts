/** A text that is not a plan. The message says why, and what to do instead, in one line. */
export class PlanError extends Error {
  public constructor(message: string) {
    super(message);
    this.name = "PlanError";
  }
}
