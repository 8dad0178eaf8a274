import spawn from "cross-spawn";
import { runToExit } from "./failure";
import { installOpenTofu } from "./opentofu";
import { note } from "./progress";
import { TERRAFORM_BINARY } from "./terraform-cli";

/*
 * `npm run test:tofu`: what depends on the engine, once more with OpenTofu. Paths of tests may be given.
 */

/** Its mirror, the provider's schema, create, plan and destroy, drift, and each kind of WAN. */
const FILES = [
  "tools/terraform-environment",
  "tools/bindings",
  "deploy/apply.test",
  "deploy/drift",
  "deploy/wan-kinds",
];

async function main(): Promise<void> {
  const tofu = await installOpenTofu();
  note(`with ${tofu}`);
  const files = process.argv.length > 2 ? process.argv.slice(2) : FILES;
  const { status } = spawn.sync(process.execPath, [require.resolve("jest/bin/jest"), ...files], {
    stdio: "inherit",
    env: { ...process.env, [TERRAFORM_BINARY]: tofu },
  });
  process.exitCode = status ?? 1;
}

void runToExit(main);
