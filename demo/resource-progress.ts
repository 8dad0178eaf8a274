/** Where Terraform is, read from what it prints while it applies or destroys. */
export class ResourceProgress {
  private total = 0;
  private finished = 0;
  private paths: ReadonlyMap<string, string> | undefined;

  /**
   * @param constructPaths the construct path of every resource; asked for when the first line needs it, since the
   * configuration may not be written before
   */
  constructor(private readonly constructPaths: () => ReadonlyMap<string, string>) {}

  /** What a line means for somebody who waits; undefined where it means nothing. */
  read(line: string): string | undefined {
    if (line.includes("Initializing the backend")) return "synthesized; Terraform gets ready and plans";
    const plan = /Plan: (\d+) to add, (\d+) to change, (\d+) to destroy/.exec(line);
    if (plan !== null) {
      this.total = plan.slice(1).reduce((sum, count) => sum + Number(count), 0);
      return `planned: ${plan[0].slice("Plan: ".length)}`;
    }
    const done = /([\w-]+\.[\w-]+)(?: \(.+?\))?: (Creation|Modifications|Destruction) complete/.exec(line);
    if (done === null) return undefined;
    this.finished += 1;
    this.paths ??= this.constructPaths();
    const verb = done[2] === "Destruction" ? "removed" : done[2] === "Creation" ? "created" : "changed";
    return `${this.finished} of ${this.total} ${verb}: ${this.paths.get(done[1] ?? "") ?? done[1]}`;
  }
}
