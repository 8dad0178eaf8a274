import { existsSync, readFileSync } from "node:fs";
import { run } from "./run";

/** The distributions whose packages we know by name. */
export type LinuxDistribution = "alpine" | "debian" | "fedora";

/** Programs that the lab's network and the tests call, and the packages that have them. */
const PACKAGES = {
  ip: { debian: "iproute2", alpine: "iproute2", fedora: "iproute" },
  nft: { debian: "nftables", alpine: "nftables", fedora: "nftables" },
  socat: { debian: "socat", alpine: "socat", fedora: "socat" },
  ping: { debian: "iputils-ping", alpine: "iputils-ping", fedora: "iputils" },
  conntrack: { debian: "conntrack", alpine: "conntrack-tools", fedora: "conntrack-tools" },
  dnsmasq: { debian: "dnsmasq-base", alpine: "dnsmasq", fedora: "dnsmasq" },
  udhcpc: { debian: "udhcpc", alpine: "busybox", fedora: "busybox" },
  unshare: { debian: "util-linux", alpine: "util-linux-misc", fedora: "util-linux" },
  setpriv: { debian: "util-linux", alpine: "setpriv", fedora: "util-linux" },
  ps: { debian: "procps", alpine: "procps-ng", fedora: "procps-ng" },
  curl: { debian: "curl", alpine: "curl", fedora: "curl" },
  openssl: { debian: "openssl", alpine: "openssl", fedora: "openssl" },
  git: { debian: "git", alpine: "git", fedora: "git-core" },
} as const satisfies Record<string, Record<LinuxDistribution, string>>;

/** A program that comes with a package of the system. */
export type Program = keyof typeof PACKAGES;

/** What the lab's network calls: packets need all of it. */
export const NETWORK_PROGRAMS: readonly Program[] = [
  "ip",
  "nft",
  "socat",
  "ping",
  "conntrack",
  "dnsmasq",
  "udhcpc",
  "unshare",
  "setpriv",
];

/** What the tests call besides. */
export const TEST_PROGRAMS: readonly Program[] = [...NETWORK_PROGRAMS, "ps", "curl", "openssl", "git"];

/** The command that installs packages, as root. */
const INSTALL: Readonly<Record<LinuxDistribution, string>> = {
  debian: "apt-get install -y",
  alpine: "apk add",
  fedora: "dnf install -y",
};

/** Those of the programs that are not on the PATH. */
export const missingPrograms = (programs: readonly Program[]): readonly Program[] =>
  programs.filter((program) => !run("sh", ["-c", `command -v ${program}`]).ok);

/** The packages that have these programs, each once. */
export const packagesOf = (
  programs: readonly Program[],
  distribution: LinuxDistribution,
): readonly string[] => [...new Set(programs.map((program) => PACKAGES[program][distribution]))];

/** The one command that installs these programs. */
export function installCommand(programs: readonly Program[], distribution = thisDistribution()): string {
  const packages = packagesOf(programs, distribution).join(" ");
  const command = `${INSTALL[distribution]} ${packages}`;
  return isRoot() ? command : `sudo ${command}`;
}

/** Whether this process is root of the system, and not of a user namespace that maps no other user. */
export function isRoot(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) {
    return false;
  }
  const [, , users] = readFileSync("/proc/self/uid_map", "utf8").trim().split(/\s+/);
  return users !== "1";
}

/** The distribution of this machine by the names of `/etc/os-release`; Debian where it is another one. */
export function thisDistribution(osRelease = readOsRelease()): LinuxDistribution {
  const ids = [...osRelease.matchAll(/^(?:ID|ID_LIKE)=(.*)$/gm)].flatMap(([, value = ""]) =>
    value.replaceAll(/["']/g, "").split(" "),
  );
  if (ids.includes("alpine")) {
    return "alpine";
  }
  return ids.includes("fedora") || ids.includes("rhel") ? "fedora" : "debian";
}

function readOsRelease(file = "/etc/os-release"): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
