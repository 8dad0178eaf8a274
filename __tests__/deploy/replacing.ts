import { Deployment } from "./deployment";

/** A deployment whose plans may replace a resource that would change in place. */
export class ReplacingDeployment extends Deployment {
  /** As `plannedJson`, and the resource at an address is removed and made again. */
  public async replacingJson(address: string): Promise<string> {
    const { ok, text } = await this.run("plan", "-out=plan", `-replace=${address}`);
    expect([ok, text]).toEqual([true, text]);
    return (await this.run("show", "-json", "plan")).text;
  }
}
