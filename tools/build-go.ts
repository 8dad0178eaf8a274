import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure, RERUN } from "./failure";
import { PLATFORM } from "./platform";
import { isVersionAtLeast, parseVersion } from "./program-version";
import type { Say } from "./progress";
import { run, runHeard } from "./run";

/** A program that we build where no registry has it. */
export interface GoProgram {
  /** What sentences call it. */
  readonly name: string;
  /** The folder of our Go module, which pins the program and all it is built from. */
  readonly module: string;
  readonly package: string;
  readonly ldflags?: string;
  /** Why it is built, for a reader without Go: a clause. */
  readonly reason: string;
  /** The command that builds it again. */
  readonly rerun?: string;
}

/** How often a build says how far it is. */
const INTERVAL_MS = 15_000;

/** Builds a program into the file `target`, and says how far it is. */
export async function buildGo(program: GoProgram, target: string, say: Say, everyMs = INTERVAL_MS) {
  requireGo(program);
  const args = [
    ...["build", "-v", "-mod=readonly", "-buildvcs=false", "-trimpath"],
    `-ldflags=${["-s -w", program.ldflags ?? ""].join(" ").trim()}`,
    ...["-o", target, program.package],
  ];
  let downloaded = 0;
  let compiled = 0;
  const timer = setInterval(
    () => say(`${downloaded} modules downloaded, ${compiled} packages compiled`),
    everyMs,
  );
  const { ok, stderr } = await runHeard("go", args, { cwd: program.module, env: goEnvironment() }, (line) => {
    downloaded += DOWNLOAD.test(line) ? 1 : 0;
    compiled += PACKAGE.test(line) ? 1 : 0;
  }).finally(() => clearInterval(timer));
  if (!ok) {
    throw new Failure(
      `Go cannot build ${program.name} (${firstComplaint(stderr)}): fix that (is a module proxy of GOPROXY reachable?), then run: ${program.rerun ?? RERUN}`,
    );
  }
}

function requireGo(program: GoProgram): void {
  const oldest =
    parseVersion(/^go .*$/m.exec(readFileSync(join(program.module, "go.mod"), "utf8"))?.[0] ?? "") ?? "";
  const install = `install Go ${oldest} or newer from https://go.dev/dl/, then run: ${program.rerun ?? RERUN}`;
  // Run where our go.mod is, so that a Go which fetches newer toolchains by itself has done so before it answers.
  const own = goVersion(program);
  if (!own.found) {
    throw new Failure(`${program.reason}, and Go, to build it, is not on the PATH: ${install}`);
  }
  if (own.version === undefined || !isVersionAtLeast(own.version, oldest)) {
    const version = own.version ?? goVersion(program, { GOTOOLCHAIN: "local" }).version;
    throw new Failure(`Go ${version} is too old to build ${program.name}: ${install}`);
  }
}

function goVersion(
  { module }: GoProgram,
  env: NodeJS.ProcessEnv = {},
): { found: boolean; version: string | undefined } {
  const { found, ok, stdout } = run("go", ["env", "GOVERSION"], {
    cwd: module,
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

const DOWNLOAD = /^go: downloading /;
/** What `-v` says of each package that it compiles: its path. */
const PACKAGE = /^[\w.~/-]+$/;
/** Headings of what was said about a package. */
const HEADING = /^(#|go: finding )/;

/** The line of Go's output that says what went wrong. */
function firstComplaint(stderr: string): string {
  const lines = stderr.split("\n").map((line) => line.trim());
  return (
    lines.find((line) => line !== "" && ![DOWNLOAD, PACKAGE, HEADING].some((other) => other.test(line))) ??
    "no reason given"
  );
}
