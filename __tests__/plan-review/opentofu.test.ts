import { readFileSync } from "node:fs";
import { join } from "node:path";
import { formatJson, readPlan, review } from "../../lib/plan-review";
import { Deployment } from "../deploy/deployment";
import { withTerraform } from "../terraform";
import { sampled } from "../tier";
import { CONFIGURATIONS } from "./opentofu/configurations";

/** A plan that OpenTofu made of a configuration. */
const kept = (name: string): string => readFileSync(join(__dirname, "opentofu", `${name}.plan.json`), "utf8");

const reportOf = (text: string): unknown => JSON.parse(formatJson(review([readPlan(text, "plan.json")])));

test.each(sampled(Object.entries(CONFIGURATIONS), 2))(
  "the %s plan of OpenTofu is reviewed as Terraform's",
  async (name, { standing, planned }) => {
    await withTerraform(Deployment, async (_, terraform) => {
      if (standing !== undefined) {
        terraform.writeHcl(standing);
        expect(await terraform.apply()).toMatchObject({ ok: true });
      }
      terraform.writeHcl(planned);
      const ofTerraform = await terraform.plannedJson();
      expect(kept(name)).toContain("registry.opentofu.org/terraform-routeros/routeros");
      expect(ofTerraform).not.toContain("registry.opentofu.org");
      expect(reportOf(kept(name))).toEqual(reportOf(ofTerraform));
    });
  },
);

test("a provider block with for_each is a router for each key", () => {
  const { routers, method } = review([readPlan(kept("sites"), "plan.json")]);
  expect(routers.map(({ name, change }) => [name, change.changes.length])).toEqual([
    ['routeros.site["berlin"]', 6],
    ['routeros.site["bern"]', 3],
  ]);
  const [berlin, bern] = routers.map(({ shares }) => shares[0]?.after?.shares);
  expect([berlin, bern]).toEqual([
    new Map([
      ["wlan1", 0.5],
      ["wlan2", 0.5],
    ]),
    new Map([["wlan1", 1]]),
  ]);
  expect(method.join()).toContain("A provider block with for_each represents several routers");
});
