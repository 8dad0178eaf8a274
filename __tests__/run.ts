import { existsSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import spawn from "cross-spawn";
import { networkProblem, underRoot } from "../lab/network";
import { runToExit } from "../tools/failure";
import { installMissing } from "../tools/install-programs";
import { TEST_PROGRAMS } from "../tools/system-programs";
import { inTemporaryFolder } from "../tools/temporary-folder";

/*
 * `npm test` and `npm run test:all`: installs what the tests need of the system where it may, then runs jest where the
 * lab can have a network. Where it can have none, the tests that need no packets run, and the last line says what did not.
 */

/** Folders of tests that need a network of namespaces. */
const WITH_NETWORK = ["demo", "examples", "kernel", "network", "packets"];

interface Options {
  readonly all: boolean;
}

async function main(): Promise<void> {
  const { all } = command.opts<Options>();
  await installMissing(TEST_PROGRAMS, "the tests send packets through network namespaces");
  await underRoot();
  const problem = networkProblem();
  const status = await inTemporaryFolder(join(tmpdir(), "tests-"), async (folder) => {
    const leftOut = join(folder, "left-out");
    const ended = await runJest(command.args, {
      ...(all ? { TESTS: "all" } : {}),
      ...(problem === undefined ? {} : { TESTS_WITHOUT: WITH_NETWORK.join("|") }),
      TESTS_LEFT_OUT: leftOut,
      TESTS_CERTIFICATES: join(folder, "certificates"),
    });
    if (!all && command.args.length === 0) {
      console.error(
        `Left to npm run test:all: ${longFiles()} files, and ${casesIn(leftOut)} cases of walks of which some run here.`,
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

/** How many files only `npm run test:all` runs. */
const longFiles = (): number =>
  readdirSync(__dirname, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".all.test.ts"),
  ).length;

/** How many cases tests have said that they leave out. */
function casesIn(file: string): number {
  const counts = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  return counts.reduce((sum, count) => sum + Number(count), 0);
}

function runJest(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(process.execPath, [require.resolve("jest/bin/jest"), ...args], {
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
  .argument("[jest...]", "arguments of jest")
  .allowUnknownOption()
  .passThroughOptions()
  .action(main);

void runToExit(() => command.parseAsync().then(() => {}));
