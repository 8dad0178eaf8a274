import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure, RERUN } from "./failure";
import { PLATFORM, PROVIDER } from "./pinned-provider";
import { run } from "./run";
import { isAtLeast, parseVersion } from "./version";

/** Our Go module: it pins the provider and all it is built from. */
const MODULE_FOLDER = join(__dirname, "provider");

/** Builds the pinned provider from its Go module into the file `target`. */
export function buildProvider(target: string): void {
  requireGo();
  const { ok, stderr } = run(
    "go",
    [
      "build",
      "-mod=readonly",
      "-buildvcs=false",
      "-trimpath",
      "-ldflags=-s -w",
      "-o",
      target,
      PROVIDER.goModule,
    ],
    { cwd: MODULE_FOLDER, env: goEnvironment() },
  );
  if (!ok) {
    throw new Failure(
      `Go cannot build the provider (${firstComplaint(stderr)}): mend that (is a module proxy of GOPROXY reachable?), then run: ${RERUN}`,
    );
  }
}

function requireGo(): void {
  const oldest =
    parseVersion(/^go .*$/m.exec(readFileSync(join(MODULE_FOLDER, "go.mod"), "utf8"))?.[0] ?? "") ?? "";
  const install = `install Go ${oldest} or newer from https://go.dev/dl/, then run: ${RERUN}`;
  // Run where our go.mod is, so that a Go which fetches newer toolchains by itself has done so before it answers.
  const own = goVersion();
  if (!own.found) {
    throw new Failure(
      `the provider ${PROVIDER.source} ${PROVIDER.version} comes from no registry here, and Go, to build it, is not on the PATH: ${install}`,
    );
  }
  if (own.version === undefined || !isAtLeast(own.version, oldest)) {
    const version = own.version ?? goVersion({ GOTOOLCHAIN: "local" }).version;
    throw new Failure(`Go ${version} is too old to build the provider ${PROVIDER.source}: ${install}`);
  }
}

function goVersion(env: NodeJS.ProcessEnv = {}): { found: boolean; version: string | undefined } {
  const { found, ok, stdout } = run("go", ["env", "GOVERSION"], {
    cwd: MODULE_FOLDER,
    env: { ...goEnvironment(), ...env },
  });
  return { found, version: ok ? parseVersion(stdout) : undefined };
}

/** Only what concerns this build: no workspace around us, no C compiler, no target set for something else. */
function goEnvironment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    GO111MODULE: "on",
    GOWORK: "off",
    CGO_ENABLED: "0",
    GOOS: PLATFORM.os,
    GOARCH: PLATFORM.arch,
  };
}

/** The line of Go's output that says what went wrong: downloads and package headings come before it. */
function firstComplaint(stderr: string): string {
  const lines = stderr.split("\n").map((line) => line.trim());
  return (
    lines.find((line) => line !== "" && !/^(#|go: downloading |go: finding )/.test(line)) ?? "no reason given"
  );
}
