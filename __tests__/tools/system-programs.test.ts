import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import spawn from "cross-spawn";
import {
  installCommand,
  isRoot,
  type LinuxDistribution,
  missingPrograms,
  TEST_PROGRAMS,
  thisDistribution,
} from "../../tools/system-programs";
import { sampled } from "../tier";
import { pathWith, REPOSITORY, removeFolders, temporaryFolder } from "./checkout";

afterAll(removeFolders);

const ALL: Readonly<Record<LinuxDistribution, string>> = {
  debian:
    "apt-get install -y iproute2 nftables socat iputils-ping conntrack dnsmasq-base udhcpc util-linux procps curl openssl git",
  alpine:
    "apk add iproute2 nftables socat iputils-ping conntrack-tools dnsmasq busybox util-linux-misc setpriv procps-ng curl openssl git",
  fedora:
    "dnf install -y iproute nftables socat iputils conntrack-tools dnsmasq busybox util-linux procps-ng curl openssl git-core",
};

test.each(Object.entries(ALL))("on %s one command installs all packages", (distribution, command) => {
  expect(installCommand(TEST_PROGRAMS, distribution as LinuxDistribution)).toBe(
    isRoot() ? command : `sudo ${command}`,
  );
});

test.each([
  ["debian", 'PRETTY_NAME="Debian GNU/Linux 12"\nID=debian\n'],
  ["debian", "ID=ubuntu\nID_LIKE=debian\n"],
  ["alpine", "ID=alpine\nVERSION_ID=3.22.0\n"],
  ["fedora", "ID=fedora\n"],
  ["fedora", 'ID="rocky"\nID_LIKE="rhel centos fedora"\n'],
  ["debian", ""],
])("%s is told by /etc/os-release", (distribution, osRelease) => {
  expect(thisDistribution(osRelease)).toBe(distribution);
});

test("nothing is missing where these tests run", () => {
  expect(missingPrograms(TEST_PROGRAMS)).toEqual([]);
});

/** What is on a PATH without the lab's programs, so that a command has them to install. */
const BARE = { sh: true, env: true, unshare: true, setpriv: true } as const;

/** Runs TypeScript with a PATH of its own, in a process that need not know of jest. */
function runWith(PATH: string, ...args: string[]) {
  const child = spawn(process.execPath, ["--require", "tsx/cjs", ...args], {
    cwd: REPOSITORY,
    env: { ...process.env, PATH },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stdout?.on("data", (chunk) => {
    said += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    said += chunk;
  });
  return new Promise<{ status: number | null; said: string }>((resolve) =>
    child.on("close", (status) => resolve({ status, said })),
  );
}

test("two commands that miss the same package install it once at a time", async () => {
  const log = join(temporaryFolder(), "log");
  // Takes a moment, says when it begins and ends, and gives what it installs.
  const apt = `for last; do :; done
echo "begin $last" >> ${log}; i=0; while [ $i -lt 20000 ]; do i=$((i + 1)); done; echo "end $last" >> ${log}`;
  const path = pathWith({ ...BARE, flock: true, "apt-get": apt });
  const program = join(temporaryFolder(), "install.ts");
  writeFileSync(
    program,
    `require(${JSON.stringify(join(REPOSITORY, "tools/install-programs"))}).installMissing(["socat"], "a test");`,
  );
  const [one, other] = await Promise.all([runWith(path, program), runWith(path, program)]);
  expect([one.status, other.status]).toEqual([0, 0]);
  if (!isRoot()) {
    expect([one.said, other.said, existsSync(log)]).toEqual(["", "", false]);
    return;
  }
  expect(one.said).toMatch(/^installing socat: a test \.\.\. [\d.]+ s\n$/);
  const lines = readFileSync(log, "utf8")
    .split("\n")
    .filter((line) => line.endsWith(" socat"));
  expect(lines).toEqual(["begin socat", "end socat", "begin socat", "end socat"]);
});

test("where nothing can be installed, the rest is tested and the last line says what was left out", async () => {
  const path = pathWith({ ...BARE, terraform: true });
  const { said } = await runWith(path, "__tests__/run.ts", "__tests__/docs/links", "__tests__/kernel/life");
  expect(said).toMatch(/\bdocs\b.*\b1\b/);
  expect(said.trimEnd().split("\n").at(-1)).toMatch(
    /^Not run: demo, examples, kernel, network, packets\. The lab's network needs ip, nft, .*\. Run: (sudo )?apt-get install -y iproute2 /,
  );
});

const ENDINGS = [
  ["1", 1],
  ["", 0],
] as const;

test.each(sampled(ENDINGS, 1))("with CI=%s that ends with %d", async (ci, status) => {
  const path = pathWith({ ...BARE, terraform: true });
  const ended = await runWith(
    `${path}`,
    "-e",
    `process.env.CI = ${JSON.stringify(ci)}; process.argv.push("__tests__/docs/links"); require("./__tests__/run.ts")`,
  );
  expect(ended.status).toBe(status);
});
