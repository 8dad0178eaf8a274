import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CLI_CONFIG_FILE } from "../tools/pinned-provider";
import { terraformCommand } from "../tools/terraform-cli";

/** The checkout whose `main.ts` is deployed. */
export const CHECKOUT = join(__dirname, "..");

/** The stack of `main.ts`. */
export const STACK = "article";

/**
 * A folder of the demo's own, in which `cdktf` finds an app and leaves its output and state: old state against
 * a fresh router takes other people's rows for its own.
 */
export class Workspace {
  readonly folder = mkdtempSync(join(tmpdir(), "routeros-demo-"));
  /** Where the CLI puts the stack, and Terraform works. */
  readonly stackFolder = join(this.folder, "cdktf.out", "stacks", STACK);
  readonly stateFile = join(this.folder, `terraform.${STACK}.tfstate`);
  readonly planFile = join(this.folder, "plan");

  constructor() {
    const settings = JSON.parse(readFileSync(join(CHECKOUT, "cdktf.json"), "utf8"));
    const app = [process.execPath, require.resolve("tsx/cli"), join(CHECKOUT, "main.ts")];
    const ours = { ...settings, app: app.map((word) => `"${word}"`).join(" ") };
    writeFileSync(join(this.folder, "cdktf.json"), `${JSON.stringify(ours, null, 2)}\n`);
  }

  /** How many resources the state knows: rows that stand on the router. */
  get resources(): number {
    if (!existsSync(this.stateFile)) {
      return 0;
    }
    const state = JSON.parse(readFileSync(this.stateFile, "utf8")) as State;
    // One that Terraform was interrupted at has a place in the state, and no row.
    return state.resources?.filter(({ instances }) => instances.length > 0).length ?? 0;
  }

  /** What a person types to remove the rows later on. */
  get removalCommand(): string {
    return `TF_CLI_CONFIG_FILE=${CLI_CONFIG_FILE} ${terraformCommand()} -chdir=${this.stackFolder} destroy`;
  }

  /** The attributes of every resource of a type that the stack is to have. */
  attributesOf(type: string): readonly Record<string, unknown>[] {
    const file = join(this.stackFolder, "cdk.tf.json");
    const stack = JSON.parse(readFileSync(file, "utf8")) as SynthesizedStack;
    return Object.values(stack.resource?.[type] ?? {});
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
  readonly resources?: { readonly instances: unknown[] }[];
}

interface SynthesizedStack {
  readonly resource?: Record<string, Record<string, { readonly "//": { metadata: { path: string } } }>>;
}
