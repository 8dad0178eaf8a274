import { resolve } from "node:path";
import spawn from "cross-spawn";
import { Failure, runToExit } from "./failure";

/*
 * `npm run test:deploy`: the deploy tests with Terraform and the provider. Each has a lab router of its own, or all of
 * them, one after the other, the device that ROS_HOSTURL names, which each leaves as it found it.
 */

/** Jest, with the name of each test, so that you see what runs on your device. */
const JEST = [
  process.execPath,
  require.resolve("jest/bin/jest"),
  "--verbose",
  "--reporters=default",
] as const;
const ROOT = resolve(__dirname, "..");

/** The test files, by parts of their paths; all deploy tests unless some are named. */
const FILES = process.argv.length > 2 ? process.argv.slice(2) : ["__tests__/deploy"];

/** Tests of writes that fail at a chosen moment, which no device can be told to do. */
const FAULTS = ["create-faults", "update-faults", "destroy-faults", "recovery"];

async function main(): Promise<void> {
  const url = process.env["ROS_HOSTURL"];
  if (url === undefined || url === "") {
    console.log("Each test gets a lab router; with ROS_HOSTURL they use that device.");
    return runJest([], {});
  }
  await mustAnswer(url);
  console.log(
    `Against ${url}, which every test leaves as it found it. Lab only, and not run: ${FAULTS.join(", ")} (writes that ` +
      "fail), and whatever is marked so below.",
  );
  return runJest(["--runInBand", `--testPathIgnorePatterns=${FAULTS.join("|")}`, "--"], { TEST_DEVICE: "1" });
}

/** Before any test changes anything: the device is a router, and this is its login. */
async function mustAnswer(url: string): Promise<void> {
  const { ROS_USERNAME: username = "admin", ROS_PASSWORD: password = "" } = process.env;
  const { ROS_CA_CERTIFICATE: certificate } = process.env;
  const question = `fetch(process.argv[1], { headers: { authorization: process.argv[2] } }).then(({ status }) => { console.log(status); }, ({ cause, message }) => { console.log(cause?.message ?? message); })`;
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  const { stdout } = spawn.sync(
    process.execPath,
    ["-e", question, `${url}/rest/system/resource`, authorization],
    {
      encoding: "utf8",
      env: { ...process.env, ...(certificate === undefined ? {} : { NODE_EXTRA_CA_CERTS: certificate }) },
    },
  );
  const answer = stdout.trim();
  if (answer !== "200") {
    throw new Failure(
      `${url} answers ${answer}: check ROS_HOSTURL, ROS_USERNAME, ROS_PASSWORD and ROS_CA_CERTIFICATE.`,
    );
  }
}

function runJest(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const [program, ...words] = JEST;
  const child = spawn(program, [...words, ...args, ...FILES], {
    cwd: ROOT,
    stdio: "inherit",
    // Every deploy test, not those of `npm test` alone.
    env: { ...process.env, TESTS: "all", ...environment },
  });
  return new Promise((done, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      process.exitCode = code ?? 1;
      done();
    });
  });
}

void runToExit(main);
