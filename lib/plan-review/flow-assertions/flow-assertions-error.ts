/** Flow assertions that cannot be read, or that apply to no router. Problems in the file are named with their line. */
export class FlowAssertionsError extends Error {
  public constructor(problems: readonly string[]) {
    super(problems.join("; "));
    this.name = "FlowAssertionsError";
  }
}
