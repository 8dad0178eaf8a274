import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { providerExecutable } from "../../tools/pinned-provider";
import { sampled } from "../tier";
import { pathWith, removeFolders, runTool, temporaryFolder, unpreparedCheckout } from "./checkout";

afterAll(removeFolders);

const INSTALL_TERRAFORM =
  "install 1.5.0 or newer from https://developer.hashicorp.com/terraform/install, then run: npm run bindings";
const INSTALL_OPENTOFU =
  "install 1.6.0 or newer from https://opentofu.org/docs/intro/install, then run: npm run bindings";
const INSTALL_GO = "install Go 1.24.2 or newer from https://go.dev/dl/, then run: npm run bindings";

/** A user whose Terraform knows no registry, and whose cache is empty. */
function withoutRegistry(): NodeJS.ProcessEnv {
  const folder = temporaryFolder();
  const config = join(folder, "terraform.rc");
  writeFileSync(config, `provider_installation {\n  filesystem_mirror {\n    path = "${folder}"\n  }\n}\n`);
  return { XDG_CACHE_HOME: folder, HOME: folder, TF_CLI_CONFIG_FILE: config };
}

describe("prepare without what it needs ends in one sentence", () => {
  const WITHOUT_TERRAFORM = [
    ["no Terraform", {}, `terraform is not on the PATH: ${INSTALL_TERRAFORM}`],
    [
      "an old Terraform",
      { terraform: `echo '{"terraform_version": "1.4.6"}'` },
      `Terraform 1.4.6 is too old: ${INSTALL_TERRAFORM}`,
    ],
    [
      "a broken Terraform",
      { terraform: "exit 3" },
      `terraform does not tell its version: ${INSTALL_TERRAFORM}`,
    ],
    [
      "no Terraform, but OpenTofu",
      { tofu: "exit 0" },
      "terraform is not on the PATH, but tofu is: set TERRAFORM_BINARY_NAME=tofu, then run: npm run bindings",
    ],
  ] as [string, Record<string, string>, string][];
  it.each(sampled(WITHOUT_TERRAFORM, 2))("%s", async (_, programs, message) => {
    const ending = await runTool("prepare", { env: { PATH: pathWith(programs), TERRAFORM_BINARY_NAME: "" } });
    expect(ending).toEqual({ status: 1, stdout: "", stderr: `${message}\n` });
  });

  const WITHOUT_OPENTOFU = [
    ["no OpenTofu", {}, `tofu is not on the PATH: ${INSTALL_OPENTOFU}`],
    [
      "an OpenTofu of before its first release",
      { tofu: `echo '{"terraform_version": "1.5.7"}'` },
      `OpenTofu 1.5.7 is too old: ${INSTALL_OPENTOFU}`,
    ],
    ["a broken OpenTofu", { tofu: "exit 3" }, `tofu does not tell its version: ${INSTALL_OPENTOFU}`],
  ] as [string, Record<string, string>, string][];
  it.each(sampled(WITHOUT_OPENTOFU, 1))("%s", async (_, programs, message) => {
    const env = { PATH: pathWith({ terraform: true, ...programs }), TERRAFORM_BINARY_NAME: "tofu" };
    const ending = await runTool("prepare", { env });
    expect(ending).toEqual({ status: 1, stdout: "", stderr: `${message}\n` });
  });

  it("an old Node.js", async () => {
    const pretend = join(temporaryFolder(), "old-node.cjs");
    writeFileSync(pretend, `Object.defineProperty(process.versions, "node", { value: "20.11.1" });`);
    const ending = await runTool("prepare", { env: { NODE_OPTIONS: `--require ${pretend}` } });
    expect(ending).toEqual({
      status: 1,
      stdout: "",
      stderr:
        "Node.js 20.11.1 is too old: install 20.12.0 or newer from https://nodejs.org, then run: npm ci\n",
    });
  });

  const WITHOUT_GO = [
    [
      "no registry and no Go",
      {},
      `the provider terraform-routeros/routeros 1.99.1 comes from no registry here, and Go, to build it, is not on the PATH: ${INSTALL_GO}`,
    ],
    [
      "no registry and an old Go",
      { go: "echo go1.22.5" },
      `Go 1.22.5 is too old to build the provider terraform-routeros/routeros: ${INSTALL_GO}`,
    ],
    [
      "no registry and an old Go that cannot fetch a newer one",
      { go: `test "$GOTOOLCHAIN" = local && echo go1.21.0` },
      `Go 1.21.0 is too old to build the provider terraform-routeros/routeros: ${INSTALL_GO}`,
    ],
    [
      "no registry and no module proxy",
      {
        go: `test "$1" = env && echo go1.24.2 && exit
echo 'go: downloading example.org/m v1.0.0' >&2
echo 'example.org/m/v2/part' >&2
echo 'go: example.org/m@v1.0.0: module lookup disabled by GOPROXY=off' >&2
exit 1`,
      },
      "Go cannot build the provider terraform-routeros/routeros (go: example.org/m@v1.0.0: module lookup disabled by GOPROXY=off): fix that (is a module proxy of GOPROXY reachable?), then run: npm run bindings",
    ],
  ] as [string, Record<string, string>, string][];
  it.each(sampled(WITHOUT_GO, 2))("%s", async (_, programs, message) => {
    const env = { ...withoutRegistry(), PATH: pathWith({ terraform: true, ...programs }) };
    const { status, stdout, stderr } = await runTool("prepare", { env });
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr.split("\n")).toEqual([
      expect.stringMatching(/^asking the registry for the provider .* \.\.\. [\d.]+ s$/),
      expect.stringMatching(/^no registry; building the provider .* \.\.\. failed$/),
      message,
      "",
    ]);
  });

  it("a provider that does not run", async () => {
    const cache = temporaryFolder();
    const mirror = join(cache, "cdktf-routeros-gateway", "mirror");
    mkdirSync(dirname(providerExecutable(mirror)), { recursive: true });
    writeFileSync(providerExecutable(mirror), "#!/bin/sh\n", { mode: 0o755 });
    const { status, stderr } = await runTool("prepare", {
      checkout: unpreparedCheckout(),
      env: { XDG_CACHE_HOME: cache },
    });
    expect(status).toBe(1);
    expect(stderr.split("\n").slice(1)).toEqual([
      `Terraform cannot read the schema of the provider (Failed to load plugin schemas): remove ${dirname(mirror)}, then run: npm run bindings`,
      "",
    ]);
  });

  it("a cache that cannot be written", async () => {
    const file = join(temporaryFolder(), "file");
    writeFileSync(file, "");
    const { status, stderr } = await runTool("prepare", { env: { XDG_CACHE_HOME: file } });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `cannot write ${join(file, "cdktf-routeros-gateway")} (ENOTDIR): set XDG_CACHE_HOME to a folder of yours, then run: npm run bindings\n`,
    });
  });
});

describe("commands that need what is not there say what to run", () => {
  it("no bindings, as after npm ci --ignore-scripts", async () => {
    const ending = await runTool("require-bindings", { checkout: unpreparedCheckout() });
    expect(ending).toEqual({
      status: 1,
      stdout: "",
      stderr: "the RouterOS bindings are not built: run: npm run bindings\n",
    });
  });

  it("no provider", async () => {
    const ending = await runTool("require-bindings", { env: { XDG_CACHE_HOME: temporaryFolder() } });
    expect(ending).toEqual({
      status: 1,
      stdout: "",
      stderr: "the provider terraform-routeros/routeros 1.99.1 is not installed: run: npm run bindings\n",
    });
  });

  it("everything there: nothing is said", async () => {
    expect(await runTool("require-bindings")).toEqual({ status: 0, stdout: "", stderr: "" });
  });
});
