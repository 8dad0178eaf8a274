import { Balancing, ClassifyBy, type EcmpMasqueradeGatewayProps, Wan } from "../../lib";
import { IS_ALL, sampled } from "../tier";
import { LOSS_MS, PATIENCE_MS } from "../until";
import { gatewayOf, PacketLab, WANS } from "./packet-lab";
import { expectShares } from "./shares";

/** The choice among WANs is seeded: the shares of the same flows are the same in every run. */
const FLOWS = IS_ALL ? 2000 : 600;
const PORT = 8080;
const wans = WANS.slice(0, 2);

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
  balancing: Balancing.classifier({ by: ClassifyBy.BOTH_ADDRESSES }),
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

  test("answers from the first WAN's address with routerFailover, while the LANs keep their shares", async () => {
    const balancing = Balancing.classifier({ by: ClassifyBy.BOTH_ADDRESSES, routerFailover: true });
    await lab.stand(gatewayOf(wans, { balancing }));
    expect(await answered()).toBe(1);
    expect((await fromRouter()).byWan).toEqual(new Map([["wlan1", FLOWS]]));
    expectShares((await lab.fromLan(FLOWS)).byWan, { wlan1: 1, wlan2: 1 }, FLOWS);
  });
});
