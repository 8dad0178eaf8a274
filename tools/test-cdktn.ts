import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import spawn from "cross-spawn";
import { Failure, runToExit } from "./failure";
import { timed } from "./progress";
import { run } from "./run";
import { inTemporaryFolder } from "./temporary-folder";

/*
 * The synth tests with the name `cdktf` taken by CDK Terrain, the maintained continuation of CDKTF, as
 * its users install it: by an npm alias.
 */

const CDKTN = "npm:cdktn@0.24.0";
const ROOT = resolve(__dirname, "..");
const SOURCES = [
  "lib",
  "__tests__/bench",
  "__tests__/gateway",
  "__tests__/left-out-of-cdk.ts",
  "__tests__/simulator",
  "__tests__/synth",
  "__tests__/tier.ts",
  // The data that gateways are made from, with their schemas.
  "docs/composition.md",
  "docs/gateway.schema.json",
  "examples/network-stack",
  "jest.config.js",
  "jest.progress.js",
  "jest.sequencer.js",
  "tsconfig.json",
  "tsconfig.build.json",
];
const TOOLS = [
  "@swc/core",
  "@swc/jest",
  "@types/jest",
  "@types/node",
  "ajv",
  "constructs",
  "fast-check",
  "jest",
  "typescript",
];

async function main(): Promise<void> {
  await inTemporaryFolder(join(tmpdir(), "cdktn-"), async (folder) => {
    await timed(`installing with cdktf as ${CDKTN}`, () => install(folder));
    must(folder, "node_modules/.bin/tsc", "-p", "tsconfig.build.json", "--noEmit");
    // The design knows nothing of constructs: its tests, whose gateways the synth tests take, would prove nothing here.
    must(folder, "node_modules/.bin/jest", "__tests__/synth");
  });
}

function install(folder: string): void {
  for (const source of SOURCES) {
    cpSync(join(ROOT, source), join(folder, source), { recursive: true });
  }
  const bindings = pack(folder);
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const project = {
    private: true,
    dependencies: { ...dependencies, cdktf: CDKTN, "@cdktf/provider-routeros": `file:${bindings}` },
    devDependencies: Object.fromEntries(TOOLS.map((name) => [name, devDependencies[name]])),
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify(project));
  const { ok, stderr } = run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund"], {
    cwd: folder,
  });
  if (!ok) {
    throw new Failure(`npm could not install ${CDKTN} in place of cdktf: ${stderr.trim()}`);
  }
  const { name } = JSON.parse(readFileSync(join(folder, "node_modules/cdktf/package.json"), "utf8"));
  if (name !== "cdktn") {
    throw new Failure(`the name cdktf leads to ${name}, not to cdktn: the tests would prove nothing`);
  }
}

/** The bindings as users install them. */
function pack(folder: string): string {
  const { ok, stdout, stderr } = run("npm", ["pack", "--json", "--pack-destination", folder], {
    cwd: join(ROOT, "bindings"),
  });
  if (!ok) {
    throw new Failure(`npm could not pack the bindings: ${stderr.trim()}`);
  }
  return join(folder, JSON.parse(stdout)[0].filename);
}

function must(folder: string, command: string, ...args: string[]): void {
  const { status } = spawn.sync(command, args, { cwd: folder, stdio: "inherit" });
  if (status !== 0) {
    throw new Failure(`with cdktf as ${CDKTN}, ${command.replace(/.*\//, "")} failed: see above`);
  }
}

runToExit(main);
