import { rmSync } from "node:fs";
import { join } from "node:path";
import type { LabRouter, LabRouterOptions } from "../../lab/router";
import { Deployment } from "../deploy/deployment";
import { withTerraform } from "../terraform";
import type { Said } from "./captured";
import { runState } from "./run-state";

/** A stack beside which `routeros-state` is run. */
export class StateDeployment extends Deployment {
  /** Runs a subcommand on the stack; questions are answered with yes where nothing else is said. */
  public state(
    subcommand: string,
    options: readonly string[] = [],
    ask: (question: string) => Promise<boolean> = async () => true,
  ): Promise<Said> {
    return runState([subcommand, this.folder, ...options], this.environment, ask);
  }

  /** What a check says, for machines. */
  public async report(): Promise<{ findings: Record<string, unknown>[]; skipped: string[] }> {
    return JSON.parse((await this.state("check", ["--json"])).out);
  }

  public async findings(): Promise<Record<string, unknown>[]> {
    return (await this.report()).findings;
  }

  /** Forgets every row, as a state that was lost. */
  public loseState(): void {
    rmSync(this.stateFile);
  }

  public get importsFile(): string {
    return join(this.folder, "adopted-rows.tf.json");
  }
}

/** A lab router and a stack for one test. */
export function withStateLab(
  use: (router: LabRouter, terraform: StateDeployment) => Promise<void>,
  options?: LabRouterOptions,
): Promise<void> {
  return withTerraform(StateDeployment, use, options);
}
