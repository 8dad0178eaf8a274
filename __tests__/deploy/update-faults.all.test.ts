import { Balancing, EcmpMasqueradeGateway, HashPolicy, HealthCheck } from "../../lib";
import { failInEachWay, lastWrite, NOTHING_DONE, Site, upTo } from "./faults";
import { contentOf, EVERY_KIND, everyKind } from "./lab";

/** A change of every row: all comments, the servers, the hash policy, and the check of every route. */
const before = {
  ...everyKind,
  healthCheck: HealthCheck.arp(),
  balancing: Balancing.ecmp({ hashPolicy: HashPolicy.L3 }),
};
const after = { ...everyKind, comment: "renamed", dns: { ...everyKind.dns, servers: ["1.0.0.1"] } };

let site: Site;
let reference: ReturnType<typeof contentOf>;
const apply = () => site.terraform.apply(1);

beforeAll(async () => {
  site = await Site.of(before);
  site.terraform.writeGateway(after);
  const { writes } = site.router.faults;
  expect(await apply()).toMatchObject({ ok: true });
  expect(site.router.faults.writes - writes).toBe(EVERY_KIND);
  reference = contentOf(site.router);
});
afterAll(() => site.close());

async function applyAgain(k: number): Promise<void> {
  expect([k, (await apply()).ok]).toEqual([k, true]);
  expect([k, contentOf(site.router)]).toEqual([k, reference]);
}

test("an update whose k-th write ends in any fault that leaves nothing is repaired by running it again, for every k", async () => {
  for (const k of upTo(EVERY_KIND)) {
    await failInEachWay(k, site.again(), apply);
    await applyAgain(k);
  }
});

test("an update whose k-th write is done, and its reply lost, is repaired by running it again, for every k", async () => {
  for (const k of upTo(EVERY_KIND)) {
    site.again().router.faults.onWrite(k, "drop-after");
    expect([k, (await apply()).ok]).toEqual([k, false]);
    await applyAgain(k);
  }
});

/** No field that a gateway says itself is of this kind, since it says each from the start. */
test.each(NOTHING_DONE)(
  "a field that the router shows only once it is set, added by hand, is believed to be written after %s; -replace cures",
  async (fault) => {
    const { router, terraform } = site.again();
    terraform.write((stack) => {
      const gateway = new EcmpMasqueradeGateway(stack, "gateway", before);
      gateway.wan("wlan1").masquerade?.addOverride("ipsec_policy", "out,none");
    });
    const policies = () => router.rows("/ip/firewall/nat").map((row) => row["ipsec-policy"]);
    router.faults.onWrite(1, fault);
    expect((await terraform.apply(1)).ok).toBe(false);
    expect(lastWrite(router)).toBe("PATCH ip/firewall/nat");
    expect(await terraform.isSettled()).toBe(true);
    expect(policies()).toEqual([undefined, undefined]);
    expect((await terraform.replace(terraform.addressOf("gateway/wlan1/masquerade"))).ok).toBe(true);
    expect(policies().filter((policy) => policy !== undefined)).toEqual(["out,none"]);
  },
);
