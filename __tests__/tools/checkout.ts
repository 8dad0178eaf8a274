import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import spawn from "cross-spawn";

/** The repository the tests belong to. */
export const REPOSITORY = join(__dirname, "..", "..");

/** How an entry point ended, as its caller sees it. */
export interface Ending {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const folders: string[] = [];

/** A fresh folder, removed by `removeFolders`. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "routeros-tools-test-"));
  folders.push(folder);
  return folder;
}

/** Removes what `temporaryFolder` has made. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A copy of what preparing needs, as after `npm ci --ignore-scripts`: everything installed, nothing generated. */
export function unpreparedCheckout(): string {
  const checkout = temporaryFolder();
  cpSync(join(REPOSITORY, "tools"), join(checkout, "tools"), { recursive: true });
  cpSync(join(REPOSITORY, "package.json"), join(checkout, "package.json"));
  mkdirSync(join(checkout, "bindings"));
  cpSync(join(REPOSITORY, "bindings", "package.json"), join(checkout, "bindings", "package.json"));
  symlinkSync(join(REPOSITORY, "node_modules"), join(checkout, "node_modules"), "junction");
  return checkout;
}

/** Runs an entry point of `tools/`, without the launcher by which package.json does: that starts a second Node.js. */
export async function runTool(
  tool: "prepare" | "require-bindings" | "tofu",
  { checkout = REPOSITORY, env = {} as NodeJS.ProcessEnv } = {},
): Promise<Ending> {
  const words = ["--require", require.resolve("tsx/cjs"), join("tools", `${tool}.ts`)];
  const child = spawn(process.execPath, words, {
    cwd: checkout,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { status, stdout, stderr };
}

/** A PATH with Node.js and the given programs on it: shell scripts, or the real thing where `true`. */
export function pathWith(programs: Record<string, string | true>): string {
  const folder = temporaryFolder();
  symlinkSync(process.execPath, join(folder, "node"));
  for (const [name, program] of Object.entries(programs)) {
    if (program === true) {
      const { stdout } = spawn.sync("which", [name], { encoding: "utf8" });
      symlinkSync(stdout.trim(), join(folder, name));
    } else {
      writeFileSync(join(folder, name), `#!/bin/sh\n${program}\n`, { mode: 0o755 });
    }
  }
  return folder;
}
