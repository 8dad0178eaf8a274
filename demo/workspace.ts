import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { CLI_CONFIG_FILE } from "../tools/pinned-provider";
import { terraformCommand } from "../tools/terraform-cli";

/** The checkout whose `main.ts` is deployed. */
export const CHECKOUT = join(__dirname, "..");

/** The stack of `main.ts`. */
export const STACK = "article";

/** The program that writes the stack, wherever it is run. */
export const PROGRAM = [
  process.execPath,
  "--require",
  require.resolve("tsx/cjs"),
  join(CHECKOUT, "main.ts"),
] as const;

/** Where the CLI puts the stack and its state, below the folder of `cdktf.json`. */
const STACK_FOLDER = join("cdktf.out", "stacks", STACK);
const STATE_FILE = `terraform.${STACK}.tfstate`;

/**
 * A folder of the demo's own, in which `cdktf` finds an app and leaves its output and state: old state against
 * a fresh router takes other people's rows for its own.
 */
export class Workspace {
  readonly folder: string;
  /** Where the CLI puts the stack, and Terraform works. */
  readonly stackFolder: string;
  readonly stateFile: string;
  readonly planFile: string;
  /** Resources of the stack beside those of `main.ts`, while there are any. */
  readonly additionFile: string;

  constructor() {
    // Read this before making the folder: if it fails, the folder would remain.
    const settings = JSON.parse(readFileSync(join(CHECKOUT, "cdktf.json"), "utf8"));
    const ours = { ...settings, app: PROGRAM.map((word) => `"${word}"`).join(" ") };
    this.folder = mkdtempSync(join(tmpdir(), "routeros-demo-"));
    this.stackFolder = join(this.folder, STACK_FOLDER);
    this.stateFile = join(this.folder, STATE_FILE);
    this.planFile = join(this.folder, "plan");
    this.additionFile = join(this.stackFolder, "addition.tf.json");
    writeFileSync(join(this.folder, "cdktf.json"), `${JSON.stringify(ours, null, 2)}\n`);
  }

  /** How many resources the state has: each one is a row on the router. */
  get resources(): number {
    if (!existsSync(this.stateFile)) {
      return 0;
    }
    const state = JSON.parse(readFileSync(this.stateFile, "utf8")) as State;
    // One that Terraform was interrupted before has a place in the state, with no instance there, and no row.
    return (state.resources ?? [])
      .filter(({ mode }) => mode === "managed")
      .reduce((sum, { instances }) => sum + instances.length, 0);
  }

  /** What a person types in the folder, wherever it is then, to remove the rows later on. */
  get removalCommand(): string {
    // The stack names its state by the place where it was.
    const state = join(relative(STACK_FOLDER, "."), STATE_FILE);
    return `TF_CLI_CONFIG_FILE=${CLI_CONFIG_FILE} ${terraformCommand()} -chdir=${STACK_FOLDER} destroy -state=${state}`;
  }

  /** The construct path of every resource, such as `gateway/wlan1/address`, by its Terraform address. */
  constructPaths(): ReadonlyMap<string, string> {
    const file = join(this.stackFolder, "cdk.tf.json");
    if (!existsSync(file)) {
      return new Map();
    }
    const stack = JSON.parse(readFileSync(file, "utf8")) as SynthesizedStack;
    return new Map(
      Object.entries(stack.resource ?? {}).flatMap(([type, resources]) =>
        Object.entries(resources).map(([name, { "//": notes }]) => [
          `${type}.${name}`,
          notes.metadata.path.slice(STACK.length + 1),
        ]),
      ),
    );
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

interface State {
  readonly resources?: readonly { readonly mode: string; readonly instances: readonly unknown[] }[];
}

interface SynthesizedStack {
  readonly resource?: Record<string, Record<string, { readonly "//": { metadata: { path: string } } }>>;
}
