import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LabRouter, type LabRouterOptions } from "../lab/router";
import { terraformCommand } from "../tools/terraform-cli";
import { terraformEnvironment } from "../tools/terraform-environment";
import { type Run, runProgram } from "./run-program";
import { ServedProvider } from "./served-provider";

/** Not Terraform's default name: `init` would take that for a state of another backend, and empty it. */
const STATE = "site.tfstate";
const PROVIDER = { routeros: { source: "terraform-routeros/routeros", version: "1.99.1" } };

/** What `init` makes. */
const INITIALIZED = join(tmpdir(), `terraform-initialized-${process.pid}-${Date.now()}`);
afterAll(() => rmSync(INITIALIZED, { recursive: true, force: true }));

function copyInitialized(from: string, to: string): void {
  for (const made of [".terraform", ".terraform.lock.hcl"]) {
    cpSync(join(from, made), join(to, made), { recursive: true, verbatimSymlinks: true });
  }
}

/** No run of Terraform is long enough to need its garbage collected, which is a fifth of the time that it takes. */
export const UNCOLLECTED = { GOGC: "off", GOMEMLIMIT: "512MiB" };

let plain: NodeJS.ProcessEnv | undefined;
/** Asked for once: Terraform is run to see that it is there. */
function knownEnvironment(): NodeJS.ProcessEnv {
  plain ??= { ...terraformEnvironment(), ...UNCOLLECTED };
  return plain;
}

/** Resources as Terraform's JSON has them: type, name, attributes. */
export type Resources = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** What a plan is to do besides what the configuration says. */
export type PlanOption = "-destroy" | "-refresh=false" | `-replace=${string}` | `-target=${string}`;

/** Where a router is reached, and as whom. */
export interface RouterAccess {
  readonly httpsUrl: string;
  readonly username: string;
  readonly password: string;
  /** PEM file that vouches for it; the machine's own where there is none. */
  readonly caCertificateFile: string | undefined;
}

/** A lab router and a Terraform folder for one test, closed and removed after it. */
export async function withTerraform<T extends Terraform>(
  kind: new (router: LabRouter) => T,
  use: (router: LabRouter, terraform: T) => Promise<void>,
  options?: LabRouterOptions,
): Promise<void> {
  const router = await LabRouter.start(options);
  const terraform = new kind(router);
  try {
    await use(router, terraform);
  } finally {
    terraform.remove();
    await router.close();
  }
}

/**
 * The real Terraform with the real provider, over HTTPS and with the lab's certificate, in a folder and with a
 * state of its own.
 */
export class Terraform {
  protected readonly folder = mkdtempSync(join(tmpdir(), "terraform-"));
  private access: NodeJS.ProcessEnv = {};
  protected router: RouterAccess;
  private initialized = false;
  private provider: ServedProvider | undefined;
  /** Whether one process of the provider can serve all runs. */
  private oneRouter = true;

  /**
   * @param url where Terraform reaches the router
   * @param entry the words that make a command run where it is reached from
   */
  public constructor(
    router: RouterAccess,
    url = router.httpsUrl,
    private readonly entry: readonly string[] = [],
  ) {
    this.router = router;
    this.pointAt(router, url);
  }

  /** Sends what follows to another router, the state staying what it is. */
  public pointAt(router: RouterAccess, url = router.httpsUrl): void {
    this.stopProvider();
    this.router = router;
    this.access = {
      ROS_HOSTURL: url,
      ROS_USERNAME: router.username,
      ROS_PASSWORD: router.password,
      ...(router.caCertificateFile === undefined ? {} : { ROS_CA_CERTIFICATE: router.caCertificateFile }),
    };
  }

  /** Makes these resources the configuration. */
  public writeResources(resource: Resources): void {
    this.writeConfiguration({
      terraform: { required_providers: PROVIDER },
      provider: { routeros: {} },
      ...(Object.keys(resource).length > 0 ? { resource } : {}),
    });
  }

