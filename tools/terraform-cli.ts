import { Failure, RERUN } from "./failure";
import { run } from "./run";
import { isAtLeast, parseVersion } from "./version";

/** The oldest Terraform we support: 1.5 brought `import` blocks, with which the rows a router has are adopted. */
export const OLDEST_TERRAFORM = "1.5.0";

const INSTALL = `install ${OLDEST_TERRAFORM} or newer from https://developer.hashicorp.com/terraform/install`;

/** The Terraform to run: `TERRAFORM_BINARY_NAME` names another one to cdktf, and so to us. */
export const terraformCommand = (): string => process.env["TERRAFORM_BINARY_NAME"] || "terraform";

/** Fails with one sentence unless a Terraform of a version we support is at hand. */
export function requireTerraform(): void {
  const command = terraformCommand();
  const { found, ok, stdout } = run(command, ["version", "-json"], {
    env: { ...process.env, CHECKPOINT_DISABLE: "1" },
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
