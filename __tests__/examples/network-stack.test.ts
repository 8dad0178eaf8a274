import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Site, Sites } from "../../examples/network-stack/site";
import type { LabRouter } from "../../lab/router";
import { run } from "../../tools/run";
import { Terraform, withTerraform } from "../terraform";
import { sampled } from "../tier";

const ROOT = resolve(__dirname, "../..");
const EXAMPLE = join(ROOT, "examples/network-stack");
const { sites: SITES } = JSON.parse(readFileSync(join(EXAMPLE, "sites.json"), "utf8")) as Sites;

const folder = mkdtempSync(join(tmpdir(), "network-stack-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What `cdktf synth` makes of the example, a stack for each site. */
function synthesize(sites: readonly Site[]): (name: string) => { terraform: object; provider: object } {
  const env = { ...process.env, SITES: join(folder, "sites.json"), CDKTF_OUTDIR: join(folder, "out") };
  writeFileSync(env.SITES, JSON.stringify({ sites }));
  const { ok, stderr } = run(
    process.execPath,
    ["--require", require.resolve("tsx/cjs"), join(EXAMPLE, "main.ts")],
    { cwd: folder, env },
  );
  if (!ok) {
    throw new Error(stderr);
  }
  return (name) => JSON.parse(readFileSync(join(env.CDKTF_OUTDIR, "stacks", name, "cdk.tf.json"), "utf8"));
}

/** A stack of the example, handed to Terraform. */
class SiteTerraform extends Terraform {
  /** What a plan would do now. */
  async changes(): Promise<string[]> {
    const { text } = await this.run("plan", "-no-color");
    return text.match(/^ +[~+-].*/gm) ?? [];
  }

  write(stack: { terraform: object }): void {
    this.writeConfiguration(stack);
  }
}

/** The router that a site describes. */
const withSite = (site: Site, use: (router: LabRouter, terraform: SiteTerraform) => Promise<void>) =>
  withTerraform(SiteTerraform, use, {
    interfaces: [...site.wans.map((wan) => wan.interface), ...site.networks.flatMap(({ ports }) => ports)],
  });

test.each(
  sampled(
    SITES.map(({ name }) => name),
    1,
  ),
)("the stack of %s deploys, plans nothing, and goes", async (name) => {
  const described = SITES.find((site) => site.name === name) as Site;
  await withSite(described, async (router, terraform) => {
    terraform.write(synthesize([{ ...described, hosturl: router.httpsUrl }])(name));
    const applied = await terraform.apply(20);
    expect(applied.ok ? [] : applied.text.match(/Error: .*/g)).toEqual([]);
    expect(await terraform.changes()).toEqual([]);

    const defaults = router
      .rows("/ip/route")
      .filter((row) => row["dst-address"] === "0.0.0.0/0" && row["routing-table"] === "main");
    expect(defaults.map((row) => row["gateway"]).sort()).toEqual(
      described.wans.map((wan) => wan.kind === "static" && wan.gateway).sort(),
    );
    expect(router.rows("/ip/firewall/filter").map((row) => row["comment"])).toEqual([
      "input-answers",
      "input-invalid",
      "input-ping",
      "input-others",
      "fast-path",
      "forward-answers",
      "forward-invalid",
      "forward-others",
    ]);
    expect(
      router.rows("/ip/firewall/filter").find((row) => row["action"] === "fasttrack-connection"),
    ).toMatchObject({ "connection-mark": "no-mark" });
    expect(
      router
        .rows("/ip/dhcp-server")
        .map((row) => row["interface"])
        .sort(),
    ).toEqual(described.networks.map((network) => `vlan-${network.name}`).sort());

    expect(await terraform.destroy()).toMatchObject({ ok: true });
    expect(router.rows("/ip/route").filter((row) => row["static"] === "true")).toEqual([]);
  });
});

test("a change of one site leaves the stacks of the others as they were", () => {
  const [first, ...others] = SITES as [Site, ...Site[]];
  const before = synthesize(SITES);
  const untouched = others.map(({ name }) => JSON.stringify(before(name)));
  const changed = synthesize([{ ...first, networks: first.networks.slice(0, 1) }, ...others]);
  expect(others.map(({ name }) => JSON.stringify(changed(name)))).toEqual(untouched);
});
