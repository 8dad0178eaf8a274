/** An accept file that cannot be read. Problems are named with their line. */
export class AcceptFileError extends Error {
  public constructor(problems: readonly string[]) {
    super(problems.join("; "));
    this.name = "AcceptFileError";
  }
}
