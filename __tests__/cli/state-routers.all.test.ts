import { RouterosProvider } from "@cdktf/provider-routeros/lib/provider";
import { LabRouter } from "../../lab/router";
import { EcmpMasqueradeGateway } from "../../lib";
import { rowOf } from "../deploy/lab";
import { article } from "../synth/synthesize";
import { withStateLab } from "./state-lab";

test("of a stack with two routers, the one is looked at that the provider and the environment name", async () => {
  const branch = await LabRouter.start();
  try {
    await withStateLab(async (router, terraform) => {
      terraform.write((stack) => {
        // The stack's own provider is the router in the environment.
        new EcmpMasqueradeGateway(stack, "main", {
          ...article,
          provider: stack.node.findChild("routeros") as RouterosProvider,
        });
        const provider = new RouterosProvider(stack, "branch-router", {
          alias: "branch",
          hosturl: branch.httpsUrl,
          username: branch.username,
          password: branch.password,
          caCertificate: branch.caCertificateFile,
        });
        new EcmpMasqueradeGateway(stack, "branch", { ...article, provider });
      });
      expect(await terraform.apply()).toMatchObject({ ok: true });
      const address = rowOf(branch, "/ip/address", { interface: "wlan1" });
      branch.set("/ip/address", address[".id"] ?? "", { comment: "" });

      const unclear = await terraform.state("check");
      expect([unclear.status, unclear.err]).toEqual([
        2,
        expect.stringMatching(
          /--provider with one of (routeros, routeros.branch|routeros.branch, routeros)$/m,
        ),
      ]);
      expect((await terraform.state("check", ["--provider", "routeros"])).status).toBe(0);
      terraform.pointAt(branch);
      const found = await terraform.state("check", ["--provider", "routeros.branch"]);
      expect([found.status, found.out]).toEqual([1, expect.stringContaining("comment: router not set")]);
      expect((await terraform.state("heal", ["--provider", "routeros.branch"])).status).toBe(0);
      rowOf(branch, "/ip/address", { interface: "wlan1", comment: "branch/wlan1/address" });
      expect(router.rows("/ip/address")).toHaveLength(3);
    });
  } finally {
    await branch.close();
  }
});
