import { randomUUID } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buildProvider } from "./build-provider";
import { Failure, RERUN } from "./failure";
import {
  CACHE_FOLDER,
  CLI_CONFIG_FILE,
  MIRROR_FOLDER,
  PROVIDER,
  PROVIDER_ADDRESS,
  providerExecutable,
  REGISTRIES,
} from "./pinned-provider";
import { timed } from "./progress";
import { run } from "./run";
import { inTemporaryFolder } from "./temporary-folder";
import { engine, plainEnvironment, terraformCommand } from "./terraform-cli";

/** A registry that does not answer must not hold up the build that follows. */
const REGISTRY_TIMEOUT = { TF_REGISTRY_CLIENT_TIMEOUT: "5", TF_REGISTRY_DISCOVERY_RETRY: "0" };
const DOWNLOAD_TIMEOUT_MS = 180_000;

const ADDRESSES = JSON.stringify(REGISTRIES.map((registry) => `${registry}/${PROVIDER.source}`));

/** The provider comes from the mirror alone: asking a registry as well would fail where there is none. */
const CLI_CONFIG = `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(MIRROR_FOLDER)}
    include = ${ADDRESSES}
  }
  direct {
    exclude = ${ADDRESSES}
  }
}
`;

/** Terraform's way to ask for nothing but the pinned provider. */
const requirement = (source: string): string =>
  JSON.stringify({
    terraform: { required_providers: { [PROVIDER.name]: { source, version: PROVIDER.version } } },
  });

/** The same by its full address, under which OpenTofu lists it too. */
export const PROVIDER_REQUIREMENT = requirement(PROVIDER_ADDRESS);

/** Puts the pinned provider into the mirror, unless it is there; true if it had to. */
export async function installProvider(): Promise<boolean> {
  try {
    writeCliConfig();
    const executable = providerExecutable(MIRROR_FOLDER);
    const isMissing = !existsSync(executable);
    if (isMissing) {
      mkdirSync(dirname(executable), { recursive: true });
      // Made elsewhere and moved into its place, so that no command runs a partly written provider.
      await inTemporaryFolder(join(CACHE_FOLDER, "provider-"), async (folder) => {
        const draft = join(folder, PROVIDER.name);
        await fetchProvider(draft);
        chmodSync(draft, 0o755);
        renameSync(draft, executable);
      });
    }
    serveUnderAllNames(executable);
    return isMissing;
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (code === undefined) {
      throw error;
    }
    throw new Failure(
      `cannot write ${path} (${code}): set XDG_CACHE_HOME to a folder of yours, then run: ${RERUN}`,
    );
  }
}

/** One file, which each engine finds where its own registry's name leads. */
function serveUnderAllNames(executable: string): void {
  for (const other of REGISTRIES.map((registry) => providerExecutable(MIRROR_FOLDER, registry))) {
    mkdirSync(dirname(other), { recursive: true });
    try {
      linkSync(executable, other);
    } catch (error) {
      // Another run may have been faster.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
        throw error;
      }
    }
  }
}

function writeCliConfig(): void {
  if (existsSync(CLI_CONFIG_FILE) && readFileSync(CLI_CONFIG_FILE, "utf8") === CLI_CONFIG) {
    return;
  }
  mkdirSync(dirname(CLI_CONFIG_FILE), { recursive: true });
  const draft = `${CLI_CONFIG_FILE}-${randomUUID()}`;
  writeFileSync(draft, CLI_CONFIG);
  renameSync(draft, CLI_CONFIG_FILE);
}

async function fetchProvider(target: string): Promise<void> {
  const downloaded = await timed(
    `asking the registry for the provider ${PROVIDER.source} ${PROVIDER.version}`,
    () =>
      inTemporaryFolder(join(tmpdir(), "routeros-provider-"), (folder) => downloadProvider(folder, target)),
  );
  if (!downloaded) {
    await timed("no registry; building the provider from its Go module (about a minute, once)", (say) =>
      buildProvider(target, say),
    );
  }
}

/** Lets the user's own Terraform fetch it, by the user's own configuration: a registry or a mirror of theirs. */
function downloadProvider(folder: string, target: string): boolean {
  writeFileSync(join(folder, "main.tf.json"), requirement(PROVIDER.source));
  run(terraformCommand(), ["init", "-backend=false", "-no-color"], {
    cwd: folder,
    env: { ...REGISTRY_TIMEOUT, ...plainEnvironment() },
    timeoutMs: DOWNLOAD_TIMEOUT_MS,
  });
  const downloaded = providerExecutable(join(folder, ".terraform", "providers"), engine().registry);
  if (!existsSync(downloaded)) {
    return false;
  }
  copyFileSync(downloaded, target);
  return true;
}
