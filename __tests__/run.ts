import { existsSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { Command } from "commander";
import spawn from "cross-spawn";
import { networkProblem, underRoot } from "../lab/network";
import { runToExit } from "../tools/failure";
import { installMissing } from "../tools/install-programs";
import { TEST_PROGRAMS } from "../tools/system-programs";
import { inTemporaryFolder } from "../tools/temporary-folder";

/*
 * `npm test`, `npm run test:all` and `npm run test:rest`: installs what the tests need of the system where it may, then runs
 * jest where the lab can have a network. Where it can have none, the tests that need no packets run, and the last line says
 * what did not.
 */

/** Folders of tests that need a network of namespaces. */
const WITH_NETWORK = ["demo", "examples", "kernel", "network", "packets"];

const TIER = join(__dirname, "tier.ts");

interface Options {
  readonly all: boolean;
  readonly rest: boolean;
}

async function main(): Promise<void> {
  const { rest, ...options } = command.opts<Options>();
  const all = options.all || rest;
  await installMissing(TEST_PROGRAMS, "the tests send packets through network namespaces");
  await underRoot();
  const problem = networkProblem();
  const status = await inTemporaryFolder(join(tmpdir(), "tests-"), async (folder) => {
    const leftOut = join(folder, "left-out");
    const files = rest ? filesLeftOut() : [];
    const ended = await runJest([...files, ...command.args], {
      ...(all ? { TESTS: "all" } : {}),
      ...(problem === undefined ? {} : { TESTS_WITHOUT: WITH_NETWORK.join("|") }),
      TESTS_LEFT_OUT: leftOut,
      TESTS_CERTIFICATES: join(folder, "certificates"),
    });
    if (!all && command.args.length === 0) {
      console.error(
        `Left to npm run test:all: ${testFiles().filter(isLong).length} files, and ${casesIn(leftOut)} cases of walks of which some run here.`,
      );
    }
    return ended;
  });
  process.exitCode = status;
  if (problem !== undefined) {
    console.error(`Not run: ${WITH_NETWORK.join(", ")}. ${problem}`);
    process.exitCode = process.env["CI"] ? status || 1 : status;
  }
}

const testFiles = (): string[] =>
  readdirSync(__dirname, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".test.ts"));

/** Files of which `npm test` runs nothing. */
const isLong = (file: string): boolean => file.endsWith(".all.test.ts");

/** The files of which `npm test` leaves out anything: that is done by `tier.ts` only, which they or their helpers import. */
const filesLeftOut = (): string[] =>
  testFiles()
    .filter((name) => isLong(name) || importsTier(join(__dirname, name)))
    .map((name) => join("__tests__", name));

function importsTier(file: string): boolean {
  const imported = [...readFileSync(file, "utf8").matchAll(/ from "(\.{1,2}\/.+)";$/gm)];
  return imported
    .map(([, path = ""]) => `${resolve(dirname(file), path)}.ts`)
    .filter((path) => path.startsWith(__dirname) && existsSync(path))
    .some((path) => path === TIER || importsTier(path));
}

/** How many cases tests have said that they leave out. */
function casesIn(file: string): number {
  const counts = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  return counts.reduce((sum, count) => sum + Number(count), 0);
}

/** In MB, for jest and its workers: each test file loads everything anew, and a small young generation costs a seventh of all CPU. */
const YOUNG_GENERATION = "--max-semi-space-size=32";

function runJest(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(process.execPath, [YOUNG_GENERATION, require.resolve("jest/bin/jest"), ...args], {
    stdio: "inherit",
    env: { ...process.env, ...env },
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}

const command = new Command("test")
  .description("Runs the tests. Words are given to jest, such as a folder of tests.")
  .option("--all", "every case of every walk, as npm run test:all does", false)
  .option("--rest", "every case of the files of which npm test leaves out some", false)
  .argument("[jest...]", "arguments of jest")
  .allowUnknownOption()
  .passThroughOptions()
  .action(main);

void runToExit(() => command.parseAsync().then(() => {}));
