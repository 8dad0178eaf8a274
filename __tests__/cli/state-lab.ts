import { rmSync } from "node:fs";
import { join } from "node:path";
import type { LabRouter, LabRouterOptions } from "../../lab/router";
import { routerosState } from "../../lib/cli/state/state-command";
import { Deployment } from "../deploy/deployment";
import { withTerraform } from "../terraform";

/** What `routeros-state` said, and how it ended. */
export interface Said {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** A stack beside which `routeros-state` is run. */
export class StateDeployment extends Deployment {
  /** Runs a subcommand on the stack; questions are answered with yes where nothing else is said. */
  public async state(
    subcommand: string,
    options: readonly string[] = [],
    ask: (question: string) => Promise<boolean> = async () => true,
  ): Promise<Said> {
    const said = { out: "", err: "" };
    const status = await routerosState(
      [subcommand, this.folder, ...options],
      {
        out: (text) => {
          said.out += text;
        },
        err: (text) => {
          said.err += text;
        },
      },
      { environment: this.environment, ask },
    );
    return { status, ...said };
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
