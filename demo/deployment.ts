import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RouterLogin } from "../lib/cli/router-login";
import { Failure } from "../tools/failure";
import { terraformCommand } from "../tools/terraform-cli";
import { explain } from "./failures";
import type { ManagedIds } from "./ownership";
import type { PlannedChange } from "./planned-change";
import type { ProgressReport } from "./print-progress";
import { type CommandOutcome, runCommand } from "./processes";
import { providerEnvironment } from "./real-router";
import { changesIn, ResourceProgress } from "./resource-progress";
import { MENU_OF_RESOURCE, type MenuPath } from "./router-rows";
import { CHECKOUT, PROGRAM, STACK, type Workspace } from "./workspace";

const CDKTF = join(CHECKOUT, "node_modules", ".bin", "cdktf");

/** `routeros-state`, as the package has it. */
const ROUTEROS_STATE = [
  process.execPath,
  "--require",
  require.resolve("tsx/cjs"),
  join(CHECKOUT, "lib", "cli", "routeros-state.ts"),
] as const;

/** How `routeros-state guard` ends when the apply is undone. */
const UNDONE = 1;

/** `cdktf deploy` writes a provider lock from the registry, unless it is told not to. */
const UNATTENDED = ["--auto-approve", "--skip-provider-lock"];

/** `terraform plan -detailed-exitcode` when there is something to do. */
const CHANGES = 2;

/** `main.ts` on its way to a router and back, by the CDKTF CLI, Terraform and `routeros-state`. */
export class Deployment {
  private readonly env: NodeJS.ProcessEnv;
  /** How many changes the kept plan holds: applying it does not say. */
  private planned = 0;

  /**
   * @param environment in which Terraform finds the provider
   * @param entry the words that make a command run where `login` reaches the router
   */
  constructor(
    private readonly workspace: Workspace,
    private readonly login: RouterLogin,
    environment: NodeJS.ProcessEnv,
    private readonly entry: readonly string[] = [],
  ) {
    const kept = Object.entries(environment).filter(([name]) => !name.startsWith("TF_LOG"));
    this.env = {
      ...providerEnvironment(login, Object.fromEntries(kept)),
      // The provider's sockets go away with the folder, also when the provider is killed.
      TMPDIR: workspace.folder,
      // Without it the CLI draws spinners into pipes as well.
      CI: "1",
      // Our provider is not to end up among those the user gets from the registry.
      CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
    };
  }

  /** Synthesizes, plans and applies, as users do it. */
  async deploy(report: ProgressReport): Promise<void> {
    report("synthesizing main.ts");
    await this.cdktf(["deploy", STACK, ...UNATTENDED], report);
  }

  /** Removes what `deploy` has made. */
  async destroy(report: ProgressReport): Promise<void> {
    await this.cdktf(["destroy", STACK, "--skip-synth", ...UNATTENDED], report);
  }

  /** Writes the Terraform configuration and readies Terraform for it. */
  async synthesize(): Promise<void> {
    // What `cdktf synth` does, for a fifth of the time.
    await this.run(PROGRAM, { cwd: this.workspace.folder, env: { CDKTF_OUTDIR: "cdktf.out" } });
    await this.terraform(["init", "-input=false"]);
  }

  /** Plans, keeps the plan, and gives it back for reading and for checking. */
  async plan(): Promise<SavedPlan> {
    await this.terraform(["plan", "-input=false", `-out=${this.workspace.planFile}`]);
    const { stdout: text } = await this.terraform(["show", this.workspace.planFile]);
    this.planned = changesIn(text);
    const { stdout: json } = await this.terraform(["show", "-json", this.workspace.planFile]);
    const { resource_changes: changes = [] } = JSON.parse(json) as { resource_changes?: PlannedChange[] };
    return { text, json, changes };
  }

  /** Applies the kept plan and nothing else. */
  async apply(report: ProgressReport): Promise<void> {
    await this.terraform(["apply", "-input=false", this.workspace.planFile], report);
  }

  /** Removes what `apply` has made. */
  async remove(report: ProgressReport): Promise<void> {
    await this.terraform(["destroy", "-input=false", "-auto-approve"], report);
  }

