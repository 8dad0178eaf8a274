import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { buildGo } from "./build-go";
import { Failure } from "./failure";
import { CACHE_FOLDER } from "./pinned-provider";
import { executableName, PLATFORM } from "./platform";
import { isVersionAtLeast, parseVersion } from "./program-version";
import { type Say, timed } from "./progress";
import { inTemporaryFolder } from "./temporary-folder";
import { engine, engineVersion } from "./terraform-cli";

/** Our Go module: it pins OpenTofu and all it is built from, with OpenTofu's own `replace` of hcl. */
const MODULE = join(__dirname, "opentofu");
const GO_MODULE = "github.com/opentofu/opentofu";
const RERUN = "npm run tofu";

/** The version that is built, as our Go module pins it. */
export const OPENTOFU_VERSION =
  parseVersion(
    new RegExp(`${GO_MODULE} v.*`).exec(readFileSync(join(MODULE, "go.mod"), "utf8"))?.[0] ?? "",
  ) ?? "";

/** Where a built OpenTofu is kept. */
export const openTofuExecutable = (root = CACHE_FOLDER): string =>
  join(root, "opentofu", OPENTOFU_VERSION, `${PLATFORM.os}_${PLATFORM.arch}`, executableName("tofu"));

/** An OpenTofu to run: the one on the PATH, or else one that is built from its Go module, once. */
export async function installOpenTofu(): Promise<string> {
  const { version } = engineVersion("tofu");
  if (version !== undefined && isVersionAtLeast(version, engine("tofu").oldest)) {
    return "tofu";
  }
  const executable = openTofuExecutable();
  if (!existsSync(executable)) {
    await timed(`building OpenTofu ${OPENTOFU_VERSION} from its Go module (several minutes, once)`, (say) =>
      build(executable, say),
    );
  }
  return executable;
}

async function build(executable: string, say: Say): Promise<void> {
  mkdirSync(dirname(executable), { recursive: true });
  // Made elsewhere and moved into its place, so that no command runs a partly written program.
  await inTemporaryFolder(join(CACHE_FOLDER, "opentofu-"), async (folder) => {
    const draft = join(folder, "tofu");
    await buildGo(
      {
        name: "OpenTofu",
        module: MODULE,
        package: `${GO_MODULE}/cmd/tofu`,
        // Else it takes itself for a version in development.
        ldflags: `-X ${GO_MODULE}/version.dev=no`,
        reason: "OpenTofu is not on the PATH",
        rerun: RERUN,
      },
      draft,
      say,
    );
    if (engineVersion(draft).version !== OPENTOFU_VERSION) {
      throw new Failure(
        `the OpenTofu that Go has built does not say that it is ${OPENTOFU_VERSION}: run: ${RERUN}`,
      );
    }
    renameSync(draft, executable);
  });
}
