import { Failure, RERUN } from "./failure";
import { run } from "./run";
import { isAtLeast, parseVersion } from "./version";

/** The oldest Terraform we support: 1.5 brought `import` blocks, with which the rows a router has are adopted. */
export const OLDEST_TERRAFORM = "1.5.0";

const INSTALL = `install ${OLDEST_TERRAFORM} or newer from https://developer.hashicorp.com/terraform/install`;

/** The Terraform to run: `TERRAFORM_BINARY_NAME` names another one to cdktf, and so to us. */
export const terraformCommand = (): string => process.env["TERRAFORM_BINARY_NAME"] || "terraform";

/** Variables of the caller's shell that would bend what our commands do, or dirty what they print. */
const UNWANTED = /^(TF_CLI_ARGS.*|TF_DATA_DIR|TF_REATTACH_PROVIDERS|TF_WORKSPACE|NO_COLOR)$/;

/** The caller's environment, with a Terraform that does what it is told and asks nobody for news. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !UNWANTED.test(name));
  return { ...Object.fromEntries(kept), TF_INPUT: "0", CHECKPOINT_DISABLE: "1" };
}

/** Fails with one sentence unless a Terraform of a version we support is at hand. */
export function requireTerraform(): void {
  const command = terraformCommand();
  const { found, ok, stdout } = run(command, ["version", "-json"], {
    env: plainEnvironment(),
  });
  if (!found) {
    throw new Failure(`${command} is not on the PATH: ${INSTALL}, then run: ${RERUN}`);
  }
  const version = ok ? parseVersion(stdout) : undefined;
  if (version === undefined) {
    throw new Failure(`${command} does not tell its version: ${INSTALL}, then run: ${RERUN}`);
  }
  if (!isAtLeast(version, OLDEST_TERRAFORM)) {
    throw new Failure(`Terraform ${version} is too old: ${INSTALL}, then run: ${RERUN}`);
  }
}
