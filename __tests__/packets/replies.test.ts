import { sampled } from "../tier";
import { LOSS_MS, PATIENCE_MS } from "../until";
import { gatewayOf, PacketLab, WANS } from "./packet-lab";

const OUTSIDE = 200;
const PORT = 8080;
const wans = WANS.slice(0, 2);

/** A WAN that is asked on, and the other one; those who are lost are waited for. */
const DIRECTIONS = [
  ["wlan1", "wlan2"],
  ["wlan2", "wlan1"],
] as const;

let lab: PacketLab;
beforeAll(async () => {
  lab = await PacketLab.up(wans);
  await lab.stand(gatewayOf(wans));
  await lab.traffic.serve(lab.network.router, PORT);
});
afterAll(() => lab.down());

/** Connections from so many outside addresses to the router's address on a WAN. */
async function toRouter(name: string, timeoutMs = PATIENCE_MS) {
  await lab.network.resetCounters();
  return lab.traffic.send(
    {
      protocol: "tcp",
      from: lab.network.internet.namespace,
      sources: lab.network.internet.addresses(OUTSIDE),
      destinations: [lab.network.wan(name).customer],
      port: PORT,
    },
    { timeoutMs, concurrency: OUTSIDE },
  );
}

test.each(wans.map(({ name }) => name))(
  "200 connections from 200 outside addresses to the router on %s are all answered through it",
  async (name) => {
    const sent = await toRouter(name);
    expect(sent.answered).toHaveLength(OUTSIDE);
    const expected = new Map(wans.map((wan) => [wan.name, wan.name === name ? OUTSIDE : 0]));
    expect(await sent.byReturn()).toEqual(expected);
  },
);

test("hosts inside a WAN's own subnet are answered directly", async () => {
  for (const { name } of wans) {
    const isp = lab.network.wan(name);
    const sources = isp.neighbours(20);
    const sent = await lab.traffic.send({
      protocol: "tcp",
      from: isp.neighbourNamespace,
      sources,
      destinations: [isp.customer],
      port: PORT,
    });
    expect([name, sent.answered.length]).toEqual([name, 20]);
    expect(sent.answered.map(({ flow, seenAs }) => seenAs?.address === flow.from)).not.toContain(false);
  }
});

test("a connection that the router opened itself stays on its WAN when the set of routes changes", async () => {
  const { network, router, traffic } = lab;
  const held = await traffic.hold({
    protocol: "tcp",
    from: network.router,
    destinations: network.internet.addresses(40),
  });
  const states = async () => new Set((await held.pulse()).map(({ state }) => state));
  expect(held.answers.filter(({ ok }) => !ok)).toEqual([]);
  expect(await states()).toEqual(new Set(["alive"]));
  // With one of two default routes gone the hash would move half of the flows, were they not marked.
  const [route] = router.rows("/ip/route").filter((row) => row["comment"] === "gateway/wlan1/default-route");
  for (const disabled of ["yes", "no"]) {
    router.set("/ip/route", route?.[".id"], { disabled });
    await router.settled();
    expect(await states()).toEqual(new Set(["alive"]));
  }
  await held.release();
});

test("a flow to the router from the LAN keeps its source", async () => {
  const lan = lab.network.lan("Local");
  const sources = lan.addresses(20);
  const sent = await lab.traffic.send({
    protocol: "tcp",
    from: lan.namespace,
    sources,
    destinations: ["192.168.0.1"],
    port: PORT,
  });
  expect(sent.answered.map(({ seenAs }) => seenAs?.address)).toEqual(sources);
});

describe("without the marks and policy routes", () => {
  test("35 to 65 % of the answers come to the other ISP, and fail", async () => {
    const { router } = lab;
    const marks = router.rows("/ip/firewall/mangle").map((row) => row[".id"] ?? "");
    for (const id of marks) {
      router.set("/ip/firewall/mangle", id, { disabled: "yes" });
    }
    await router.settled();
    for (const [name, other] of sampled(DIRECTIONS, 1)) {
      const sent = await toRouter(name, LOSS_MS);
      const strayed = (await sent.byReturn()).get(other) ?? 0;
      expect(strayed / OUTSIDE).toBeGreaterThan(0.35);
      expect(strayed / OUTSIDE).toBeLessThan(0.65);
      expect(sent.failed).toHaveLength(strayed);
    }
    for (const id of marks) {
      router.set("/ip/firewall/mangle", id, { disabled: "no" });
    }
    await router.settled();
    expect((await toRouter("wlan1")).failed).toEqual([]);
  });
});
