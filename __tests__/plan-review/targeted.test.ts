import { readPlan, review } from "../../lib/plan-review";
import { Deployment } from "../deploy/deployment";
import { articleGateway } from "../simulator/article";
import { withTerraform } from "../terraform";

test("a plan of one resource leaves the rest of the gateway as it stands", async () => {
  await withTerraform(Deployment, async (_, terraform) => {
    terraform.writeGateway(articleGateway(2));
    expect(await terraform.apply()).toMatchObject({ ok: true });
    terraform.writeGateway(articleGateway(2, { stickyConnections: true }));
    const [wanted] = (await terraform.plan()).filter(({ address }) => address.includes("wlan1_mark-egress"));
    const json = await terraform.plannedJson(`-target=${wanted?.address}`);
    expect(JSON.stringify(JSON.parse(json).resource_changes)).not.toContain("gateway/wlan2/");

    const { findings, routers, method } = review([readPlan(json, "plan.json")]);
    const shares = { wlan1: 0.5, wlan2: 0.5 };
    expect(routers[0]?.shares[0]?.after?.shares).toEqual(new Map(Object.entries(shares)));
    const brought = findings.filter(({ since, verdict }) => since === "new" && verdict !== "pass");
    expect(brought).toEqual([]);
    expect(method.filter((line) => line.includes("-target"))).toHaveLength(1);
  });
});
