import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import spawn from "cross-spawn";
import { LabRouter } from "../../lab/router";
import { terraformCommand } from "../../tools/terraform-cli";
import { terraformEnvironment } from "../../tools/terraform-environment";
import { WANS } from "../packets/packet-lab";
import { writeByHand } from "./by-hand";

const CHECKOUT = resolve(__dirname, "../..");
const STACK_FOLDER = join("cdktf.out", "stacks", "article");
const project = mkdtempSync(join(tmpdir(), "state-cdktf-"));

let router: LabRouter;
beforeAll(async () => {
  router = await LabRouter.start({ interfaces: ["Local", "wlan1", "wlan2"] });
  const app = [process.execPath, require.resolve("tsx/cli"), join(CHECKOUT, "main.ts")];
  const settings = { language: "typescript", projectId: "site", sendCrashReports: "false" };
  writeFileSync(
    join(project, "cdktf.json"),
    JSON.stringify({ ...settings, app: app.map((word) => `"${word}"`).join(" ") }),
  );
});
afterAll(async () => {
  await router.close();
  rmSync(project, { recursive: true, force: true });
});

/** Runs a command in the project, as its owner would; gives its status and all it says. */
function run(command: string, ...args: string[]): Promise<{ status: number | null; text: string }> {
  const child = spawn(command, args, {
    cwd: project,
    env: {
      ...terraformEnvironment(),
      CI: "1",
      CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
      ROS_HOSTURL: router.httpsUrl,
      ROS_USERNAME: router.username,
      ROS_PASSWORD: router.password,
      ROS_CA_CERTIFICATE: router.caCertificateFile,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => {
      text += chunk;
    });
  }
  return new Promise((done) => child.on("close", (status) => done({ status, text })));
}

const cdktf = (...args: string[]) =>
  run(join(CHECKOUT, "node_modules", ".bin", "cdktf"), ...args, "--no-color");
const state = (...args: string[]) =>
  run(
    process.execPath,
    "--require",
    require.resolve("tsx/cjs"),
    join(CHECKOUT, "lib", "cli", "routeros-state.ts"),
    ...args,
  );

/** The commands of docs/adoption.md. */
test("cdktf diff and deploy take the import blocks, though each synthesizes anew", async () => {
  writeByHand(router, { name: "Local", routerAddress: "192.168.0.1/24" }, WANS.slice(0, 2));
  expect(await cdktf("synth")).toMatchObject({ status: 0 });
  expect(await state("adopt", "article")).toEqual({
    status: 2,
    text: `error: Terraform is not initialized for the stack: run: terraform -chdir=${STACK_FOLDER} init\n`,
  });
  expect(await run(terraformCommand(), `-chdir=${STACK_FOLDER}`, "init")).toMatchObject({ status: 0 });
  expect(await state("adopt", "article")).toMatchObject({ status: 0 });

  const planned = "15 to import, 3 to add, 15 to change, 0 to destroy";
  const diff = await cdktf("diff", "article", "--skip-provider-lock");
  expect([diff.status, diff.text]).toEqual([0, expect.stringContaining(planned)]);
  const deploy = await cdktf("deploy", "article", "--auto-approve", "--skip-provider-lock");
  expect([deploy.status, deploy.text]).toEqual([
    0,
    expect.stringContaining("15 imported, 3 added, 15 changed"),
  ]);
  expect(existsSync(join(project, STACK_FOLDER, "adopted-rows.tf.json"))).toBe(true);
  expect(await state("check", "article")).toMatchObject({ status: 0 });
});
