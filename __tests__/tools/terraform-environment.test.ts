import { writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import spawn from "cross-spawn";
import { terraformCommand } from "../../tools/terraform-cli";
import { terraformEnvironment } from "../../tools/terraform-environment";
import { type Ending, removeFolders, temporaryFolder } from "./checkout";

afterAll(removeFolders);

/** `terraform init` of a module that requires the given providers, in the environment of ours. */
async function init(required: Record<string, { source: string; version?: string }>): Promise<Ending> {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "main.tf.json"), JSON.stringify({ terraform: { required_providers: required } }));
  const child = spawn(terraformCommand(), ["init", "-no-color"], {
    cwd,
    env: { ...terraformEnvironment(), TF_REGISTRY_DISCOVERY_RETRY: "0" },
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

describe("the environment for terraform and cdktf", () => {
  it.each([
    ["by its source", "terraform-routeros/routeros"],
    ["by the name that Terraform gives it", "registry.terraform.io/terraform-routeros/routeros"],
    ["by the name that OpenTofu gives it", "registry.opentofu.org/terraform-routeros/routeros"],
  ])("installs the pinned provider without a registry, %s", async (_, source) => {
    const { status, stdout, stderr } = await init({ routeros: { source, version: "1.99.1" } });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(
      /Installed (registry\S+\/)?terraform-routeros\/routeros v1\.99\.1 \(unauthenticated\)/,
    );
  });

  it("leaves every other provider to its own registry", async () => {
    let asked = 0;
    const registry = createServer((socket) => {
      asked += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => registry.listen(0, "127.0.0.1", resolve));
    const { port } = registry.address() as AddressInfo;
    await init({ other: { source: `localhost:${port}/acme/other` } });
    await new Promise((resolve) => registry.close(resolve));
    expect(asked).toBeGreaterThan(0);
  });

  it("keeps the router's variables and drops what would bend Terraform or colour its output", () => {
    const before = { ...process.env };
    try {
      Object.assign(process.env, {
        ROS_HOSTURL: "https://192.168.88.1",
        TF_CLI_ARGS_plan: "-destroy",
        TF_WORKSPACE: "other",
        NO_COLOR: "1",
      });
      const env = terraformEnvironment();
      expect(env).toMatchObject({
        ROS_HOSTURL: "https://192.168.88.1",
        CHECKPOINT_DISABLE: "1",
        DISABLE_VERSION_CHECK: "1",
        FORCE_COLOR: "0",
      });
      expect(Object.keys(env)).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/^(TF_CLI_ARGS_plan|TF_WORKSPACE|NO_COLOR)$/)]),
      );
    } finally {
      process.env = before;
    }
  });
});
