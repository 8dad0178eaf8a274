import { Balancing, ClassifyBy, type EcmpMasqueradeGatewayProps, RouterTraffic, Wan } from "../../lib";
import { IS_ALL, sampled } from "../tier";
import { LOSS_MS, PATIENCE_MS } from "../until";
import { gatewayOf, PacketLab, WANS } from "./packet-lab";
import { expectShares } from "./shares";
import { expectStrayedWithout } from "./strayed-replies";

/** The choice among WANs is seeded: the shares of the same flows are the same in every run. */
const FLOWS = IS_ALL ? 2000 : 600;
const PORT = 8080;
const OUTSIDE = 200;
const wans = WANS.slice(0, 2);

/** A WAN that is asked on, and the other one; those who are lost are waited for. */
const DIRECTIONS = [
  ["wlan1", "wlan2"],
  ["wlan2", "wlan1"],
] as const;

let lab: PacketLab;
beforeAll(async () => {
  lab = await PacketLab.up(wans);
  await lab.traffic.serve(lab.network.router, PORT);
});
afterEach(() => lab.heal());
afterAll(() => lab.down());

/** Flows that a program of the router begins; bound to a source where one is given. */
const fromRouter = (source?: string) =>
  lab.traffic.send({
    protocol: "udp",
    from: lab.network.router,
    sources: source === undefined ? [] : [source],
    destinations: lab.network.internet.addresses(FLOWS),
  });

const weighted = (weights: readonly number[]): Partial<EcmpMasqueradeGatewayProps> => ({
  wans: wans.map(({ name, routerAddress, gateway }, i) =>
    Wan.static({ name, interface: name, address: routerAddress, gateway, weight: weights[i] }),
  ),
  balancing: Balancing.perConnectionClassifier({ by: ClassifyBy.BOTH_ADDRESSES }),
});

test("with a classifier the router's own connections follow the weights", async () => {
  await lab.stand(gatewayOf(wans, weighted([1, 5])));
  const sent = await fromRouter();
  expect(sent.failed).toEqual([]);
  expectShares(sent.byWan, { wlan1: 1, wlan2: 5 }, FLOWS);
});

const bound: [string, Partial<EcmpMasqueradeGatewayProps>][] = [
  ["a classifier", weighted([1, 5])],
  ["sourceRouting", { sourceRouting: true }],
];

test.each(sampled(bound, 1))(
  "with %s what is bound to a WAN's address leaves by that WAN",
  async (_, props) => {
    await lab.stand(gatewayOf(wans, props));
    for (const { name } of wans) {
      const sent = await fromRouter(lab.network.wan(name).customer);
      expect([sent.failed.length, sent.byWan]).toEqual([0, new Map([[name, FLOWS]])]);
    }
  },
);

test("without, half of it leaves by the other WAN", async () => {
  await lab.stand(gatewayOf(wans));
  const sent = await fromRouter(lab.network.wan("wlan1").customer);
  expect(sent.failed).toEqual([]);
  expectShares(sent.byWan, { wlan1: 1, wlan2: 1 }, FLOWS);
});

test.each(sampled(bound, 1))(
  "with %s a host of the LAN that dials a WAN's address is answered",
  async (_, props) => {
    await lab.stand(gatewayOf(wans, props));
    const lan = lab.network.lan("Local");
    for (const { name } of wans) {
      const sent = await lab.traffic.send({
        protocol: "tcp",
        from: lan.namespace,
        sources: lan.addresses(20),
        destinations: [lab.network.wan(name).customer],
        port: PORT,
      });
      expect([name, sent.answered.length]).toEqual([name, 20]);
    }
  },
);

test("connections from outside are answered by the WAN they came in on, whatever the weights", async () => {
  await lab.stand(gatewayOf(wans, weighted([1, 5])));
  for (const { name } of wans) {
    await lab.network.resetCounters();
    const sent = await lab.traffic.send({
      protocol: "tcp",
      from: lab.network.internet.namespace,
      sources: lab.network.internet.addresses(200),
      destinations: [lab.network.wan(name).customer],
      port: PORT,
    });
    expect(sent.answered).toHaveLength(200);
    expect((await sent.byReturn()).get(name)).toBe(200);
  }
});

describe("a program that leaves its source to table main, as WireGuard does", () => {
  /** The part of 200 peers outside that it answers from the address they asked, wlan1's. */
  async function answered(timeoutMs = PATIENCE_MS): Promise<number> {
    const sent = await lab.traffic.send(
      {
        protocol: "udp",
        from: lab.network.internet.namespace,
        sources: lab.network.internet.addresses(200),
        destinations: [lab.network.wan("wlan1").customer],
        port: PORT,
      },
      { timeoutMs, concurrency: 200 },
    );
    return sent.answered.length / 200;
  }

  test("answers from another address half the time under ECMP", async () => {
    await lab.stand(gatewayOf(wans));
    const part = await answered(LOSS_MS);
    expect([part, part > 0.35 && part < 0.65]).toEqual([part, true]);
  });

  test("answers from the first WAN's address with RouterTraffic.FAILOVER, while the LANs keep their shares", async () => {
    const balancing = Balancing.perConnectionClassifier({
      by: ClassifyBy.BOTH_ADDRESSES,
      routerTraffic: RouterTraffic.FAILOVER,
    });
    await lab.stand(gatewayOf(wans, { balancing }));
    expect(await answered()).toBe(1);
    expect((await fromRouter()).byWan).toEqual(new Map([["wlan1", FLOWS]]));
    expectShares((await lab.fromLan(FLOWS)).byWan, { wlan1: 1, wlan2: 1 }, FLOWS);
  });
});

describe("replies", () => {
  beforeAll(() => lab.stand(gatewayOf(wans)));

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
    const [route] = router
      .rows("/ip/route")
      .filter((row) => row["comment"] === "gateway/wlan1/default-route");
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
      const directions = sampled(DIRECTIONS, 1);
      await expectStrayedWithout(router, marks, { count: OUTSIDE, directions, send: toRouter });
    });
  });
});
