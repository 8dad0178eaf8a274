import { type ChildProcess, execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import spawn from "cross-spawn";
import { killTree } from "../../demo/process-tree";
import type { LabRouter } from "../../lab/router";
import { UNCOLLECTED } from "../terraform";

/** The repository the tests belong to. */
export const REPOSITORY = join(__dirname, "..", "..");

/** How the demo is run. */
export interface DemoOptions {
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Words before the command, such as those that make it run as somebody else. */
  readonly before?: readonly string[];
  /** Sends the signal once a line with this text is printed. */
  readonly interruptAt?: string;
  readonly signal?: NodeJS.Signals;
}

/** How it ended, as its user sees it. */
export interface DemoEnding {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The folder that was its temporary folder. */
  readonly temporary: string;
  /** What it has left there. */
  readonly leftovers: readonly string[];
  /** The processes it has left. */
  readonly processes: readonly string[];
  /** The network namespaces it has left. */
  readonly namespaces: readonly string[];
}

const folders: string[] = [];

/** Removes the temporary folders of all demos. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A fresh temporary folder for a demo. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "demo-test-"));
  folders.push(folder);
  return folder;
}

/**
 * The command line of the demo. Not by `tsx`: it kills with SIGKILL whoever does not answer a signal within 60 ms,
 * and so would leave files behind.
 */
export const DEMO = [process.execPath, "--require", "tsx/cjs", join(REPOSITORY, "demo", "demo.ts")] as const;

/** The caller's environment with a temporary folder and a router of the test's, or none. */
export function demoEnvironment(temporary: string, env: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(ROS|MIKROTIK)_/.test(name));
  return { ...Object.fromEntries(kept), ...UNCOLLECTED, TMPDIR: temporary, ...env };
}

/** Runs the demo as a user does whose terminal is a pipe. */
export async function runDemo(options: DemoOptions = {}): Promise<DemoEnding> {
  const temporary = temporaryFolder();
  const [command = "", ...args] = [...(options.before ?? []), ...DEMO, ...(options.args ?? [])];
  const child = spawn(command, args, {
    cwd: REPOSITORY,
    env: demoEnvironment(temporary, options.env),
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own, as a shell gives to every command.
    detached: true,
  });
  const said = { stdout: "", stderr: "" };
  const networks = new Set<string>();
  if (child.stdout === null || child.stderr === null) {
    throw new Error("no pipes");
  }
  let interrupted = false;
  createInterface({ input: child.stdout }).on("line", (line) => {
    said.stdout += `${line}\n`;
    for (const network of networksIn(temporary)) {
      networks.add(network);
    }
    if (interrupted || options.interruptAt === undefined || !line.includes(options.interruptAt)) {
      return;
    }
    interrupted = true;
    // As a terminal does it: to everything that runs in the group.
    process.kill(-Number(child.pid), options.signal ?? "SIGINT");
  });
  child.stderr.on("data", (chunk) => {
    said.stderr += chunk;
  });
  const status = await endOf(child, () => said);
  return { status, ...said, temporary, ...remainsOf(temporary), namespaces: namespacesOf([...networks]) };
}

/** What the names of a demo's namespaces begin with, while its network stands. */
const networksIn = (temporary: string): string[] =>
  readdirSync(temporary).flatMap((name) => /^lab-network-([0-9a-f]{6})/.exec(name)?.[1] ?? []);

const namespacesOf = (networks: readonly string[]): string[] =>
  (existsSync(NAMESPACES) ? readdirSync(NAMESPACES) : []).filter((name) =>
    networks.some((network) => name.startsWith(`lab-${network}-`)),
  );

/** A demo that has not ended by now hangs: it has left something open. Before the test itself is ended, so that it can say what it said. */
const DEADLINE_MS = 840_000;

const NAMESPACES = "/run/netns";

/** The exit status of a demo; fails with what it said if it does not end. */
async function endOf(
  child: ChildProcess,
  said: () => Pick<DemoEnding, "stdout" | "stderr">,
): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  let overdue = false;
  const deadline = setTimeout(() => {
    overdue = true;
    killTree(child.pid);
  }, DEADLINE_MS);
  const status = await ended;
  clearTimeout(deadline);
  if (overdue) {
    throw new Error(`The demo has not ended within ${DEADLINE_MS / 1000} s: ${JSON.stringify(said())}`);
  }
  return status;
}

/** What a demo has left in its temporary folder, and which processes still have that folder. */
export function remainsOf(temporary: string): Pick<DemoEnding, "leftovers" | "processes"> {
  const all = execFileSync("ps", ["axeww", "-o", "pid=,command="], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return {
    // tsx keeps what it has compiled.
    leftovers: readdirSync(temporary).filter((name) => !name.startsWith("tsx-")),
    processes: all.split("\n").filter((line) => line.includes(temporary)),
  };
}

/** The variables by which the demo takes a lab router for a real one. */
export const variablesOf = (router: LabRouter): Record<string, string> => ({
  ROS_HOSTURL: router.httpsUrl,
  ROS_USERNAME: router.username,
  ROS_PASSWORD: router.password,
  ROS_CA_CERTIFICATE: router.caCertificateFile,
});

/** The requests that would have changed rows. */
export const writesTo = (router: LabRouter): readonly string[] =>
  router.requests.filter(({ method }) => method !== "GET").map(({ method, path }) => `${method} ${path}`);
