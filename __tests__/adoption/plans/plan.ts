import { execFile } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { LabRouter } from "../../../lab/router";
import { runToExit } from "../../../tools/failure";
import { MIRROR_FOLDER, PROVIDER, providerExecutable } from "../../../tools/pinned-provider";
import { inTemporaryFolder } from "../../../tools/temporary-folder";
import { asHcl, asJson } from "./site";

/*
 * Makes the plans in this folder anew, by a real Terraform and a real OpenTofu with the real provider on lab routers:
 *
 *   npx tsx __tests__/adoption/plans/plan.ts /path/to/terraform /path/to/tofu
 *
 * Those that are kept are of Terraform 1.11.4 and of OpenTofu 1.10.10.
 */

const REGISTRIES = { terraform: PROVIDER.host, opentofu: "registry.opentofu.org" };

/** OpenTofu has its own registry; the provider is the same. */
function mirrorIn(folder: string, registry: string): string {
  const executable = providerExecutable(MIRROR_FOLDER);
  const place = providerExecutable(join(folder, "mirror")).replace(PROVIDER.host, registry);
  mkdirSync(dirname(place), { recursive: true });
  cpSync(executable, place);
  const file = join(folder, "cli.rc");
  writeFileSync(
    file,
    `provider_installation {\n  filesystem_mirror {\n    path = "${folder}/mirror"\n  }\n}\n`,
  );
  return file;
}

/** Applies a configuration to an empty lab router, changes what it says, and keeps the plan of that. */
async function keep(
  name: string,
  program: string,
  registry: string,
  [file, before, after]: readonly string[],
) {
  await inTemporaryFolder(join(tmpdir(), "state-plan-"), async (folder) => {
    const router = await LabRouter.start({ interfaces: ["ether1"] });
    const env = {
      ...process.env,
      TF_CLI_CONFIG_FILE: mirrorIn(folder, registry),
      ROS_HOSTURL: router.httpsUrl,
      ROS_USERNAME: router.username,
      ROS_PASSWORD: router.password,
      ROS_CA_CERTIFICATE: router.caCertificateFile,
    };
    const run = async (...args: string[]) =>
      (await promisify(execFile)(program, args, { cwd: folder, env, maxBuffer: 1e8 })).stdout;
    try {
      writeFileSync(join(folder, file ?? ""), before ?? "");
      await run("init", "-no-color");
      await run("apply", "-no-color", "-auto-approve");
      writeFileSync(join(folder, file ?? ""), after ?? "");
      await run("plan", "-no-color", "-refresh=false", "-out=plan");
      writeFileSync(join(__dirname, `${name}.plan.json`), await run("show", "-json", "plan"));
    } finally {
      await router.close();
    }
  });
}

async function main(): Promise<void> {
  const [terraform = "terraform", tofu = "tofu"] = process.argv.slice(2);
  for (const [tool, program] of Object.entries({ terraform, opentofu: tofu })) {
    const registry = REGISTRIES[tool as keyof typeof REGISTRIES];
    const command = program.includes("/") ? resolve(program) : program;
    await keep(`${tool}-json`, command, registry, asJson);
    await keep(`${tool}-hcl`, command, registry, asHcl);
  }
}

void runToExit(main);
