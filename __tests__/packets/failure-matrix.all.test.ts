import { readPlan, review } from "../../lib/plan-review";
import { until } from "../until";
import { gatewayOf, PacketLab, WANS } from "./packet-lab";
import { expectShares } from "./shares";

const FLOWS = 1200;
const wans = WANS.slice(0, 3);

let lab: PacketLab;
beforeAll(async () => {
  lab = await PacketLab.up(wans);
});
afterAll(() => lab.down());

test("what the review says of each WAN's failure is what happens", async () => {
  lab.terraform.writeGateway(gatewayOf(wans));
  const [router] = review([readPlan(await lab.terraform.plannedJson(), "plan.json")]).routers;
  expect(await lab.terraform.applyPlanned()).toMatchObject({ ok: true });
  await until("every route is up", () => lab.inactive().length === 0);
  const cases = router?.failures.origins[0]?.cases ?? [];
  expect(cases.map(({ down }) => down)).toEqual([["wlan1"], ["wlan2"], ["wlan3"]]);
  for (const { down, after } of cases) {
    const { gateway } = lab.network.wan(down[0] ?? "");
    await lab.network.wan(down[0] ?? "").inflict("dead-gateway");
    const ofIt = lab.router.rows("/ip/route").filter((row) => row["gateway"] === gateway).length;
    await until(`the routes by ${gateway} are inactive`, () => lab.inactive().length === ofIt);
    await lab.router.settled();
    const { byWan, failed } = await lab.fromLan(FLOWS);
    expect([down, failed]).toEqual([down, []]);
    expectShares(byWan, Object.fromEntries(after?.shares ?? []), FLOWS);
    await lab.heal();
    await lab.router.settled();
  }
});