  /** Makes this text the configuration, beside the provider's. */
  public writeHcl(text: string): void {
    this.writeResources({});
    writeFileSync(join(this.folder, "main.tf"), text);
  }

  /** What `terraform show -json` says of a plan made now, which `applyPlanned` then applies. */
  public async plannedJson(...options: PlanOption[]): Promise<string> {
    const plan = await this.makePlan(...options);
    if (!plan.ok) {
      throw new Error(plan.text);
    }
    return this.showPlan();
  }

  /** Applies the plan that was made last, and nothing else. */
  public applyPlanned(parallelism = 10): Promise<Run> {
    return this.run("apply", `-parallelism=${parallelism}`, "plan");
  }

  public apply(parallelism = 10): Promise<Run> {
    return this.run("apply", "-auto-approve", `-parallelism=${parallelism}`);
  }

  /** Takes into the state what the router shows now. */
  public refresh(): Promise<Run> {
    return this.run("apply", "-refresh-only", "-auto-approve");
  }

  /** Replaces one resource. */
  public replace(address: string): Promise<Run> {
    return this.run("apply", "-auto-approve", `-replace=${address}`);
  }

  public destroy(parallelism = 10): Promise<Run> {
    return this.run("destroy", "-auto-approve", `-parallelism=${parallelism}`);
  }

  public import(address: string, id: string): Promise<Run> {
    return this.run("import", address, id);
  }

  /** Whether a plan would change nothing, not even a move in the state. */
  public async isSettled(): Promise<boolean> {
    return (await this.run("plan", "-detailed-exitcode", "-parallelism=20")).ok;
  }

  public remove(): void {
    this.stopProvider();
    rmSync(this.folder, { recursive: true, force: true });
  }

  protected makePlan(...options: PlanOption[]): Promise<Run> {
    return this.run("plan", "-out=plan", "-parallelism=20", ...options);
  }

  protected async showPlan(): Promise<string> {
    return (await this.run("show", "-json", "plan")).text;
  }

  /** By which commands find the router, and the provider where it runs. */
  protected get environment(): NodeJS.ProcessEnv {
    return { ...knownEnvironment(), ...this.access, ...this.provider?.variables };
  }

  protected get stateFile(): string {
    return join(this.folder, STATE);
  }

  protected writeConfiguration(configuration: {
    readonly terraform: object;
    readonly provider?: { readonly routeros?: unknown };
    readonly [block: string]: unknown;
  }): void {
    const { routeros } = configuration.provider ?? {};
    this.oneRouter = !Array.isArray(routeros) || routeros.length === 1;
    if (!this.oneRouter) {
      this.stopProvider();
    }
    const terraform = { ...configuration.terraform, backend: { local: { path: STATE } } };
    writeFileSync(this.configurationFile, JSON.stringify({ ...configuration, terraform }));
  }

  protected get configurationFile(): string {
    return join(this.folder, "cdk.tf.json");
  }

  /** Every folder is the same after `init`, which takes a while: all but the first take a copy. */
  private async initialize(): Promise<void> {
    if (existsSync(INITIALIZED)) {
      copyInitialized(INITIALIZED, this.folder);
      return;
    }
    const init = await this.run("init");
    if (!init.ok) {
      throw new Error(init.text);
    }
    copyInitialized(this.folder, INITIALIZED);
  }

  private stopProvider(): void {
    this.provider?.stop();
    this.provider = undefined;
  }

  protected async run(command: string, ...args: string[]): Promise<Run> {
    if (!this.initialized) {
      this.initialized = true;
      await this.initialize();
    }
    if (this.oneRouter && command !== "init") {
      this.provider ??= await ServedProvider.start(this.folder, this.environment, this.entry);
    }
    const [program = "", ...words] = [...this.entry, terraformCommand(), command, "-no-color", ...args];
    return runProgram(program, words, { cwd: this.folder, env: this.environment });
  }
}
