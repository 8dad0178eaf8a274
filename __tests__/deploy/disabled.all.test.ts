import { Wan } from "../../lib";
import { article, wlan1, wlan2 } from "../synth/synthesize";
import { contentOf, rowOf, withRouter } from "./lab";

test("a WAN is disabled and enabled again in place, and each time the next plan is empty", async () => {
  await withRouter(async (router, terraform) => {
    terraform.writeGateway(article);
    await terraform.apply();
    const before = contentOf(router);

    terraform.writeGateway({
      ...article,
      wans: [Wan.static({ ...wlan1, disabled: true }), Wan.static(wlan2)],
    });
    expect(new Set((await terraform.plan()).map(({ actions }) => actions.join()))).toEqual(
      new Set(["update"]),
    );
    expect(await terraform.apply()).toMatchObject({ ok: true });
    expect(await terraform.plan()).toEqual([]);
    expect(rowOf(router, "/ip/route", { comment: "gateway/wlan1/default-route" })).toMatchObject({
      disabled: "true",
    });
    // What still leaves by the WAN while an apply comes to its routes is masqueraded.
    expect(rowOf(router, "/ip/firewall/nat", { comment: "gateway/wlan1/masquerade" })).toMatchObject({
      disabled: "false",
    });
    const routes = router.rows("/ip/route");
    expect(routes.filter((row) => row["ecmp"] !== undefined)).toEqual([]);

    terraform.writeGateway(article);
    expect(await terraform.apply()).toMatchObject({ ok: true });
    expect(await terraform.plan()).toEqual([]);
    expect(contentOf(router)).toEqual(before);
  });
});
