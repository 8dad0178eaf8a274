import { failInEachWay, Site, upTo } from "./faults";
import { contentOf, EVERY_KIND, everyKind } from "./lab";

// Destroying the IP settings writes nothing.
const WRITES = EVERY_KIND - 1;

let site: Site;
let reference: ReturnType<typeof contentOf>;
const destroy = () => site.terraform.destroy(1);

beforeAll(async () => {
  site = await Site.of(everyKind);
  const { writes } = site.router.faults;
  expect(await destroy()).toMatchObject({ ok: true });
  expect(site.router.faults.writes - writes).toBe(WRITES);
  reference = contentOf(site.router);
});
afterAll(() => site.close());

async function destroyAgain(k: number): Promise<void> {
  expect([k, (await destroy()).ok]).toEqual([k, true]);
  expect([k, contentOf(site.router)]).toEqual([k, reference]);
}

test("a destroy whose k-th write ends in any fault that leaves nothing is repaired by running it again, for every k", async () => {
  for (const k of upTo(WRITES)) {
    await failInEachWay(k, site.again(), destroy);
    await destroyAgain(k);
  }
});

test("a destroy whose k-th write is done, and its reply lost, is repaired by running it again, for every k", async () => {
  for (const k of upTo(WRITES)) {
    site.again().router.faults.onWrite(k, "drop-after");
    expect([k, (await destroy()).ok]).toEqual([k, false]);
    await destroyAgain(k);
  }
});
