import { Deployed, NOTHING_DONE, upTo } from "./faults";
import { contentOf, EVERY_KIND, everyKind } from "./lab";

jest.setTimeout(300_000);

let deployed: Deployed;
let reference: ReturnType<typeof contentOf>;
let writes: number;

beforeAll(async () => {
  deployed = await Deployed.of(everyKind);
  await deployed.use(async (router, terraform) => {
    terraform.writeGateway(everyKind);
    expect(await terraform.destroy(1)).toMatchObject({ ok: true });
    reference = contentOf(router);
    writes = router.faults.writes;
  });
  // Destroying the IP settings writes nothing.
  expect(writes).toBe(EVERY_KIND - 1);
});
afterAll(() => deployed.remove());

test.each([...NOTHING_DONE, "drop-after"] as const)(
  "a destroy whose k-th write ends in %s is repaired by running it again, for every k",
  async (fault) => {
    for (const k of upTo(writes)) {
      await deployed.use(async (router, terraform) => {
        terraform.writeGateway(everyKind);
        router.faults.onWrite(k, fault);
        expect([k, (await terraform.destroy(1)).ok]).toEqual([k, false]);
        expect([k, (await terraform.destroy(1)).ok]).toEqual([k, true]);
        expect([k, contentOf(router)]).toEqual([k, reference]);
      });
    }
  },
);
