import type { LabRouter } from "../../lab/router";
import type { Deployment } from "./deployment";
import { NOTHING_DONE, upTo, writeOf } from "./faults";
import { contentOf, everyKind, withLab } from "./lab";

jest.setTimeout(300_000);

/** What a faultless apply leaves, and the writes it takes, counted at -parallelism=1. */
let reference: ReturnType<typeof contentOf>;
let writes: number;

beforeAll(async () => {
  await withLab(async (router, terraform) => {
    terraform.writeGateway(everyKind);
    await terraform.apply(1);
    reference = contentOf(router);
    writes = router.faults.writes;
  });
  // 7 per WAN, 1 per LAN; servers, a record; a pin and its blackhole.
  expect(writes).toBe(2 * 7 + 1 + 2 + 2);
});

test.each(NOTHING_DONE)(
  "an apply whose k-th write ends in %s is repaired by running it again, for every k",
  async (fault) => {
    for (const k of upTo(writes)) {
      await withLab(async (router, terraform) => {
        terraform.writeGateway(everyKind);
        router.faults.onWrite(k, fault);
        expect([k, (await terraform.apply(1)).ok]).toEqual([k, false]);
        expect([k, (await terraform.apply(1)).ok]).toEqual([k, true]);
        expect([k, contentOf(router)]).toEqual([k, reference]);
        expect([k, await terraform.isSettled()]).toEqual([k, true]);
      });
    }
  },
);

/** What the next apply does where the k-th row was made and the reply was lost. */
const NEXT_APPLY: Record<string, "refused" | "second copy" | "repaired"> = {
  "PUT ip/address": "refused",
  "PUT routing/table": "refused",
  "PUT ip/firewall/nat": "second copy",
  "PUT ip/firewall/mangle": "second copy",
  "PUT ip/route": "second copy",
  "PUT ip/dns/static": "refused",
  "POST ip/dns/set": "repaired",
};

test("where only the reply is lost, the next apply is refused or makes a second copy; the README's recovery mends it", async () => {
  const seen: Record<string, string> = {};
  for (const k of upTo(writes)) {
    await withLab(async (router, terraform) => {
      terraform.writeGateway(everyKind);
      router.faults.onWrite(k, "drop-after");
      expect([k, (await terraform.apply(1)).ok]).toEqual([k, false]);
      const write = writeOf(router, k);
      const again = await terraform.apply(1);
      seen[write] = again.ok ? (twice(router).length > 0 ? "second copy" : "repaired") : "refused";
      if (!again.ok) {
        const [, address = ""] = again.text.match(/with (routeros_\S+),/) ?? [];
        expect([write, await terraform.importByComment(address)]).toMatchObject([write, { ok: true }]);
      }
      await removeUnknownCopies(router, terraform);
      expect([write, (await terraform.apply(1)).ok]).toEqual([write, true]);
      expect([write, contentOf(router)]).toEqual([write, reference]);
    });
  }
  expect(seen).toEqual(NEXT_APPLY);
});

/** The rows of a gateway whose ownership comment stands on another row too. */
function twice(router: LabRouter) {
  return ["/ip/firewall/nat", "/ip/firewall/mangle", "/ip/route", "/ip/dns/static"].flatMap((menu) =>
    router
      .rows(menu)
      .filter(
        ({ comment }, _, all) =>
          comment !== undefined && all.filter((row) => row.comment === comment).length > 1,
      )
      .map((row) => ({ menu, row })),
  );
}

/** The README's recovery of a row made twice: the copy that the state does not know goes. */
async function removeUnknownCopies(router: LabRouter, terraform: Deployment): Promise<void> {
  const known = await terraform.idsInState();
  for (const { menu, row } of twice(router)) {
    if (known[terraform.addressOf(row.comment ?? "")] !== row[".id"]) {
      router.remove(menu, row[".id"] ?? "");
    }
  }
}
