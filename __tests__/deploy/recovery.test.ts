import { EcmpMasqueradeGateway } from "../../lib";
import { fullTest, sampled } from "../tier";
import { NOTHING_DONE, Site } from "./faults";
import { contentOf, everyKind } from "./lab";
import { lostWrites, removeUnknownCopies, twice } from "./lost-replies";

/* "When an apply fails" of docs/troubleshooting.md, a fault for each kind of row; `*-faults.all` are the same for every write. */

const [REFUSED] = NOTHING_DONE;
const renamed = { ...everyKind, comment: "renamed" };

/** The menu that a path writes to. */
const menuOf = (path: string) => path.replace(/\/set$/, "");

let site: Site;
let reference: ReturnType<typeof contentOf>;
const apply = () => site.terraform.apply(1);

beforeAll(async () => {
  site = await Site.empty();
  site.terraform.writeGateway(everyKind);
  expect(await apply()).toMatchObject({ ok: true });
  reference = contentOf(site.router);
});
afterAll(() => site.close());

describe("after a creation whose reply was lost", () => {
  beforeEach(() => {
    site.again().terraform.writeGateway(everyKind);
  });

  test("an address, a table and a static record are refused once more, and imported; singletons are repaired", async () => {
    const { router, terraform } = site;
    const since = router.requests.length;
    const menus = ["/ip/address", "/ip/dns", "/ip/dns/static", "/ip/settings", "/routing/table"];
    for (const menu of menus) {
      router.faults.onWriteTo(menu, "drop-after");
    }
    const failed = new Set<string>();
    const imported = new Set<string>();
    // What waits for a lost row is made, and lost, by a later apply.
    for (let run = await apply(); !run.ok; run = await apply()) {
      for (const [, address = ""] of run.text.matchAll(/with (routeros_\S+),/g)) {
        if (failed.has(address)) {
          expect(await terraform.importByComment(address)).toMatchObject({ ok: true });
          imported.add(address);
        }
        failed.add(address);
      }
      expect(failed.size).toBeLessThanOrEqual(menus.length);
    }
    expect(lostWrites(router, since).map(menuOf).sort()).toEqual(menus);
    expect([...imported].map((address) => address.split(".")[0]).sort()).toEqual([
      "routeros_ip_address",
      "routeros_ip_dns_record",
      "routeros_routing_table",
    ]);
    expect([contentOf(router), twice(router)]).toEqual([reference, []]);
  });

  test("a route and rules are made a second time, and the copy that no state knows is removed", async () => {
    const { router, terraform } = site;
    const since = router.requests.length;
    const menus = ["/ip/firewall/mangle", "/ip/firewall/nat", "/ip/route"];
    for (const menu of menus) {
      router.faults.onWriteTo(menu, "drop-after");
    }
    // What waits for a lost row is made, and lost, by a later apply.
    for (let applies = 1; !(await apply()).ok; applies += 1) {
      expect(applies).toBeLessThanOrEqual(menus.length);
    }
    expect(lostWrites(router, since).sort()).toEqual(menus);
    expect([...new Set(twice(router).map(({ menu }) => menu))].sort()).toEqual(menus);
    removeUnknownCopies(router, terraform);
    expect(await apply()).toMatchObject({ ok: true });
    expect(contentOf(router)).toEqual(reference);
  });
});

test("a creation, a change and a destroy that break off are repaired by running them again", async () => {
  const { router, terraform } = site.again();
  const changed = JSON.parse(JSON.stringify(reference).replaceAll("gateway/", "renamed/"));
  const steps = [
    { to: everyKind, fault: REFUSED, content: reference },
    { to: renamed, fault: REFUSED, content: changed },
    { to: everyKind, fault: "drop-after", content: reference },
  ] as const;
  for (const { to, fault, content } of steps) {
    terraform.writeGateway(to);
    router.faults.onWrite(1, fault);
    expect([fault, (await apply()).ok]).toEqual([fault, false]);
    expect([fault, (await apply()).ok]).toEqual([fault, true]);
    expect(contentOf(router)).toEqual(content);
  }
  for (const fault of sampled([REFUSED, "drop-after"] as const, 1)) {
    router.faults.onWrite(1, fault);
    expect([fault, (await terraform.destroy(1)).ok]).toEqual([fault, false]);
  }
  expect((await terraform.destroy(1)).ok).toBe(true);
  expect(terraform.idsInState()).toEqual({});
});

fullTest(
  "the refused update of a field that was not on the row is believed to be written; -replace cures",
  async () => {
    const { router, terraform } = site.again();
    const policies = () => router.rows("/ip/firewall/nat").map((row) => row["ipsec-policy"]);
    terraform.writeGateway(everyKind);
    expect((await apply()).ok).toBe(true);
    terraform.write((stack) => {
      const gateway = new EcmpMasqueradeGateway(stack, "gateway", everyKind);
      gateway.wan("wlan1").masquerade?.addOverride("ipsec_policy", "out,none");
    });
    router.faults.onWrite(1, REFUSED);
    expect((await apply()).ok).toBe(false);
    expect([await terraform.isSettled(), policies()]).toEqual([true, [undefined, undefined]]);
    expect((await terraform.replace(terraform.addressOf("gateway/wlan1/masquerade"))).ok).toBe(true);
    expect(policies().filter((policy) => policy !== undefined)).toEqual(["out,none"]);
  },
);
