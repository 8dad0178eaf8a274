import { join } from "node:path";
import envPaths from "env-paths";

/** The provider that bindings, demo and tests rest on. Its Go sums are in `provider/go.sum`. */
export const PROVIDER = {
  host: "registry.terraform.io",
  source: "terraform-routeros/routeros",
  name: "routeros",
  version: "1.99.1",
  goModule: "github.com/terraform-routeros/terraform-provider-routeros",
} as const;

/** The full address under which Terraform lists the provider. */
export const PROVIDER_ADDRESS = `${PROVIDER.host}/${PROVIDER.source}`;

const GO_OS: Partial<Record<NodeJS.Platform, string>> = { win32: "windows" };
const GO_ARCH: Partial<Record<NodeJS.Architecture, string>> = { x64: "amd64", ia32: "386" };

/** The platform by the names that Go and Terraform share. */
export const PLATFORM = {
  os: GO_OS[process.platform] ?? process.platform,
  arch: GO_ARCH[process.arch] ?? process.arch,
} as const;

/** Where the provider is kept: a cache of the user's, so that it outlives `npm ci` and serves every checkout. */
export const CACHE_FOLDER = envPaths("cdktf-routeros-gateway", { suffix: "" }).cache;

/** A filesystem mirror in the layout that `terraform init` reads. */
export const MIRROR_FOLDER = join(CACHE_FOLDER, "mirror");

/** The Terraform CLI configuration that names the mirror. */
export const CLI_CONFIG_FILE = join(CACHE_FOLDER, "terraform.rc");

const EXECUTABLE = `terraform-provider-${PROVIDER.name}_v${PROVIDER.version}${PLATFORM.os === "windows" ? ".exe" : ""}`;
const FOLDER_OF_VERSION = join(PROVIDER_ADDRESS, PROVIDER.version, `${PLATFORM.os}_${PLATFORM.arch}`);

/** The provider's executable below a folder laid out as a mirror, or as `.terraform/providers` is. */
export const providerExecutable = (root: string): string => join(root, FOLDER_OF_VERSION, EXECUTABLE);
