import { Balancing, ClassifyBy, type EcmpMasqueradeGatewayProps, HealthCheck, Wan } from "../../lib";
import { type RouterReport, readPlan, review } from "../../lib/review";
import { gatewayOf, PacketLab, WANS } from "./packet-lab";
import { expectShares } from "./shares";
import { until } from "./until";

jest.setTimeout(300_000);

const wans = WANS.slice(0, 3);
const [two, three] = [WANS.slice(0, 2), wans];

/** New flows that shares are measured by, and connections that are open during an apply. */
const FLOWS = 1200;
const HELD = 360;

/** No luck of the sample goes further: five standard deviations of a share of the connections held. */
const LUCK = 5 * Math.sqrt(0.25 / HELD);

/**
 * Where flows go that are sent during an apply: so many places, used in turn, that no flow has addresses and ports of an
 * earlier one, and apart from those that shares are measured by.
 */
const PLACES = 4096;
const AT_ONCE = 64;

/** Nobody waits for an answer that long because of a busy machine. */
const PATIENT = { timeoutMs: 3000, concurrency: AT_ONCE };

let lab: PacketLab;
beforeAll(async () => {
  lab = await PacketLab.up(three);
});
afterAll(() => lab.down());

type Props = Partial<EcmpMasqueradeGatewayProps>;

/** A gateway with these weights, by a classifier. */
const weighted = (...weights: number[]): Props => ({
  wans: weights.map((weight, i) => {
    const { name = "", routerAddress = "", gateway = "" } = wans[i] ?? {};
    return Wan.static({ name, interface: name, address: routerAddress, gateway, weight });
  }),
  balancing: Balancing.classifier({ by: ClassifyBy.BOTH_ADDRESSES }),
});

/** Changes in a row: the gateway, the weights of new connections that the review must state, and the least part that moves. */
const CHANGES: readonly [
  name: string,
  props: EcmpMasqueradeGatewayProps,
  weights: Record<string, number>,
  least: number,
][] = [
  ["a gateway of two WANs is made", gatewayOf(two), { wlan1: 1, wlan2: 1 }, 0],
  ["a third WAN", gatewayOf(three), { wlan1: 1, wlan2: 1, wlan3: 1 }, 1 / 3],
  [
    "no health check",
    gatewayOf(three, { healthCheck: HealthCheck.none() }),
    { wlan1: 1, wlan2: 1, wlan3: 1 },
    0,
  ],
  ["a WAN less", gatewayOf(two), { wlan1: 1, wlan2: 1 }, 1 / 3],
  ["a classifier of weights 3:1", gatewayOf(two, weighted(3, 1)), { wlan1: 3, wlan2: 1 }, 0],
  ["weights 1:3", gatewayOf(two, weighted(1, 3)), { wlan1: 1, wlan2: 3 }, 0],
  ["ECMP again", gatewayOf(two), { wlan1: 1, wlan2: 1 }, 1 / 4],
];

/** How the connections of the LAN stand in a report of one router. */
function ofLan({ shares }: RouterReport) {
  const lan = shares.find(({ origin }) => origin.name === "LAN Local");
  if (lan === undefined) {
    throw new Error("the review knows no LAN");
  }
  return lan;
}

/** Opens connections and keeps them open; gives how many of them no longer go on as they did, each time it is asked. */
async function holdConnections(): Promise<{ brokenShare(): Promise<number>; release(): Promise<void> }> {
  const { network, traffic } = lab;
  const lan = network.lan("Local");
  const held = await traffic.hold({
    protocol: "tcp",
    from: lan.namespace,
    sources: lan.addresses(30),
    destinations: network.internet.addresses(HELD),
  });
  expect(held.answers.filter(({ ok }) => !ok)).toEqual([]);
  return {
    brokenShare: async () => (await held.pulse()).filter(({ state }) => state !== "alive").length / HELD,
    release: () => held.release(),
  };
}

/** Sends new flows without a pause while something happens; gives how many had no answer. */
async function lostDuring(
  change: () => Promise<void>,
): Promise<{ sent: number; lost: number; foreign: number }> {
  await lab.network.resetCounters();
  const { network, traffic } = lab;
  const lan = network.lan("Local");
  const places = network.internet.addresses(FLOWS + PLACES).slice(FLOWS);
  let [sent, lost, changing] = [0, 0, true];
  const sending = (async () => {
    for (let turn = 0; changing; turn += 1) {
      const first = (turn * AT_ONCE) % PLACES;
      const destinations = places.slice(first, first + AT_ONCE);
      const flows = await traffic.send(
        { protocol: "udp", from: lan.namespace, sources: lan.addresses(4), destinations },
        PATIENT,
      );
      sent += flows.answers.length;
      lost += flows.failed.length;
    }
  })();
  try {
    await change();
  } finally {
    changing = false;
    await sending;
  }
  const seen = await Promise.all(network.wans.map((isp) => isp.observe()));
  return { sent, lost, foreign: seen.reduce((sum, { foreignPackets }) => sum + foreignPackets, 0) };
}

