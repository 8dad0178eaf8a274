import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { LabRouter } from "../../lab/router";
import { fullTest, sampled } from "../tier";

const CHECKOUT = resolve(__dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "state-interruption-"));
const temporary = join(folder, "tmp");
const stack = join(folder, "stack");
/** A Terraform that writes a plan, and then takes for ever. */
const terraform = join(folder, "slow-terraform");

let router: LabRouter;
let environment: NodeJS.ProcessEnv;
beforeAll(async () => {
  router = await LabRouter.start();
  environment = {
    ...process.env,
    TMPDIR: temporary,
    TERRAFORM_BINARY_NAME: terraform,
    ROS_HOSTURL: router.httpsUrl,
    ROS_USERNAME: router.username,
    ROS_PASSWORD: router.password,
    ROS_CA_CERTIFICATE: router.caCertificateFile,
  };
  mkdirSync(temporary);
  mkdirSync(stack);
  writeFileSync(join(stack, "main.tf"), "");
  const script =
    '#!/bin/sh\nfor word; do case "$word" in -out=*) echo hush > "${word#-out=}";; esac; done\nexec sleep 300\n';
  writeFileSync(terraform, script, { mode: 0o755 });
});
afterAll(async () => {
  await router.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The files of plans that lie about; the folders that they are in are nobody else's to read. */
function plans(): string[] {
  return readdirSync(temporary)
    .filter((name) => name.startsWith("routeros-state-"))
    .map((name) => join(temporary, name))
    .flatMap((path) => {
      expect(statSync(path).mode & 0o777).toBe(0o700);
      return readdirSync(path);
    });
}

async function planIsWritten(child: ChildProcess): Promise<void> {
  while (plans().length === 0) {
    expect(child.exitCode).toBeNull();
    await new Promise((done) => setTimeout(done, 50));
  }
}

const node = (...args: string[]): ChildProcess =>
  spawn(process.execPath, ["--require", "tsx/cjs", ...args], {
    cwd: CHECKOUT,
    env: environment,
    stdio: "ignore",
    // A group of its own, as a terminal gives it, so that Ctrl-C reaches Terraform too.
    detached: true,
  });

const ended = (child: ChildProcess) =>
  new Promise<[code: number | null, signal: string | null]>((done) =>
    child.on("exit", (code, signal) => done([code, signal])),
  );

test.each(sampled(["SIGINT", "SIGTERM", "SIGHUP"] as const, 1))(
  "no plan is left after %s",
  async (signal) => {
    const child = node(join(CHECKOUT, "lib", "cli", "routeros-state.ts"), "check", stack);
    const end = ended(child);
    await planIsWritten(child);
    if (signal === "SIGINT") {
      process.kill(-(child.pid ?? 0), signal);
    } else {
      child.kill(signal);
    }
    expect(await end).toEqual([null, signal]);
    expect(readdirSync(temporary).filter((name) => name.startsWith("routeros-state-"))).toEqual([]);
  },
);

fullTest("no plan is left after an error that nobody catches", async () => {
  const module = join(CHECKOUT, "lib", "cli", "terraform.ts");
  const crash = `
    const { Terraform } = require(${JSON.stringify(module)});
    void new Terraform(${JSON.stringify(stack)}, process.env).plan();
    process.on("SIGUSR2", () => { throw new Error("a crash"); });`;
  const child = node("--eval", crash);
  const end = ended(child);
  await planIsWritten(child);
  child.kill("SIGUSR2");
  expect((await end)[0]).not.toBe(0);
  expect(readdirSync(temporary).filter((name) => name.startsWith("routeros-state-"))).toEqual([]);
  // The Terraform that it left behind is ours to end.
  process.kill(-(child.pid ?? 0), "SIGKILL");
});
