import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RouterosProvider } from "@cdktf/provider-routeros/lib/provider";
import { App, TerraformStack } from "cdktf";
import { EcmpMasqueradeGateway, type EcmpMasqueradeGatewayProps } from "../../lib";
import type { Run } from "../run-program";
import { resourcesOf } from "../synth/synthesize";
import { Terraform } from "../terraform";

/** One change of a plan: the resource, and what is done to it. */
export interface PlannedChange {
  readonly address: string;
  readonly actions: string[];
}

/** A resource as a state file has it. */
interface ResourceInState {
  readonly type: string;
  readonly name: string;
  readonly instances: readonly { readonly attributes: { readonly id: string } }[];
}

/** A stack with one router, synthesized and handed to Terraform. */
export class Deployment extends Terraform {
  /** Synthesizes a stack, and makes it what the next runs are about. */
  public write(fill: (stack: TerraformStack) => unknown): void {
    const outdir = join(this.folder, "cdktf.out");
    mkdirSync(join(outdir, "stacks"), { recursive: true });
    const app = new App({ outdir });
    const stack = new TerraformStack(app, "site");
    new RouterosProvider(stack, "routeros", {});
    fill(stack);
    app.synth();
    this.writeConfiguration(JSON.parse(readFileSync(join(outdir, "stacks", "site", "cdk.tf.json"), "utf8")));
    rmSync(outdir, { recursive: true });
  }

  /** Synthesizes a gateway alone, the usual subject. */
  public writeGateway(props: EcmpMasqueradeGatewayProps): void {
    this.write((stack) => {
      new EcmpMasqueradeGateway(stack, "gateway", props);
    });
  }

  /** What a plan would change now; moves alone count as nothing. Terraform says it while it plans, which saves a run. */
  public async plan(): Promise<PlannedChange[]> {
    const { ok, text } = await this.run("plan", "-json", "-parallelism=20");
    if (!ok) {
      throw new Error(text);
    }
    return text
      .split("\n")
      .filter((line) => line.includes('"type":"planned_change"'))
      .map((line): { resource: { addr: string }; action: string } => JSON.parse(line).change)
      .filter(({ action }) => action !== "move" && action !== "noop")
      .map(({ resource, action }) => ({
        address: resource.addr,
        actions: action === "replace" ? ["delete", "create"] : [action],
      }))
      .sort((a, b) => (a.address < b.address ? -1 : 1));
  }

  /** The recovery in docs/troubleshooting.md of a row that the router refuses to make again. */
  public async importByComment(address: string): Promise<Run> {
    return this.import(address, `comment=${this.resources[address]?.comment}`);
  }

  /** The address of the resource whose row has a comment. */
  public addressOf(comment: string): string {
    const [address] = Object.entries(this.resources).find(([, row]) => row.comment === comment) ?? [];
    if (address === undefined) {
      throw new Error(`no resource has the comment ${comment}`);
    }
    return address;
  }

  /** The `.id` that the state knows of each resource, by address. */
  public idsInState(): Record<string, string> {
    const { resources = [] } = JSON.parse(this.saveState() ?? "{}") as { resources?: ResourceInState[] };
    return Object.fromEntries(
      resources.flatMap(({ type, name, instances }) =>
        instances.map(({ attributes: { id } }) => [`${type}.${name}`, id]),
      ),
    );
  }

  /** The state as it is, for `loadState`; undefined where there is none. */
  public saveState(): string | undefined {
    return existsSync(this.stateFile) ? readFileSync(this.stateFile, "utf8") : undefined;
  }

  public loadState(saved: string | undefined): void {
    if (saved === undefined) {
      rmSync(this.stateFile, { force: true });
    } else {
      writeFileSync(this.stateFile, saved);
    }
  }

  private get resources(): Record<string, Record<string, unknown>> {
    return resourcesOf(JSON.parse(readFileSync(this.configurationFile, "utf8")));
  }
}
