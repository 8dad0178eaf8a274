import { execFile } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { LabRouter } from "../../../lab/router";
import { runToExit } from "../../../tools/failure";
import { MIRROR_FOLDER, PROVIDER, providerExecutable } from "../../../tools/pinned-provider";
import { inTemporaryFolder } from "../../../tools/temporary-folder";
import { CONFIGURATIONS } from "./configurations";

/*
 * Makes the plans in this folder anew, by a real OpenTofu with the real provider on lab routers:
 *
 *   npx tsx __tests__/review/opentofu/plan.ts /path/to/tofu
 *
 * Those that are kept are of OpenTofu 1.10.6, which `go build ./cmd/tofu` makes of its Go module. Those of
 * 1.12.6 were reviewed alike.
 */

const tofu = resolve(process.argv[2] ?? "tofu");

const REQUIREMENT = `
terraform {
  required_providers {
    routeros = {
      source  = "${PROVIDER.source}"
      version = "${PROVIDER.version}"
    }
  }
}
`;
const PROVIDER_BLOCK = `
provider "routeros" {}
`;

/** OpenTofu has its own registry; the provider is the same. */
function mirrorIn(folder: string): string {
  const executable = providerExecutable(MIRROR_FOLDER);
  const place = providerExecutable(join(folder, "mirror")).replace(PROVIDER.host, "registry.opentofu.org");
  mkdirSync(dirname(place), { recursive: true });
  cpSync(executable, place);
  const file = join(folder, "tofu.rc");
  writeFileSync(
    file,
    `provider_installation {\n  filesystem_mirror {\n    path = "${folder}/mirror"\n  }\n}\n`,
  );
  return file;
}

/** Plans what a folder holds, on an empty lab router, after what `prepare` does there. */
async function plan(
  name: string,
  write: (folder: string) => void,
  prepare: (run: (...args: string[]) => Promise<string>, folder: string) => Promise<void> = async () => {},
): Promise<void> {
  await inTemporaryFolder(join(tmpdir(), "tofu-"), async (folder) => {
    const router = await LabRouter.start();
    const env = {
      ...process.env,
      TF_CLI_CONFIG_FILE: mirrorIn(folder),
      TF_VAR_router: router.httpsUrl,
      ROS_HOSTURL: router.httpsUrl,
      ROS_USERNAME: router.username,
      ROS_PASSWORD: router.password,
      ROS_CA_CERTIFICATE: router.caCertificateFile,
    };
    const run = async (...args: string[]) =>
      (await promisify(execFile)(tofu, args, { cwd: folder, env, maxBuffer: 1e8 })).stdout;
    try {
      writeFileSync(join(folder, "versions.tf"), REQUIREMENT);
      write(folder);
      await prepare(run, folder);
      await run("init", "-no-color");
      await run("plan", "-no-color", "-out=plan");
      writeFileSync(join(__dirname, `${name}.plan.json`), await run("show", "-json", "plan"));
    } finally {
      await router.close();
    }
  });
}

async function main(): Promise<void> {
  for (const [name, { standing, planned }] of Object.entries(CONFIGURATIONS)) {
    const write = (folder: string, text: string) =>
      writeFileSync(join(folder, "main.tf"), PROVIDER_BLOCK + text);
    await plan(
      name,
      (folder) => write(folder, standing ?? planned),
      async (run, folder) => {
        if (standing !== undefined) {
          await run("init", "-no-color");
          await run("apply", "-no-color", "-auto-approve");
          write(folder, planned);
        }
      },
    );
  }
  await plan("sites", (folder) => cpSync(join(__dirname, "sites"), folder, { recursive: true }));
}

void runToExit(main);
