import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EcmpMasqueradeGateway } from "../../lib";
import { type ReportedFinding, readPlan, review } from "../../lib/plan-review";
import { Deployment } from "../deploy/deployment";
import { articleGateway } from "../simulator/article";
import { withTerraform } from "../terraform";

const listing = (name: string): string => readFileSync(join(__dirname, "article", `${name}.tf`), "utf8");

/** The errors that the review finds in a plan of the real provider, made on an empty lab router. */
async function errorsOf(prepare: (terraform: Deployment) => void): Promise<readonly ReportedFinding[]> {
  let findings: readonly ReportedFinding[] = [];
  await withTerraform(Deployment, async (_, terraform) => {
    prepare(terraform);
    ({ findings } = review([readPlan(await terraform.plannedJson(), "plan.json")]));
  });
  return findings.filter(({ severity }) => severity === "error");
}

describe("the article's listing, slips and all", () => {
  let errors: readonly ReportedFinding[];
  beforeAll(async () => {
    errors = await errorsOf((terraform) => terraform.writeHcl(listing("literal")));
  });

  test.each([
    ["wlan2's mark is read by no rule", "connection-mark-unused", "routeros_ip_firewall_mangle.input_wlan2"],
    ["both output rules match one mark", "rule-overridden", "routeros_ip_firewall_mangle.output_wlan2"],
    [
      "the second policy route leads to the router itself",
      "gateway-own-address",
      "routeros_ip_route.policy_wlan2",
    ],
    [
      "a mark is spelled otherwise than its table",
      "table-missing",
      "routeros_ip_firewall_mangle.output_wlan1",
    ],
    ["the other mark as well", "table-missing", "routeros_ip_firewall_mangle.output_wlan2"],
    ["wlan1's answers are sent out by wlan2", "table-leads-elsewhere", "routeros_ip_route.policy_wlan1"],
    ["wlan1's policy route has no check", "policy-route-unchecked", "routeros_ip_route.policy_wlan1"],
    ["nor has wlan2's", "policy-route-unchecked", "routeros_ip_route.policy_wlan2"],
    ["a gateway is a list", "gateway-list", "routeros_ip_route.default"],
  ])("%s", (_, id, resource) => {
    const found = errors.filter((error) => error.id === id).map(({ resources }) => resources[0]);
    expect(found).toContain(resource);
  });

  test("and nothing else is an error, but that Terraform makes its two output rules in any order", () => {
    const ids = new Set(errors.map(({ id }) => id));
    expect([...ids].sort()).toEqual([
      "connection-mark-unused",
      "gateway-list",
      "gateway-own-address",
      "policy-route-unchecked",
      "rule-order-by-chance",
      "rule-overridden",
      "table-leads-elsewhere",
      "table-missing",
    ]);
  });
});

test("the corrected listing has no error", async () => {
  expect(await errorsOf((terraform) => terraform.writeHcl(listing("corrected")))).toEqual([]);
});

test("nor has the construct's gateway", async () => {
  const errors = await errorsOf((terraform) =>
    terraform.write((stack) => {
      new EcmpMasqueradeGateway(stack, "gateway", articleGateway());
    }),
  );
  expect(errors).toEqual([]);
});
