import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RouterosProvider } from "@cdktf/provider-routeros/lib/provider";
import { App, TerraformStack } from "cdktf";
import spawn from "cross-spawn";
import type { LabRouter } from "../../lab/router";
import { EcmpMasqueradeGateway, type EcmpMasqueradeGatewayProps } from "../../lib";
import { terraformCommand } from "../../tools/terraform-cli";
import { terraformEnvironment } from "../../tools/terraform-environment";
import { resourcesOf, type Synthesized } from "../synth/synthesize";

/** Not Terraform's default name: `init` would take that for a state of another backend, and empty it. */
const STATE = "site.tfstate";

/** How a run of Terraform ended; `text` is all it said. */
export interface Run {
  readonly ok: boolean;
  readonly text: string;
}

/** One change of a plan: the resource, and what is done to it. */
export interface PlannedChange {
  readonly address: string;
  readonly actions: string[];
}

/** A working folder of the real Terraform, with a state of its own, against a lab router. */
export class Terraform {
  private readonly folder = mkdtempSync(join(tmpdir(), "terraform-"));
  private environment: NodeJS.ProcessEnv = {};
  private initialized = false;

  public constructor(router: LabRouter) {
    this.pointAt(router);
  }

  /** Sends what follows to another router, the state staying what it is. */
  public pointAt(router: LabRouter): void {
    this.environment = {
      ...terraformEnvironment(),
      ROS_HOSTURL: router.httpsUrl,
      ROS_USERNAME: router.username,
      ROS_PASSWORD: router.password,
      ROS_CA_CERTIFICATE: router.caCertificateFile,
    };
  }

  /** Synthesizes a stack, and makes it what the next runs are about. */
  public write(fill: (stack: TerraformStack) => void): void {
    const outdir = join(this.folder, "cdktf.out");
    mkdirSync(join(outdir, "stacks"), { recursive: true });
    const app = new App({ outdir });
    const stack = new TerraformStack(app, "site");
    new RouterosProvider(stack, "routeros", {});
    fill(stack);
    app.synth();
    const synthesized = JSON.parse(readFileSync(join(outdir, "stacks", "site", "cdk.tf.json"), "utf8"));
    synthesized.terraform.backend = { local: { path: join(this.folder, STATE) } };
    writeFileSync(join(this.folder, "cdk.tf.json"), JSON.stringify(synthesized));
    rmSync(outdir, { recursive: true });
  }

  /** Synthesizes a gateway alone, the usual subject. */
  public writeGateway(props: EcmpMasqueradeGatewayProps): void {
    this.write((stack) => {
      new EcmpMasqueradeGateway(stack, "gateway", props);
    });
  }

  public async apply(parallelism = 10): Promise<Run> {
    return this.run("apply", "-auto-approve", `-parallelism=${parallelism}`);
  }

  public async destroy(parallelism = 10): Promise<Run> {
    return this.run("destroy", "-auto-approve", `-parallelism=${parallelism}`);
  }

  public async import(address: string, id: string): Promise<Run> {
    return this.run("import", address, id);
  }

  /** What a plan would change now; moves alone count as nothing. */
  public async plan(): Promise<PlannedChange[]> {
    const plan = await this.run("plan", "-out=plan", "-parallelism=20");
    if (!plan.ok) {
      throw new Error(plan.text);
    }
    const shown = JSON.parse((await this.run("show", "-json", "plan")).text);
    return (shown.resource_changes ?? [])
      .map(({ address, change }: { address: string; change: { actions: string[] } }) => ({
        address,
        actions: change.actions,
      }))
      .filter(({ actions }: PlannedChange) => actions.join() !== "no-op");
  }

  /** Whether a plan would change nothing, not even a move in the state. */
  public async isSettled(): Promise<boolean> {
    return (await this.run("plan", "-detailed-exitcode", "-parallelism=20")).ok;
  }

  /** Replaces one resource. */
  public async replace(address: string): Promise<Run> {
    return this.run("apply", "-auto-approve", `-replace=${address}`);
  }

  /** The address of the resource whose row has a comment. */
  public addressOf(comment: string): string {
    const [address] =
      Object.entries(resourcesOf(this.synthesized())).find(([, row]) => row.comment === comment) ?? [];
    if (address === undefined) {
      throw new Error(`no resource has the comment ${comment}`);
    }
    return address;
  }

  /** The comment of a resource's row. */
  public commentOf(address: string): unknown {
    return resourcesOf(this.synthesized())[address]?.comment;
  }

  /** The `.id` that the state knows of each resource, by address. */
  public async idsInState(): Promise<Record<string, string>> {
    const { values } = JSON.parse((await this.run("show", "-json")).text);
    const resources: { address: string; values: { id: string } }[] = values?.root_module.resources ?? [];
    return Object.fromEntries(resources.map(({ address, values: { id } }) => [address, id]));
  }

  public saveState(file: string): void {
    copyFileSync(join(this.folder, STATE), file);
  }

  public loadState(file: string): void {
    copyFileSync(file, join(this.folder, STATE));
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private synthesized(): Synthesized {
    return JSON.parse(readFileSync(join(this.folder, "cdk.tf.json"), "utf8"));
  }

  private async run(command: string, ...args: string[]): Promise<Run> {
    if (!this.initialized) {
      this.initialized = true;
      const init = await this.run("init");
      if (!init.ok) {
        throw new Error(init.text);
      }
    }
    // Not spawn.sync: the lab router lives in this process.
    const child = spawn(terraformCommand(), [command, "-no-color", ...args], {
      cwd: this.folder,
      env: this.environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const said: string[] = [];
    child.stdout?.on("data", (chunk) => said.push(String(chunk)));
    child.stderr?.on("data", (chunk) => said.push(String(chunk)));
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve({ ok: code === 0, text: said.join("") }));
    });
  }
}
