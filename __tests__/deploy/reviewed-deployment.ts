import { existsSync, readFileSync } from "node:fs";
import { LabRouter } from "../../lab/router";
import type { Run } from "../run-program";
import type { PlanOption } from "../terraform";
import { expectAsReviewed } from "./as-reviewed";
import { Deployment, type PlannedChange } from "./deployment";
import type { RouterAtHand } from "./device";
import { type RowsByMenu, readRows } from "./rows-on-router";

/** A plan that was made last, and the files and options that it was made from. */
interface MadePlan {
  readonly json: string;
  readonly from: string;
}

/**
 * A deployment whose every apply is that of a plan made before, and which asserts that the review of the plan is what then
 * happened. Against a device the rows of the beginning and the end are compared; in between nobody can look.
 *
 * Not reviewed is what happens at a lab router that was ever told to fail: rows may stand there that no state knows. An apply
 * that fails is not compared either, since a review speaks of the whole of it.
 */
export class ReviewedDeployment extends Deployment {
  /** Gone once the router's rows are others: while nothing changes, another plan would be the same. */
  private made?: MadePlan;

  public override apply(parallelism = 10): Promise<Run> {
    return this.isReviewed ? this.applyReviewed(parallelism) : super.apply(parallelism);
  }

  public override replace(address: string): Promise<Run> {
    return this.isReviewed ? this.applyReviewed(10, `-replace=${address}`) : super.replace(address);
  }

  public override destroy(parallelism = 10): Promise<Run> {
    return this.isReviewed ? this.applyReviewed(parallelism, "-destroy") : super.destroy(parallelism);
  }

  public override async plannedJson(...options: PlanOption[]): Promise<string> {
    const json = await super.plannedJson(...options);
    this.keep(json, options);
    return json;
  }

  /** From the plan that is then applied. */
  public override async plan(): Promise<PlannedChange[]> {
    const { resource_changes = [] } = JSON.parse(await this.plannedJson());
    return resource_changes
      .map(({ address, change }: { address: string; change: { actions: string[] } }) => ({
        address,
        actions: change.actions,
      }))
      .filter(({ actions }: PlannedChange) => actions.join() !== "no-op");
  }

  private get isReviewed(): boolean {
    return !(this.router instanceof LabRouter && this.router.faults.everSet);
  }

  private async applyReviewed(parallelism: number, ...options: PlanOption[]): Promise<Run> {
    let planJson = this.made?.from === this.sources(options) ? this.made.json : undefined;
    if (planJson === undefined) {
      const plan = await this.makePlan(...options);
      if (!plan.ok) {
        return plan;
      }
      planJson = await this.showPlan();
    }
    const router = this.router as RouterAtHand;
    const before = readRows(router);
    const moments: RowsByMenu[] = [];
    const stop =
      router instanceof LabRouter ? router.onChange(() => moments.push(readRows(router))) : () => {};
    const run = await this.applyPlanned(parallelism);
    stop();
    if (run.ok) {
      expectAsReviewed({ planJson, before, moments, after: readRows(router) });
    }
    return run;
  }

  private keep(json: string, options: readonly PlanOption[]): void {
    const { router } = this;
    if (router instanceof LabRouter) {
      this.made = { json, from: this.sources(options) };
      const stop = router.onChange(() => {
        this.made = undefined;
        stop();
      });
    }
  }

  private sources(options: readonly PlanOption[]): string {
    const files = [this.configurationFile, this.stateFile];
    const texts = files.map((file) => (existsSync(file) ? readFileSync(file, "utf8") : ""));
    return JSON.stringify([options, ...texts, this.router.httpsUrl]);
  }
}
