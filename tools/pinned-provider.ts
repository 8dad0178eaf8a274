import { join } from "node:path";
import envPaths from "env-paths";
import { executableName, PLATFORM } from "./platform";

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

/** The registries whose names Terraform and OpenTofu put before the provider's source. */
export const REGISTRIES = [PROVIDER.host, "registry.opentofu.org"] as const;

/** Where the provider is kept: a cache of the user's, so that it outlives `npm ci` and serves every checkout. */
export const CACHE_FOLDER = envPaths("cdktf-routeros-gateway", { suffix: "" }).cache;

/** A filesystem mirror in the layout that `terraform init` reads. */
export const MIRROR_FOLDER = join(CACHE_FOLDER, "mirror");

/** The Terraform CLI configuration that names the mirror. */
export const CLI_CONFIG_FILE = join(CACHE_FOLDER, "terraform.rc");

const EXECUTABLE = executableName(`terraform-provider-${PROVIDER.name}_v${PROVIDER.version}`);
const FOLDER_OF_VERSION = join(PROVIDER.source, PROVIDER.version, `${PLATFORM.os}_${PLATFORM.arch}`);

/** The provider's executable below a folder laid out as a mirror, or as `.terraform/providers` is. */
export const providerExecutable = (
  root: string,
  registry: (typeof REGISTRIES)[number] = PROVIDER.host,
): string => join(root, registry, FOLDER_OF_VERSION, EXECUTABLE);
