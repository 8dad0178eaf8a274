import { EcmpMasqueradeGateway, type EcmpMasqueradeGatewayProps, Wan } from "../../lib";
import { article, wlan3 } from "../synth/synthesize";
import type { Deployment } from "./deployment";
import { contentOf, portTest, rowOf, withRouter } from "./lab";

const guests: EcmpMasqueradeGatewayProps = {
  name: "guests",
  routingTable: "guests",
  lans: [{ interface: "Guests", address: "192.168.9.1/24" }],
  wans: [Wan.static(wlan3)],
};
const interfaces = ["Local", "Guests", "wlan1", "wlan2", "wlan3"];

function writeBoth(terraform: Deployment): void {
  terraform.write((stack) => {
    new EcmpMasqueradeGateway(stack, "gateway", article);
    new EcmpMasqueradeGateway(stack, "guests", guests);
  });
}

portTest(...interfaces)(
  "two gateways on one router: the next plan is empty, and one goes without the other noticing",
  async () => {
    await withRouter(
      async (router, terraform) => {
        terraform.writeGateway(article);
        await terraform.apply();
        const alone = contentOf(router);
        writeBoth(terraform);
        expect(await terraform.apply()).toMatchObject({ ok: true });
        expect(await terraform.plan()).toEqual([]);
        expect(router.rows("/routing/rule").map(({ comment }) => comment)).toEqual([
          "guests/Guests/specific-routes",
          "guests/Guests/routing-rule",
        ]);
        terraform.writeGateway(article);
        expect(await terraform.apply()).toMatchObject({ ok: true });
        expect(contentOf(router)).toEqual(alone);
      },
      { interfaces },
    );
  },
);

portTest(...interfaces)(
  "a rule that somebody removed comes back before the one that relies on its place",
  async () => {
    await withRouter(
      async (router, terraform) => {
        writeBoth(terraform);
        await terraform.apply();
        const { ".id": id } = rowOf(router, "/routing/rule", { comment: "guests/Guests/specific-routes" });
        router.remove("/routing/rule", id ?? "");
        expect(await terraform.apply()).toMatchObject({ ok: true });
        expect(await terraform.plan()).toEqual([]);
        expect(router.rows("/routing/rule").map(({ comment }) => comment)).toEqual([
          "guests/Guests/specific-routes",
          "guests/Guests/routing-rule",
        ]);
      },
      { interfaces },
    );
  },
);
