import { join } from "node:path";
import { LabRouter, type LabRouterOptions } from "../../lab/router";
import type { EcmpMasqueradeGatewayProps } from "../../lib";
import { contentOf } from "../deploy/lab";
import type { Said } from "./captured";
import { OperatorPath } from "./operator-path";
import { runState } from "./run-state";
import { StateDeployment } from "./state-lab";

/** A command that applies a saved plan. */
const APPLY: readonly string[] = ["terraform", "apply", "-no-color", "-parallelism=1", "plan"];

/** The writes of a guard before those of the apply: the row of the test, the script, and two rows of the scheduler. */
export const ARMING = 4;

/** A router, an operator who reaches it over a path that can be cut, and a stack whose plans are applied under guard. */
export class GuardLab {
  private passed = 0;

  private constructor(
    public readonly router: LabRouter,
    public readonly path: OperatorPath,
    public readonly terraform: GuardedDeployment,
  ) {}

  public static async run(use: (lab: GuardLab) => Promise<void>, options?: LabRouterOptions): Promise<void> {
    const router = await LabRouter.start(options);
    const path = await OperatorPath.to(Number(new URL(router.httpsUrl).port));
    const terraform = new GuardedDeployment(router, path.url);
    try {
      await use(new GuardLab(router, path, terraform));
    } finally {
      terraform.remove();
      await path.close();
      await router.close();
    }
  }

  /** Deploys a gateway, and makes a plan of another one. Gives the rows of the router between. */
  public async planned(from: EcmpMasqueradeGatewayProps, to: EcmpMasqueradeGatewayProps): Promise<unknown> {
    this.terraform.writeGateway(from);
    expect(await this.terraform.apply()).toMatchObject({ ok: true });
    this.terraform.writeGateway(to);
    await this.terraform.plannedJson();
    return contentOf(this.router);
  }

  /** Applies the plan under guard. The router's time passes while the guard waits; a path that is cut is mended after an undo. */
  public guard(
    options: readonly string[] = [],
    apply = APPLY,
    environment: NodeJS.ProcessEnv = {},
  ): Promise<Said> {
    return this.terraform.runGuard([...options, "--", ...apply], environment, {
      now: () => Date.now() + this.passed,
      sleep: async (milliseconds) => {
        this.passed += milliseconds;
        await this.router.passTime(milliseconds);
        if (this.isUndone) {
          this.path.mend();
          this.router.faults.clear();
        }
      },
    });
  }

  public get isUndone(): boolean {
    return this.router.rows("/system/script").some(({ comment }) => comment?.endsWith("undone") === true);
  }

  /** The rows of guards on the router. */
  public get guardRows() {
    return ["/system/scheduler", "/system/script"].flatMap((menu) => this.router.rows(menu));
  }

  /** Recovers, and expects that the plan is the one that was undone, and that the router is as it was. */
  public async expectRecovered(before: unknown, planned: unknown): Promise<void> {
    expect(contentOf(this.router)).toEqual(before);
    expect(await this.terraform.recover()).toMatchObject({ status: 0, err: "" });
    expect(this.guardRows).toEqual([]);
    expect(contentOf(this.router)).toEqual(before);
    expect(await this.terraform.plan()).toEqual(planned);
  }
}

/** A stack whose plans are applied under guard. */
export class GuardedDeployment extends StateDeployment {
  public runGuard(
    words: readonly string[],
    environment: NodeJS.ProcessEnv,
    time: NonNullable<Parameters<typeof runState>[3]>,
  ): Promise<Said> {
    return runState(
      ["guard", this.folder, ...words],
      { ...this.environment, ...environment },
      undefined,
      time,
    );
  }

  /** Where the plan is that was made last. */
  public get planFile(): string {
    return join(this.folder, "plan");
  }

  /** How a process of its own runs the guard. */
  public get process() {
    const program = join(__dirname, "../../lib/cli/routeros-state.ts");
    return {
      words: ["--require", "tsx/cjs", program, "guard", this.folder, "--", ...APPLY],
      environment: this.environment,
    };
  }

  public recover(): Promise<Said> {
    return runState(["guard", "recover", this.folder], this.environment);
  }
}
