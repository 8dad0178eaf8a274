import { Network } from "../../lab/network";
import { Traffic } from "../../lab/traffic";
import { DEADLINE_MS, PATIENCE_MS, until } from "../until";
import { ARTICLE } from "./description";
import { configureRouter, useOnly } from "./hand-made-router";

let network: Network;
let traffic: Traffic;

beforeAll(async () => {
  network = await Network.up(ARTICLE);
  await configureRouter(network);
  await useOnly(network, "wlan2");
  traffic = new Traffic(network);
  await traffic.serve(network.internet.namespace);
});

afterAll(() => network.down());

const hasCarrier = async (port: string): Promise<boolean> =>
  /[<,]LOWER_UP[,>]/.test(await network.router.shell(`ip link show ${port}`));

/** Whether the router gets an answer to a ping. */
const answers = (address: string, seconds = 0.5): Promise<boolean> =>
  network.router.shell(`ping -n -c 1 -W ${seconds} ${address}`).then(
    () => true,
    () => false,
  );

const sendFromLan = (count: number, timeoutMs = PATIENCE_MS) =>
  traffic.send(
    {
      protocol: "udp",
      from: network.lan("Local").namespace,
      sources: network.lan("Local").addresses(20),
      destinations: network.internet.addresses(count),
    },
    { timeoutMs },
  );

test("both ends of each link to the router have numbers of their own, or news of a carrier would come late", async () => {
  const links = JSON.parse(await network.router.shell("ip -j link show type veth")) as {
    readonly ifindex: number;
    readonly link_index: number;
  }[];
  expect(links).toHaveLength(4);
  expect(links.filter((link) => link.ifindex === link.link_index)).toEqual([]);
});

describe("an ISP's", () => {
  const cases = [
    { fault: undefined, carrier: true, gateway: true, neighbour: true, answered: 40 },
    { fault: "cut", carrier: false, gateway: false, neighbour: false, answered: 0 },
    { fault: "black-hole", carrier: true, gateway: true, neighbour: true, answered: 0 },
    { fault: "dead-gateway", carrier: true, gateway: false, neighbour: true, answered: 0 },
  ] as const;

  test.each(cases)("fault $fault does what it says, and heals", async (expected) => {
    const isp = network.wan("wlan2");
    const neighbour = String(isp.neighbours(1)[0]);
    if (expected.fault !== undefined) {
      await isp.inflict(expected.fault);
    }
    expect({
      fault: expected.fault,
      carrier: await hasCarrier("wlan2"),
      gateway: await answers(isp.gateway, expected.gateway ? 30 : 0.5),
      neighbour: await answers(neighbour, expected.neighbour ? 30 : 0.5),
      answered: (await sendFromLan(40, expected.answered > 0 ? PATIENCE_MS : 300)).answered.length,
    }).toEqual(expected);
    expect(await answers(network.wan("wlan1").gateway, 30)).toBe(true);

    await isp.heal();
    expect(await hasCarrier("wlan2")).toBe(true);
    // What the router asked for in vain it asks for again after a second.
    await until("the gateway answers", () => answers(isp.gateway));
    expect((await sendFromLan(40)).answered).toHaveLength(40);
  });

  test("delay makes round trips longer, or the kernel is said to have none", async () => {
    const isp = network.wan("wlan2");
    try {
      await isp.delay(100);
    } catch (error) {
      expect(String(error)).toMatch(/sch_netem/);
      return;
    }
    const { answered } = await sendFromLan(20);
    expect(Math.min(...answered.map(({ ms }) => ms))).toBeGreaterThanOrEqual(95);
    await isp.heal();
  });
});

test("a LAN's cut takes the carrier, and heals", async () => {
  const lan = network.lan("Local");
  await lan.cut();
  expect(await hasCarrier("Local")).toBe(false);
  await lan.heal();
  expect((await sendFromLan(20)).answered).toHaveLength(20);
});

test("sources that are not the customer's are counted and dropped, to neighbours too", async () => {
  await useOnly(network, "wlan1");
  await network.resetCounters();
  await network.router.nft("insert rule ip gateway postrouting accept");
  const isp = network.wan("wlan1");
  await traffic.serve(isp.neighbourNamespace);
  const toNeighbours = await traffic.send(
    {
      protocol: "udp",
      from: network.lan("Local").namespace,
      sources: network.lan("Local").addresses(10),
      destinations: isp.neighbours(10),
    },
    { timeoutMs: 300 },
  );
  expect(toNeighbours.answered).toEqual([]);
  expect((await sendFromLan(60, 300)).answered).toEqual([]);
  const seen = await isp.observe();
  expect(seen.flows).toEqual([]);
  expect(seen.foreignFlows).toHaveLength(70);
  expect(seen.foreignPackets).toBe(70);
  expect([...seen.packets.keys()].sort()).toEqual(network.lan("Local").addresses(20).sort());
  expect(await traffic.agent(isp.neighbourNamespace).takeVisits()).toEqual([]);

  await configureMasquerade();
  expect((await sendFromLan(60)).byWan).toEqual(new Map([["wlan1", 60]]));
});

/** Takes the first rule of the chain away again, and forgets the flows that were begun under it. */
async function configureMasquerade(): Promise<void> {
  const rules = await network.router.nftList("chain", "ip", "gateway", "postrouting");
  const handles = rules.flatMap(({ rule }) => (rule ? [(rule as { handle: number }).handle] : []));
  await network.router.nft(`delete rule ip gateway postrouting handle ${handles[0]}`);
  await network.router.shell("conntrack -F");
}

test("neighbours are reached directly, and not through the gateway", async () => {
  const isp = network.wan("wlan1");
  const [direct, around] = isp.neighbours(2);
  await traffic.serve(isp.neighbourNamespace);
  await network.router.ip(`route add ${around} via ${isp.gateway} dev wlan1`);
  const isAnswered = async (destination: string | undefined, timeoutMs: number) =>
    (
      await traffic.send(
        { protocol: "tcp", from: network.router, destinations: [String(destination)] },
        { timeoutMs },
      )
    ).answered.length === 1;
  expect([await isAnswered(direct, PATIENCE_MS), await isAnswered(around, 500)]).toEqual([true, false]);
});

describe("flows that are held", () => {
  test.each([
    ["tcp", "broken"],
    ["udp", "moved"],
  ] as const)(
    "over %s are alive, then silent in a black hole, then %s by a change of WAN",
    async (protocol, end) => {
      await useOnly(network, "wlan1");
      const held = await traffic.hold({
        protocol,
        from: network.lan("Local").namespace,
        sources: network.lan("Local").addresses(5),
        destinations: network.internet.addresses(20),
      });
      expect(held.answers.every(({ ok }) => ok)).toBe(true);
      const states = async (withinMs = DEADLINE_MS) => [
        ...new Set((await held.pulse(withinMs)).map(({ state }) => state)),
      ];
      expect(await states()).toEqual(["alive"]);
      await network.wan("wlan1").inflict("black-hole");
      expect(await states(300)).toEqual(["silent"]);
      await network.wan("wlan1").heal();
      expect(await states()).toEqual(["alive"]);

      await useOnly(network, "wlan2");
      // The kernel spends one packet on finding out that the way has changed.
      await held.pulse(300);
      expect(await states()).toEqual([end]);
      await held.release();
    },
  );
});
