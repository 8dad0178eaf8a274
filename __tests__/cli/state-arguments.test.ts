import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { LabRouter } from "../../lab/router";
import { confirmOnTerminal } from "../../lib/cli/confirm";
import { runState } from "./run-state";

const folder = mkdtempSync(join(tmpdir(), "state-arguments-"));
const stack = join(folder, "stack");
let router: LabRouter;
let environment: NodeJS.ProcessEnv;
beforeAll(async () => {
  router = await LabRouter.start();
  environment = {
    ...process.env,
    ROS_HOSTURL: router.httpsUrl,
    ROS_USERNAME: router.username,
    ROS_PASSWORD: router.password,
    ROS_CA_CERTIFICATE: router.caCertificateFile,
  };
  writeFileSync(join(folder, "main.tf"), "");
});
afterAll(async () => {
  await router.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (args: readonly string[], change: NodeJS.ProcessEnv = {}) =>
  runState(args, { ...environment, ...change });

test.each<[what: string, args: string[], change: NodeJS.ProcessEnv, message: string]>([
  ["an unknown option", ["check", folder, "--bad"], {}, "unknown option '--bad'"],
  ["a stack that is none", ["check", stack], {}, "is a folder with a Terraform configuration"],
  ["no router", ["check", folder], { ROS_HOSTURL: "" }, "ROS_HOSTURL is not set"],
  ["no user", ["check", folder], { ROS_USERNAME: "" }, "ROS_USERNAME is not set"],
  ["a router by its binary API", ["check", folder], { ROS_HOSTURL: "api://192.0.2.1" }, "write https://host"],
  ["no file at the certificate's place", ["check", folder], { ROS_CA_CERTIFICATE: stack }, "cannot be read"],
  ["another CA than the router's", ["check", folder], { ROS_CA_CERTIFICATE: "" }, "check ROS_CA_CERTIFICATE"],
  ["a wrong password", ["check", folder], { ROS_PASSWORD: "no" }, "check ROS_USERNAME and ROS_PASSWORD"],
  [
    "a router that is not there",
    ["check", folder],
    { ROS_HOSTURL: "https://127.0.0.1:9" },
    "the connection was refused",
  ],
  ["a name without an address", ["check", folder], { ROS_HOSTURL: "no.invalid" }, "check ROS_HOSTURL"],
  ["no Terraform", ["check", folder], { TERRAFORM_BINARY_NAME: "no-terraform" }, "not on the PATH"],
  ["an answer that is none", ["adopt", folder, "--row", "x"], {}, "write ADDRESS=ID"],
  [
    "an answer that nobody asked for",
    ["adopt", folder, "--row", "a.b=*1"],
    {},
    "no resource with this address needs a row",
  ],
  ["a router that the stack has not", ["check", folder, "--provider", "x"], {}, 'has no provider "x"'],
])("%s ends with 2 and one line", async (_, args, change, message) => {
  const { status, out, err } = await run(args, change);
  expect({ status, out }).toEqual({ status: 2, out: "" });
  expect(err).toContain(message);
  expect(err.trim().split("\n")).toHaveLength(1);
});

test.each(["https://admin:hush@192.0.2.1", "admin:hush@192.0.2.1", "api://admin:hush@192.0.2.1"])(
  "a login in the router's address, as in %s, is refused and not repeated",
  async (url) => {
    const { status, out, err } = await run(["check", folder], { ROS_HOSTURL: url });
    expect([status, out, err]).toEqual([2, "", expect.stringContaining("in ROS_USERNAME and ROS_PASSWORD")]);
    expect(err).not.toContain("hush");
  },
);

test("help ends with 0 and names the statuses", async () => {
  const { status, out } = await run(["--help"]);
  expect([status, out]).toEqual([0, expect.stringContaining("Exit status: 0")]);
});

test("where nobody can be asked, nothing is done", async () => {
  const { isTTY } = process.stdin;
  process.stdin.isTTY = false;
  try {
    await expect(confirmOnTerminal("Make these changes?")).rejects.toThrow("write --yes to confirm");
  } finally {
    process.stdin.isTTY = isTTY;
  }
});

test("the program itself ends with the status, in a shell without a terminal too", async () => {
  const program = resolve(__dirname, "../../lib/cli/routeros-state.ts");
  const child = spawn(process.execPath, ["--require", "tsx/cjs", program, "check", stack], {
    cwd: resolve(__dirname, "../.."),
    env: environment,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let err = "";
  child.stderr.on("data", (chunk) => {
    err += chunk;
  });
  const status = await new Promise((done) => child.on("close", done));
  expect([status, err.trim().split("\n")]).toEqual([2, [expect.stringMatching(/^error: there is no stack/)]]);
});