  /**
   * Adds resources to the stack, and applies that under guard.
   *
   * @throws Failure unless the apply is undone
   */
  async applyUndone(resource: Resources, timeout: string): Promise<void> {
    const { stackFolder, planFile, additionFile } = this.workspace;
    writeFileSync(additionFile, JSON.stringify({ resource }));
    await this.terraform(["plan", "-input=false", `-out=${planFile}`]);
    const apply = [terraformCommand(), `-chdir=${stackFolder}`, "apply", "-no-color", planFile];
    const guard = ["guard", stackFolder, "--plan", planFile, "--timeout", timeout, "--", ...apply];
    await this.run([...ROUTEROS_STATE, ...guard], { cwd: this.workspace.folder, good: [UNDONE] });
  }

  /** Brings the state back to what the router has after an undo, and takes the added resources out of the stack. */
  async recover(): Promise<void> {
    const { stackFolder, folder, additionFile } = this.workspace;
    await this.run([...ROUTEROS_STATE, "guard", "recover", stackFolder], { cwd: folder });
    rmSync(additionFile);
  }

  /** Plans once more, and gives back Terraform's own words for it; fails unless nothing would change. */
  async expectNoChanges(): Promise<string> {
    const outcome = await this.terraform(["plan", "-input=false", "-detailed-exitcode"], undefined, [
      0,
      CHANGES,
    ]);
    const said = outcome.stdout.split("\n").find((line) => /^(No changes\.|Plan:)/.test(line));
    if (outcome.status === CHANGES) {
      throw new Failure(`A second plan wants to change what was just applied: ${said ?? "see its outputs"}`);
    }
    return said ?? "No changes.";
  }

  /** The ids of the rows that the state holds. */
  async managedIds(): Promise<ManagedIds> {
    const state = JSON.parse((await this.terraform(["show", "-json"])).stdout) as TerraformState;
    const ids = new Map<MenuPath, Set<string>>();
    for (const { type, values } of state.values?.root_module.resources ?? []) {
      const menu = MENU_OF_RESOURCE[type as keyof typeof MENU_OF_RESOURCE];
      if (menu !== undefined) {
        ids.set(menu, (ids.get(menu) ?? new Set()).add(values.id));
      }
    }
    return ids;
  }

  private cdktf(args: readonly string[], report?: ProgressReport): Promise<CommandOutcome> {
    return this.run([CDKTF, ...args, "--no-color"], { cwd: this.workspace.folder, report });
  }

  private terraform(
    args: readonly string[],
    report?: ProgressReport,
    good: readonly number[] = [0],
  ): Promise<CommandOutcome> {
    const [command = "", ...rest] = args;
    return this.run([terraformCommand(), command, "-no-color", ...rest], {
      cwd: this.workspace.stackFolder,
      report,
      good,
      endsItself: report !== undefined,
    });
  }

  private async run(
    command: readonly string[],
    { cwd, env, report, good = [0], endsItself }: RunOptions,
  ): Promise<CommandOutcome> {
    const [program = "", ...args] = [...this.entry, ...command];
    const progress = new ResourceProgress(() => this.workspace.constructPaths(), this.planned);
    const tell = (detail?: string): void => {
      if (detail !== undefined) {
        report?.(detail);
      }
    };
    const onLine = (line: string): void => tell(progress.read(line));
    const outcome = await runCommand(program, args, {
      cwd,
      env: { ...this.env, ...env },
      onLine,
      endsItself,
    });
    if (outcome.status === null || !good.includes(outcome.status)) {
      throw explain(outcome.output, this.login);
    }
    tell(progress.end());
    return outcome;
  }
}

/** Resources as Terraform's JSON has them: type, name, attributes. */
type Resources = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** How a command is run. */
interface RunOptions {
  readonly cwd: string;
  /** Variables that this command alone gets. */
  readonly env?: NodeJS.ProcessEnv;
  /** Hears how far the command is. */
  readonly report?: ProgressReport;
  /** The exit statuses that are no failure. */
  readonly good?: readonly number[];
  readonly endsItself?: boolean;
}

/** The kept plan. */
export interface SavedPlan {
  /** As Terraform prints it. */
  readonly text: string;
  /** As `terraform show -json` says it. */
  readonly json: string;
  readonly changes: readonly PlannedChange[];
}

interface TerraformState {
  readonly values?: {
    readonly root_module: {
      readonly resources?: readonly { readonly type: string; readonly values: { readonly id: string } }[];
    };
  };
}
