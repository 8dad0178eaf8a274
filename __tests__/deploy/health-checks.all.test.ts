import { HealthCheck, Wan } from "../../lib";
import { article, wlan1, wlan2 } from "../synth/synthesize";
import { rowOf, withLab } from "./lab";

const by = (...targets: string[]) => HealthCheck.recursive({ targets });
const fibre = { ...wlan1, name: "fibre", renamedFrom: "wlan1" };
const gatewayWith = (...wans: Parameters<typeof Wan.static>[0][]) => ({
  ...article,
  wans: wans.map((wan) => Wan.static(wan)),
});
const plain = gatewayWith(wlan1, wlan2);
const checked = { healthCheck: by("9.9.9.9", "149.112.112.112") };
const recursive = gatewayWith({ ...wlan1, ...checked }, { ...wlan2, healthCheck: by("1.1.1.1", "1.0.0.1") });
const recursiveFibre = gatewayWith(
  { ...fibre, ...checked },
  { ...wlan2, healthCheck: by("1.1.1.1", "1.0.0.1") },
);

test("targets take the gateway's place in the routes that stand, once their own routes stand", async () => {
  await withLab(async (router, terraform) => {
    terraform.writeGateway(plain);
    await terraform.apply();
    const before = rowOf(router, "/ip/route", { comment: "gateway/wlan1/default-route" });
    terraform.writeGateway(recursive);
    const done = (await terraform.plan()).map(({ actions }) => actions.join());
    expect(done.filter((action) => action === "update")).toHaveLength(4);
    expect(done.filter((action) => action === "create")).toHaveLength(3 * 4);
    expect(done).not.toContain("delete");
    const first = router.requests.length;
    expect(await terraform.apply(20)).toMatchObject({ ok: true });
    expect(await terraform.isSettled()).toBe(true);
    expect(rowOf(router, "/ip/route", { comment: "gateway/wlan1/default-route:9.9.9.9" })).toMatchObject({
      ".id": before[".id"],
      gateway: "9.9.9.9",
      "target-scope": "11",
    });
    const written = router.requests.slice(first).map(({ body }) => String(JSON.stringify(body)));
    const at = (role: string) => written.findIndex((body) => body.includes(`gateway/wlan1/${role}:9.9.9.9`));
    const roles = ["probe-blackhole", "probe-route", "policy-route", "default-route"];
    const places = roles.map(at);
    expect([roles, places]).toEqual([roles, [...places].sort((a, b) => a - b)]);
    expect(places).not.toContain(-1);
  });
});

test("a WAN that is renamed too keeps its routes, whichever check its state knows it by", async () => {
  for (const [before, isChanged] of [
    [plain, true],
    [gatewayWith(fibre, wlan2), true],
    [recursive, false],
  ] as const) {
    await withLab(async (_, terraform) => {
      terraform.writeGateway(plain);
      await terraform.apply();
      terraform.writeGateway(before);
      await terraform.apply();
      terraform.writeGateway(recursiveFibre);
      const done = (await terraform.plan()).map(({ actions }) => actions.join());
      expect(done).not.toContain("delete");
      expect(done.includes("update")).toBe(isChanged);
      expect(await terraform.apply()).toMatchObject({ ok: true });
      expect(await terraform.isSettled()).toBe(true);
    });
  }
});
