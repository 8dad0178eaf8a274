import type { LabRouter } from "../../lab/router";
import type { Deployment } from "./deployment";
import { NOTHING_DONE, upTo } from "./faults";
import { contentOf, EVERY_KIND, everyKind, withLab } from "./lab";

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
  expect(writes).toBe(EVERY_KIND);
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

describe("where the row was made and only the reply is lost", () => {
  type NextApply = "refused" | "second copy" | "repaired";

  /** The README's table: what the next apply does, by menu. */
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

  /** Loses a reply, applies again, and recovers as the README says; gives what the second apply did. */
  async function loseReply(plan: (router: LabRouter) => void): Promise<{ menu: string; outcome: NextApply }> {
    let result: { menu: string; outcome: NextApply } | undefined;
    await withLab(async (router, terraform) => {
      terraform.writeGateway(everyKind);
      plan(router);
      expect((await terraform.apply(1)).ok).toBe(false);
      const lost = lostWrite(router);
      const [menu = ""] = menus.filter((path) => lost.startsWith(path));
      const again = await terraform.apply(1);
      const outcome = again.ok ? (twice(router).length > 0 ? "second copy" : "repaired") : "refused";
      result = { menu, outcome };
      if (outcome === "refused") {
        const [, address = ""] = again.text.match(/with (routeros_\S+),/) ?? [];
        expect([menu, await terraform.importByComment(address)]).toMatchObject([menu, { ok: true }]);
      }
      await removeUnknownCopies(router, terraform);
      expect([menu, (await terraform.apply(1)).ok]).toEqual([menu, true]);
      expect([menu, contentOf(router)]).toEqual([menu, reference]);
    });
    if (result === undefined) {
      throw new Error("no outcome");
    }
    return result;
  }

  test.each(Object.entries(nextApply))(
    "of %s, the next apply is: %s; the README's recovery mends it",
    async (menu, outcome) => {
      const lost = await loseReply((router) => router.faults.onWriteTo(menu, "drop-after"));
      expect(lost).toEqual({ menu, outcome });
    },
  );

  test("of the k-th write, the same holds for every k", async () => {
    for (const k of upTo(writes)) {
      const { menu, outcome } = await loseReply((router) => router.faults.onWrite(k, "drop-after"));
      expect([k, menu, outcome]).toEqual([k, menu, nextApply[menu]]);
    }
  });
});

/** The path of the write whose reply was lost: it has no status in the log. */
function lostWrite(router: LabRouter): string {
  const { path = "" } =
    router.requests.find(({ method, status }) => method !== "GET" && status === undefined) ?? {};
  return path.replace("/rest", "");
}

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
