import { basename } from "node:path";
import { Failure, RERUN } from "./failure";
import type { REGISTRIES } from "./pinned-provider";
import { isVersionAtLeast, parseVersion } from "./program-version";
import { run } from "./run";

/** The oldest Terraform we support: 1.5 brought `import` blocks, with which the rows a router has are adopted. */
export const OLDEST_TERRAFORM = "1.5.0";

/** A program that plans and applies. */
interface Engine {
  readonly name: string;
  /** The oldest version we support. */
  readonly oldest: string;
  readonly website: string;
  /** The registry whose name it puts before a provider's source. */
  readonly registry: (typeof REGISTRIES)[number];
}

const TERRAFORM: Engine = {
  name: "Terraform",
  oldest: OLDEST_TERRAFORM,
  website: "https://developer.hashicorp.com/terraform/install",
  registry: "registry.terraform.io",
};

/** 1.6 is its first version, and what it is called there. */
const OPENTOFU: Engine = {
  name: "OpenTofu",
  oldest: "1.6.0",
  website: "https://opentofu.org/docs/intro/install",
  registry: "registry.opentofu.org",
};

/** How cdktf, and so we, are told of another program than `terraform`. */
export const TERRAFORM_BINARY = "TERRAFORM_BINARY_NAME";

/** The program to run. */
export const terraformCommand = (): string => process.env[TERRAFORM_BINARY] || "terraform";

/** What that program is, by its name: both of them say `terraform_version` of themselves. */
export const engine = (command = terraformCommand()): Engine =>
  /^tofu(\.exe)?$/i.test(basename(command)) ? OPENTOFU : TERRAFORM;

/** Variables of the caller's shell that would bend what our commands do, or dirty what they print. */
const UNWANTED = /^(TF_CLI_ARGS.*|TF_DATA_DIR|TF_REATTACH_PROVIDERS|TF_WORKSPACE|NO_COLOR)$/;

/** The caller's environment, with a Terraform that ignores other settings and does not look for new versions. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !UNWANTED.test(name));
  return { ...Object.fromEntries(kept), TF_INPUT: "0", CHECKPOINT_DISABLE: "1" };
}

/** The version of a Terraform or OpenTofu, undefined where it does not tell. */
export function engineVersion(command: string): { found: boolean; version: string | undefined } {
  const { found, ok, stdout } = run(command, ["version", "-json"], { env: plainEnvironment() });
  return { found, version: ok ? parseVersion(stdout) : undefined };
}

/** Fails with one sentence unless a Terraform or an OpenTofu of a version we support is at hand. */
export function requireTerraform(): void {
  const command = terraformCommand();
  const { name, oldest, website } = engine(command);
  const install = `install ${oldest} or newer from ${website}, then run: ${RERUN}`;
  const { found, version } = engineVersion(command);
  if (!found && command === "terraform" && engineVersion("tofu").found) {
    throw new Failure(
      `terraform is not on the PATH, but tofu is: set ${TERRAFORM_BINARY}=tofu, then run: ${RERUN}`,
    );
  }
  if (!found) {
    throw new Failure(`${command} is not on the PATH: ${install}`);
  }
  if (version === undefined) {
    throw new Failure(`${command} does not tell its version: ${install}`);
  }
  if (!isVersionAtLeast(version, oldest)) {
    throw new Failure(`${name} ${version} is too old: ${install}`);
  }
}
