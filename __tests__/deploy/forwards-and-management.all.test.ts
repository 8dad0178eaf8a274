import { ForwardProtocol } from "../../lib";
import { article } from "../synth/synthesize";
import { contentOf, withLab } from "./lab";

const gateway = {
  ...article,
  portForwards: [
    { name: "web", ports: "443", to: "192.168.0.10", toPort: 8443, hairpin: true },
    { name: "sip", protocol: ForwardProtocol.UDP, ports: "5060,10000-10100", to: "192.168.0.20" },
  ],
};

test("forwards come and go without touching what else stands, and no plan is left over", async () => {
  await withLab(async (router, terraform) => {
    terraform.writeGateway(article);
    await terraform.apply();
    const before = contentOf(router);
    const standing = Object.values(terraform.idsInState());

    terraform.writeGateway(gateway);
    const plan = await terraform.plan();
    expect(new Set(plan.map(({ actions }) => actions.join()))).toEqual(new Set(["create"]));
    expect(await terraform.apply(20)).toMatchObject({ ok: true });
    expect(Object.values(terraform.idsInState())).toEqual(expect.arrayContaining(standing));
    expect(await terraform.plan()).toEqual([]);

    terraform.writeGateway({
      ...gateway,
      portForwards: [{ ...gateway.portForwards[0], toPort: 8444 }] as never,
    });
    const changes = await terraform.plan();
    expect(changes.map(({ actions }) => actions.join()).sort()).toEqual([
      ...Array(2).fill("delete"),
      ...Array(4).fill("update"),
    ]);
    expect(await terraform.apply(20)).toMatchObject({ ok: true });
    expect(await terraform.plan()).toEqual([]);

    terraform.writeGateway(article);
    expect(await terraform.apply(20)).toMatchObject({ ok: true });
    expect(contentOf(router)).toEqual(before);
  });
});

test("IPsec is spared, and a management source, in place, and both are taken back", async () => {
  await withLab(async (router, terraform) => {
    terraform.writeGateway(article);
    await terraform.apply();
    const before = contentOf(router);
    terraform.writeGateway({ ...article, excludeIpsec: true, management: { sources: ["10.99.0.0/24"] } });
    expect((await terraform.plan()).map(({ actions }) => actions.join()).sort()).toEqual([
      "create",
      ...Array(6).fill("update"),
    ]);
    expect(await terraform.apply(20)).toMatchObject({ ok: true });
    expect(await terraform.plan()).toEqual([]);
    expect(router.rows("/ip/firewall/nat").map((row) => row["ipsec-policy"])).toEqual([
      "out,none",
      "out,none",
    ]);
    terraform.writeGateway(article);
    expect(await terraform.apply(20)).toMatchObject({ ok: true });
    expect(await terraform.plan()).toEqual([]);
    expect(contentOf(router)).toEqual(before);
  });
});
