import { existsSync } from "node:fs";
import { Failure, RERUN } from "./failure";
import { CLI_CONFIG_FILE, MIRROR_FOLDER, PROVIDER, providerExecutable } from "./pinned-provider";
import { requireTerraform } from "./terraform-cli";

/** Variables of the caller's shell that would bend what our commands do, or dirty what they print. */
const UNWANTED = /^(TF_CLI_ARGS.*|TF_DATA_DIR|TF_REATTACH_PROVIDERS|TF_WORKSPACE|NO_COLOR)$/;

const OURS = {
  TF_CLI_CONFIG_FILE: CLI_CONFIG_FILE,
  TF_INPUT: "0",
  CHECKPOINT_DISABLE: "1",
  DISABLE_VERSION_CHECK: "1",
  // The only switch for colour that cdktf obeys.
  FORCE_COLOR: "0",
};

/** Whether the provider and the configuration that names it are in place. */
export const isProviderInstalled = (): boolean =>
  existsSync(providerExecutable(MIRROR_FOLDER)) && existsSync(CLI_CONFIG_FILE);

/**
 * The environment in which `terraform` and `cdktf` find the pinned provider in our mirror, and every other
 * provider where they always did. Fails with one sentence if Terraform or the provider is missing.
 */
export function terraformEnvironment(): NodeJS.ProcessEnv {
  requireTerraform();
  if (!isProviderInstalled()) {
    throw new Failure(
      `the Terraform provider ${PROVIDER.source} ${PROVIDER.version} is not installed: run: ${RERUN}`,
    );
  }
  const kept = Object.entries(process.env).filter(([name]) => !UNWANTED.test(name));
  return { ...Object.fromEntries(kept), ...OURS };
}
