import type { Held } from "../../lab/traffic/agent";
import { Balancing, ClassifyBy, type EcmpMasqueradeGatewayProps } from "../../lib";
import { sampled } from "../tier";
import { until } from "../until";
import { gatewayOf, PacketLab, WANS } from "./packet-lab";

const CONNECTIONS = 240;
const wans = WANS.slice(0, 3);

let lab: PacketLab;
beforeAll(async () => {
  lab = await PacketLab.up(wans);
});
afterEach(() => lab.heal());
afterAll(() => lab.down());

/** TCP connections of the LAN, each with the WAN that it left through. */
async function hold(): Promise<{ held: Held; wanOf: string[] }> {
  const { network, traffic } = lab;
  const lan = network.lan("Local");
  const held = await traffic.hold({
    protocol: "tcp",
    from: lan.namespace,
    sources: lan.addresses(60),
    destinations: network.internet.addresses(CONNECTIONS),
  });
  expect(held.answers.filter(({ ok }) => !ok)).toEqual([]);
  const wanOf = held.answers.map(
    ({ seenAs }) => network.wans.find(({ customer }) => customer === seenAs?.address)?.name ?? "other",
  );
  return { held, wanOf };
}

/** Which connections are well. */
async function living(held: Held): Promise<boolean[]> {
  return (await held.pulse()).map(({ state }) => state === "alive");
}

/**
 * The live set changes twice: wlan1 dies, and comes back. For those that were on a WAN that lived all the time, begun
 * before or in between: which part breaks when it dies, and when it comes back.
 */
async function throughChanges(): Promise<{ onDeath: number; onReturn: number }> {
  const before = await hold();
  expect(new Set(before.wanOf)).toEqual(new Set(wans.map(({ name }) => name)));
  const { gateway } = lab.network.wan("wlan1");
  await lab.network.wan("wlan1").inflict("dead-gateway");
  await until("wlan1 leaves", () => lab.inactive().includes(gateway));
  await lab.router.settled();
  const others = before.wanOf.map((wan) => wan !== "wlan1");
  const atDeath = (await living(before.held)).filter((_, i) => others[i]);
  const between = await hold();
  expect(between.wanOf).not.toContain("wlan1");
  await lab.heal();
  await lab.router.settled();
  const atReturn = [
    ...(await living(between.held)),
    ...(await living(before.held)).filter((_, i) => others[i]),
  ];
  await before.held.release();
  await between.held.release();
  const dead = (states: boolean[]) => states.filter((lives) => !lives).length;
  return {
    onDeath: dead(atDeath) / atDeath.length,
    onReturn: (dead(atReturn) - dead(atDeath)) / CONNECTIONS,
  };
}

const kept: [string, Partial<EcmpMasqueradeGatewayProps>][] = [
  ["pinned connections", { stickyConnections: true }],
  ["a classifier", { balancing: Balancing.perConnectionClassifier({ by: ClassifyBy.BOTH_ADDRESSES }) }],
  [
    "a classifier by user",
    { balancing: Balancing.perConnectionClassifier({ by: ClassifyBy.SOURCE_ADDRESS }) },
  ],
];

test.each(sampled(kept, 1))("with %s none breaks but those of the WAN that dies", async (_, props) => {
  await lab.stand(gatewayOf(wans, props));
  expect(await throughChanges()).toEqual({ onDeath: 0, onReturn: 0 });
});

test("without, part of the others breaks when a WAN dies, and of those begun meanwhile when it returns", async () => {
  await lab.stand(gatewayOf(wans));
  const { onDeath, onReturn } = await throughChanges();
  // A hash over two ways where it was three sends every fourth that could stay the other way; over three again, half.
  expect([onDeath, onDeath > 0.1 && onDeath < 0.4]).toEqual([onDeath, true]);
  expect([onReturn, onReturn > 0.3 && onReturn < 0.7]).toEqual([onReturn, true]);
});
