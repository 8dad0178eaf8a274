/** Where Terraform is, read from what it prints while it applies or destroys. */
export class ResourceProgress {
  private finished = 0;
  private verb = "done";
  private paths: ReadonlyMap<string, string> | undefined;

  /**
   * @param constructPaths the construct path of every resource; asked for when the first line needs it, since the
   * configuration may not be written before
   * @param total how many changes there will be, where Terraform does not say so itself
   */
  constructor(
    private readonly constructPaths: () => ReadonlyMap<string, string>,
    private total = 0,
  ) {}

  /** What a line means for somebody who waits; undefined where it means nothing. */
  read(line: string): string | undefined {
    if (line.includes("Initializing the backend")) {
      return "Terraform gets ready and plans";
    }
    const plan = PLAN.exec(line);
    if (plan !== null) {
      this.total = changesIn(line);
      return `planned: ${plan[0].slice("Plan: ".length)}`;
    }
    const done = /([\w-]+\.[\w-]+)(?: \(.+?\))?: (Creation|Modifications|Destruction) complete/.exec(line);
    if (done === null) {
      return undefined;
    }
    this.finished += 1;
    this.paths ??= this.constructPaths();
    this.verb = done[2] === "Destruction" ? "removed" : done[2] === "Creation" ? "created" : "changed";
    return `${this.count}: ${this.paths.get(done[1] ?? "") ?? done[1]}`;
  }

  /**
   * What is left to say once the command has succeeded: on a busy machine the CDKTF CLI ends before it has passed on
   * all that Terraform said.
   */
  end(): string | undefined {
    if (this.finished >= this.total) {
      return undefined;
    }
    this.finished = this.total;
    return this.count;
  }

  private get count(): string {
    return `${this.finished} of ${this.total} ${this.verb}`;
  }
}

const PLAN = /Plan: (\d+) to add, (\d+) to change, (\d+) to destroy/;

/** How many changes a plan announces. */
export const changesIn = (plan: string): number =>
  (PLAN.exec(plan) ?? []).slice(1).reduce((sum, count) => sum + Number(count), 0);
