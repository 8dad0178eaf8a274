import { HealthCheck } from "../../lib";
import { Deployed, NOTHING_DONE, upTo, writeOf } from "./faults";
import { contentOf, everyKind } from "./lab";

jest.setTimeout(300_000);

/** A change of every row: all comments, the servers, and the check of every route. */
const before = { ...everyKind, healthCheck: HealthCheck.arp() };
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
  expect(writes).toBe(2 * 7 + 1 + 2 + 2);
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

describe("a refused update of a field that the router's reply lacks is believed", () => {
  const unchecked = { ...everyKind, healthCheck: HealthCheck.none() };

  test.each(NOTHING_DONE)("%s: a route stays unchecked, and the plan says nothing of it", async (fault) => {
    const start = await Deployed.of(unchecked);
    try {
      await start.use(async (router, terraform) => {
        terraform.writeGateway(everyKind);
        router.faults.onWrite(1, fault);
        expect((await terraform.apply(1)).ok).toBe(false);
        expect(writeOf(router, 1)).toBe("PATCH ip/route");
        expect((await terraform.apply(1)).ok).toBe(true);
        expect(await terraform.plan()).toEqual([]);
        const uncheckedRoutes = router
          .rows("/ip/route")
          .filter(
            (row) => row.comment?.startsWith("gateway/") && row.gateway && row["check-gateway"] !== "ping",
          );
        expect(uncheckedRoutes).toHaveLength(1);
        // -replace cures it.
        const address = terraform.addressOf(uncheckedRoutes[0]?.comment ?? "");
        expect((await terraform.replace(address)).ok).toBe(true);
        expect(router.rows("/ip/route").filter((row) => row["check-gateway"] === "ping")).toHaveLength(5);
      });
    } finally {
      start.remove();
    }
  });
});
