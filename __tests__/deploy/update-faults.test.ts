import { Balancing, EcmpMasqueradeGateway, HashPolicy, HealthCheck } from "../../lib";
import { Deployed, NOTHING_DONE, upTo, writeOf } from "./faults";
import { contentOf, EVERY_KIND, everyKind } from "./lab";

jest.setTimeout(300_000);

/** A change of every row: all comments, the servers, the hash policy, and the check of every route. */
const before = {
  ...everyKind,
  healthCheck: HealthCheck.arp(),
  balancing: Balancing.ecmp({ hashPolicy: HashPolicy.L3 }),
};
const after = { ...everyKind, comment: "renamed", dns: { ...everyKind.dns, servers: ["1.0.0.1"] } };

let deployed: Deployed;
let reference: ReturnType<typeof contentOf>;
let writes: number;

beforeAll(async () => {
  deployed = await Deployed.of(before);
  await deployed.use(async (router, terraform) => {
    terraform.writeGateway(after);
    expect(await terraform.apply(1)).toMatchObject({ ok: true });
    reference = contentOf(router);
    writes = router.faults.writes;
  });
  expect(writes).toBe(EVERY_KIND);
});
afterAll(() => deployed.remove());

test.each([...NOTHING_DONE, "drop-after"] as const)(
  "an update whose k-th write ends in %s is repaired by running it again, for every k",
  async (fault) => {
    for (const k of upTo(writes)) {
      await deployed.use(async (router, terraform) => {
        terraform.writeGateway(after);
        router.faults.onWrite(k, fault);
        expect([k, (await terraform.apply(1)).ok]).toEqual([k, false]);
        expect([k, (await terraform.apply(1)).ok]).toEqual([k, true]);
        expect([k, contentOf(router)]).toEqual([k, reference]);
      });
    }
  },
);

/** No field that a gateway says itself is of this kind, since it says each from the start. */
test.each(NOTHING_DONE)(
  "a field that the router shows only once it is set, added by hand, is believed to be written after %s; -replace cures",
  async (fault) => {
    await deployed.use(async (router, terraform) => {
      terraform.write((stack) => {
        const gateway = new EcmpMasqueradeGateway(stack, "gateway", before);
        gateway.wan("wlan1").masquerade?.addOverride("ipsec_policy", "out,none");
      });
      const policies = () => router.rows("/ip/firewall/nat").map((row) => row["ipsec-policy"]);
      router.faults.onWrite(1, fault);
      expect((await terraform.apply(1)).ok).toBe(false);
      expect(writeOf(router, 1)).toBe("PATCH ip/firewall/nat");
      expect(await terraform.isSettled()).toBe(true);
      expect(policies()).toEqual([undefined, undefined]);
      expect((await terraform.replace(terraform.addressOf("gateway/wlan1/masquerade"))).ok).toBe(true);
      expect(policies().filter((policy) => policy !== undefined)).toEqual(["out,none"]);
    });
  },
);
