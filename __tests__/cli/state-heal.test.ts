import { NOTHING_DONE, upTo } from "../deploy/faults";
import type { contentOf } from "../deploy/lab";
import { fullTest, sampled } from "../tier";
import { contentMade, finish, gateway, heal, ROWS } from "./healing";
import { withStateLab } from "./state-lab";

let made: ReturnType<typeof contentOf>;
beforeAll(async () => {
  made = await contentMade();
});

/** The menus of rows that another apply makes again, or is refused. */
const CREATED = [
  "/ip/address",
  "/routing/table",
  "/ip/firewall/nat",
  "/ip/firewall/mangle",
  "/ip/route",
  "/ip/dns/static",
];

describe("an apply that creates, and whose k-th write", () => {
  fullTest("ends in faults that leave nothing, leaves nothing to heal, for every k", async () => {
    for (const k of upTo(ROWS)) {
      await withStateLab(async (router, terraform) => {
        terraform.writeGateway(gateway);
        for (const [i, fault] of NOTHING_DONE.entries()) {
          router.faults.onWrite(i === 0 ? k : 1, fault);
          expect([k, fault, (await terraform.apply(1)).ok]).toEqual([k, fault, false]);
        }
        const { writes } = router.faults;
        await heal(k, terraform);
        expect([k, router.faults.writes]).toEqual([k, writes]);
        await finish(k, router, terraform, made);
      });
    }
  });

  fullTest("is done, and its reply lost, is healed at once, for every k", async () => {
    for (const k of upTo(ROWS)) {
      await withStateLab(async (router, terraform) => {
        terraform.writeGateway(gateway);
        router.faults.onWrite(k, "drop-after");
        expect([k, (await terraform.apply(1)).ok]).toEqual([k, false]);
        await heal(k, terraform);
        await finish(k, router, terraform, made);
      });
    }
  });

  test.each(sampled(CREATED, 1))(
    "made a row of %s whose reply was lost, is healed after one more apply",
    async (menu) => {
      await withStateLab(async (router, terraform) => {
        terraform.writeGateway(gateway);
        router.faults.onWriteTo(menu, "drop-after");
        expect((await terraform.apply(1)).ok).toBe(false);
        // Refused for a row that is there already, or done with a second copy of it.
        await terraform.apply(1);
        await heal(1, terraform);
        await finish(1, router, terraform, made);
      });
    },
  );
});
