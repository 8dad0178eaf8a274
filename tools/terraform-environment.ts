import { existsSync } from "node:fs";
import { Failure, RERUN } from "./failure";
import { CLI_CONFIG_FILE, MIRROR_FOLDER, PROVIDER, providerExecutable } from "./pinned-provider";
import { engine, plainEnvironment, requireTerraform } from "./terraform-cli";

/**
 * The environment in which `terraform` and `cdktf` find the pinned provider in our mirror, and every other
 * provider where they always did. Fails with one sentence if Terraform or the provider is missing.
 */
export function terraformEnvironment(): NodeJS.ProcessEnv {
  requireTerraform();
  requireProvider();
  return {
    ...plainEnvironment(),
    TF_CLI_CONFIG_FILE: CLI_CONFIG_FILE,
    DISABLE_VERSION_CHECK: "1",
    // The only switch for colour that cdktf obeys.
    FORCE_COLOR: "0",
  };
}

/** Fails with one sentence unless the provider and the configuration that names its mirror are in place. */
export function requireProvider(): void {
  if (!existsSync(providerExecutable(MIRROR_FOLDER, engine().registry)) || !existsSync(CLI_CONFIG_FILE)) {
    throw new Failure(`the provider ${PROVIDER.source} ${PROVIDER.version} is not installed: run: ${RERUN}`);
  }
}
