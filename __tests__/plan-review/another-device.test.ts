import { readPlan, review } from "../../lib/plan-review";
import { Deployment } from "../deploy/deployment";
import { articleGateway } from "../simulator/article";
import { withTerraform } from "../terraform";

test("a state that is not the router's is told by its rows", async () => {
  await withTerraform(Deployment, async (_, terraform) => {
    terraform.writeGateway(articleGateway(2));
    expect(await terraform.apply()).toMatchObject({ ok: true });
    await withTerraform(Deployment, async (other) => {
      // Rows of another gateway, which carry the same ids.
      other.add("/ip/firewall/nat", {
        chain: "dstnat",
        action: "dst-nat",
        protocol: "tcp",
        "dst-port": "80",
        "to-addresses": "192.168.0.7",
      });
      other.add("/ip/firewall/nat", { chain: "dstnat", action: "accept", comment: "camera" });
      terraform.pointAt(other);
      const { findings } = review([readPlan(await terraform.plannedJson(), "plan.json")]);
      expect(findings.filter(({ id }) => id === "state-router-mismatch")).toMatchObject([
        { severity: "error" },
      ]);
    });
  });
});
