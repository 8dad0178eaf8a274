import { Deployment } from "./deployment";

/** A deployment whose plans take options, such as to replace a resource that would change in place. */
export class PlanningDeployment extends Deployment {
  /** As `plannedJson`, with options of `terraform plan`. */
  public async plannedJsonWith(...options: readonly string[]): Promise<string> {
    const { ok, text } = await this.run("plan", "-out=plan", ...options);
    expect([ok, text]).toEqual([true, text]);
    return (await this.run("show", "-json", "plan")).text;
  }
}
