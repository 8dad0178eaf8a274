import { existsSync, readdirSync } from "node:fs";
import { note, timed } from "./progress";
import { run } from "./run";
import {
  installCommand,
  isRoot,
  missingPrograms,
  type Program,
  packagesOf,
  thisDistribution,
} from "./system-programs";

/** The folder that is locked while packages are installed: two commands may miss the same ones at one time. */
const LOCK = "/var/lib/dpkg";
const LISTS = "/var/lib/apt/lists";
const APT = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=600"];

/**
 * Installs the packages of programs that are missing, where this process may: as root on a system with `apt-get`.
 * Elsewhere it does nothing, and the code that needs the programs names the command that installs them.
 */
export async function installMissing(programs: readonly Program[], purpose: string): Promise<void> {
  const missing = missingPrograms(programs);
  if (missing.length === 0 || !mayInstall()) {
    return;
  }
  const packages = packagesOf(missing, "debian");
  const failure = await timed(`installing ${packages.join(", ")}: ${purpose}`, () => install(packages));
  if (failure !== undefined) {
    note(`apt-get could not install them (${failure}). Run: ${installCommand(missing)}`);
  }
}

const mayInstall = (): boolean =>
  isRoot() && thisDistribution() === "debian" && run("apt-get", ["--version"]).ok;

/** Installs the packages; gives what apt-get complained of where it could not. */
function install(packages: readonly string[]): string | undefined {
  const get = (...args: string[]) => run("flock", [LOCK, ...APT, ...args]);
  const installed = () => get("install", "-y", "--no-install-recommends", ...packages);
  if (hasLists() && installed().ok) {
    return undefined;
  }
  // No lists, or old ones whose packages are gone from the server.
  const updated = get("update");
  const { ok, stderr } = updated.ok ? installed() : updated;
  return ok ? undefined : (stderr.trim().split("\n").at(-1) ?? "no reason given");
}

const hasLists = (): boolean =>
  existsSync(LISTS) && readdirSync(LISTS).some((name) => name.includes("_Packages"));
