/** Questions that cannot be read or asked. What cannot be read is named with its line. */
export class FlowAssertionsError extends Error {
  public constructor(problems: readonly string[]) {
    super(problems.join("; "));
    this.name = "QuestionsError";
  }
}