async function applyReviewed(): Promise<void> {
  const { ok, text } = await lab.terraform.applyPlanned();
  expect([ok, text]).toEqual([true, text]);
  await until("every route is up", () => lab.inactive().length === 0);
  await lab.router.settled();
}

function reviewed(json: string): { router: RouterReport; ids: readonly string[] } {
  const { routers, findings } = review([readPlan(json, "plan.json")]);
  const [router] = routers;
  if (router === undefined) {
    throw new Error("the review knows no router");
  }
  const ids = findings
    .filter(({ since, verdict }) => since === "plan" && verdict !== "holds")
    .map(({ id }) => id);
  return { router, ids };
}

/** The shares of a report as weights; an error where it does not tell them. */
const sharesOf = (distribution: ReturnType<typeof ofLan>["after"]): Record<string, number> =>
  Object.fromEntries(distribution?.shares ?? []);

test.each(CHANGES)("what the review says of %s is what happens", async (name, props, weights, least) => {
  lab.terraform.writeGateway(props);
  const { router, ids } = reviewed(await lab.terraform.plannedJson());
  const { before, after, moved } = ofLan(router);
  const sum = Object.values(weights).reduce((all, weight) => all + weight, 0);
  const stated = sharesOf(after);
  for (const [wan, weight] of Object.entries(weights)) {
    expect([name, wan, stated[wan]]).toEqual([name, wan, expect.closeTo(weight / sum, 6)]);
  }
  expect([name, moved?.share ?? 0]).toEqual([name, expect.closeTo(least, 6)]);
  expect(ids.filter((id) => id.startsWith("window-"))).toEqual([]);

  if (before === undefined) {
    await applyReviewed();
  } else {
    const held = await holdConnections();
    const { sent, lost, foreign } = await lostDuring(applyReviewed);
    // No window was announced, so none is seen.
    expect([name, sent > 0, lost, foreign]).toEqual([name, true, 0, 0]);
    expect(await held.brokenShare()).toBeGreaterThanOrEqual((moved?.broken ?? 0) - LUCK);
    await held.release();
  }
  const { byWan, failed } = await lab.fromLan(FLOWS);
  expect(failed).toEqual([]);
  expectShares(byWan, stated, FLOWS);
});

test("where the review finds a WAN without masquerade, the connections that it gives this WAN are lost", async () => {
  const unmasqueraded = two.map(({ name, routerAddress, gateway }) =>
    Wan.static({ name, interface: name, address: routerAddress, gateway, masquerade: name !== "wlan2" }),
  );
  lab.terraform.writeGateway(gatewayOf(two, { wans: unmasqueraded }));
  const { router, ids } = reviewed(await lab.terraform.plannedJson());
  expect(ids).toContain("wan-unmasqueraded");
  await applyReviewed();
  await lab.network.resetCounters();
  const { byWan, failed } = await lab.fromLan(FLOWS);
  expect([...byWan.keys()]).toEqual(["wlan1"]);
  const stated = ofLan(router).after?.shares.get("wlan2") ?? 0;
  expect(Math.abs(failed.length / FLOWS - stated)).toBeLessThan(0.1);
  expect((await lab.network.wan("wlan2").observe()).foreignPackets).toBeGreaterThanOrEqual(failed.length);
});

test("the failure matrix is what happens with each WAN down", async () => {
  lab.terraform.writeGateway(gatewayOf(three));
  const { router } = reviewed(await lab.terraform.plannedJson());
  await applyReviewed();
  expect(router.failures.cases.map(({ down }) => down)).toEqual([["wlan1"], ["wlan2"], ["wlan3"]]);
  for (const { down, after } of router.failures.cases) {
    const { gateway } = lab.network.wan(down[0] ?? "");
    await lab.network.wan(down[0] ?? "").inflict("dead-gateway");
    const ofIt = lab.router.rows("/ip/route").filter((row) => row["gateway"] === gateway).length;
    await until(`the routes by ${gateway} are inactive`, () => lab.inactive().length === ofIt);
    await lab.router.settled();
    const { byWan, failed } = await lab.fromLan(FLOWS);
    expect([down, failed]).toEqual([down, []]);
    expectShares(byWan, sharesOf(after), FLOWS);
    await lab.heal();
    await lab.router.settled();
  }
});

test("a destroy leaves nothing, as the review says, and no packet leaves unmasqueraded meanwhile", async () => {
  const { router, ids } = reviewed(await lab.terraform.plannedJson("-destroy"));
  expect(ofLan(router).after).toMatchObject({ shares: new Map(), lost: 1 });
  expect(ids.filter((id) => id === "window-unmasqueraded")).toEqual([]);
  const { foreign } = await lostDuring(async () => {
    const { ok, text } = await lab.terraform.applyPlanned();
    expect([ok, text]).toEqual([true, text]);
  });
  expect(foreign).toBe(0);
  expect(lab.router.rows("/ip/address").filter(({ comment }) => comment?.startsWith("gateway/"))).toEqual([]);
});
