/** A text that cannot be read as a plan. The message is one line that says why, and what to write instead. */
export class PlanError extends Error {
  public constructor(message: string) {
    super(message);
    this.name = "PlanError";
  }
}
