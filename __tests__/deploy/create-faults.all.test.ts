import type { Faults } from "../../lab/router";
import { failInEachWay, Site, upTo } from "./faults";
import { contentOf, EVERY_KIND, everyKind } from "./lab";
import { lostWrites, removeUnknownCopies, twice } from "./lost-replies";

let site: Site;
let reference: ReturnType<typeof contentOf>;
const apply = () => site.terraform.apply(1);

beforeAll(async () => {
  site = await Site.empty();
  site.terraform.writeGateway(everyKind);
  expect(await apply()).toMatchObject({ ok: true });
  expect(site.router.faults.writes).toBe(EVERY_KIND);
  reference = contentOf(site.router);
});
afterAll(() => site.close());

test("an apply whose k-th write ends in any fault that leaves nothing is repaired by running it again, for every k", async () => {
  for (const k of upTo(EVERY_KIND)) {
    await failInEachWay(k, site.again(), apply);
    expect([k, (await apply()).ok]).toEqual([k, true]);
    expect([k, contentOf(site.router)]).toEqual([k, reference]);
    expect([k, await site.terraform.isSettled()]).toEqual([k, true]);
  }
});

describe("where the row was made and only the reply is lost", () => {
  type NextApply = "refused" | "second copy" | "repaired";

  /** The table in docs/troubleshooting.md: what the next apply does, by menu. */
  const nextApply: Record<string, NextApply> = {
    "/ip/address": "refused",
    "/routing/table": "refused",
    "/ip/firewall/nat": "second copy",
    "/ip/firewall/mangle": "second copy",
    "/ip/route": "second copy",
    "/ip/dns/static": "refused",
    "/ip/dns": "repaired",
    "/ip/settings": "repaired",
  };

  // The longer path first: /ip/dns/static is no write to /ip/dns.
  const menus = Object.keys(nextApply).sort((a, b) => b.length - a.length);

  /** Loses a reply, applies again, and recovers as docs/troubleshooting.md says; gives what the second apply did. */
  async function loseReply(plan: (faults: Faults) => void): Promise<{ menu: string; outcome: NextApply }> {
    const { router, terraform } = site.again();
    plan(router.faults);
    expect((await apply()).ok).toBe(false);
    const lost = lostWrites(router).at(-1) ?? "";
    const [menu = ""] = menus.filter((path) => lost.startsWith(path));
    const again = await apply();
    const outcome = again.ok ? (twice(router).length > 0 ? "second copy" : "repaired") : "refused";
    if (outcome === "refused") {
      const [, address = ""] = again.text.match(/with (routeros_\S+),/) ?? [];
      expect([menu, await terraform.importByComment(address)]).toMatchObject([menu, { ok: true }]);
    }
    removeUnknownCopies(router, terraform);
    expect([menu, (await apply()).ok]).toEqual([menu, true]);
    expect([menu, contentOf(router)]).toEqual([menu, reference]);
    return { menu, outcome };
  }

  // Which row the k-th write makes is up to Terraform.
  test.each(Object.entries(nextApply))(
    "of %s, the next apply is: %s; the documented recovery repairs it",
    async (menu, outcome) => {
      const lost = await loseReply((faults) => faults.onWriteTo(menu, "drop-after"));
      expect(lost).toEqual({ menu, outcome });
    },
  );

  test("of the k-th write, the same holds for every k", async () => {
    for (const k of upTo(EVERY_KIND)) {
      const { menu, outcome } = await loseReply((faults) => faults.onWrite(k, "drop-after"));
      expect([k, menu, outcome]).toEqual([k, menu, nextApply[menu]]);
    }
  });
});
