import { execFile } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { LabRouter, type LabRouterOptions } from "../lab/router";
import { MIRROR_FOLDER, PROVIDER, providerExecutable } from "../tools/pinned-provider";
import { inTemporaryFolder } from "../tools/temporary-folder";

/** The host that an engine asks for providers by default: OpenTofu has its own, and the provider is the same. */
export const REGISTRIES = { terraform: PROVIDER.host, opentofu: "registry.opentofu.org" } as const;

/** What makes plans: which of the two, and its program by name or path. */
export interface Engine {
  readonly name: keyof typeof REGISTRIES;
  readonly program: string;
}

/** Writes a configuration to a folder, in the place of what is there. */
export type Configuration = (folder: string) => void;

/** How a plan comes about. */
export interface Recipe {
  readonly engine: Engine;
  /** What is applied to an empty lab router first, if anything, and what is then planned. */
  readonly standing?: Configuration | undefined;
  readonly planned: Configuration;
  readonly router?: LabRouterOptions;
  /** Words after `plan`. */
  readonly words?: readonly string[];
}

/** Keeps the plan of a recipe as JSON in a file, by the real program with the real provider on a lab router. */
export async function keepPlan(file: string, recipe: Recipe): Promise<void> {
  const { engine, standing, planned, router: options, words = [] } = recipe;
  await inTemporaryFolder(join(tmpdir(), "kept-plan-"), async (folder) => {
    const router = await LabRouter.start(options);
    const env = {
      ...process.env,
      TF_CLI_CONFIG_FILE: mirrorIn(folder, REGISTRIES[engine.name]),
      TF_VAR_router: router.httpsUrl,
      ROS_HOSTURL: router.httpsUrl,
      ROS_USERNAME: router.username,
      ROS_PASSWORD: router.password,
      ROS_CA_CERTIFICATE: router.caCertificateFile,
    };
    const program = engine.program.includes("/") ? resolve(engine.program) : engine.program;
    const run = async (...args: string[]) =>
      (await promisify(execFile)(program, args, { cwd: folder, env, maxBuffer: 1e8 })).stdout;
    try {
      (standing ?? planned)(folder);
      await run("init", "-no-color");
      if (standing !== undefined) {
        await run("apply", "-no-color", "-auto-approve");
        planned(folder);
      }
      await run("plan", "-no-color", ...words, "-out=plan");
      writeFileSync(file, await run("show", "-json", "plan"));
    } finally {
      await router.close();
    }
  });
}

function mirrorIn(folder: string, registry: string): string {
  const place = providerExecutable(join(folder, "mirror")).replace(PROVIDER.host, registry);
  mkdirSync(dirname(place), { recursive: true });
  cpSync(providerExecutable(MIRROR_FOLDER), place);
  const file = join(folder, "cli.rc");
  writeFileSync(
    file,
    `provider_installation {\n  filesystem_mirror {\n    path = "${folder}/mirror"\n  }\n}\n`,
  );
  return file;
}
