import fc from "fast-check";
import { Balancing, ClassifyBy } from "../../lib";
import { command } from "../deploy/lab";
import { gatewayOf, PacketLab, WANS } from "./packet-lab";

const SEED = 20130112; // the article's day
const ORDERS = 5;
const FLOWS = 120;
const OUTSIDE = 40;
const PORT = 8443;
const MENUS = ["/ip/firewall/mangle", "/ip/firewall/nat"];
const wans = WANS.slice(0, 2);

let lab: PacketLab;
beforeAll(async () => {
  lab = await PacketLab.up(wans);
  const lan = lab.network.lan("Local");
  const [server = ""] = lan.addresses(1);
  await lan.introduce([server]);
  const gateway = gatewayOf(wans);
  await lab.stand({
    ...gateway,
    balancing: Balancing.perConnectionClassifier({ by: ClassifyBy.BOTH_ADDRESSES }),
    portForwards: [{ name: "web", ports: String(PORT), to: server }],
    policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["wlan2"]] }],
  });
  await lab.traffic.serve(lan.namespace, PORT);
  await lab.traffic.serve(lab.network.router, 8080);
});
afterAll(() => lab.down());

/** Puts the rules of a menu into this order, one after another to the end. */
async function arrange(menu: string, order: readonly number[]): Promise<void> {
  const ids = lab.router.rows(menu).map((row) => row[".id"] ?? "");
  const wanted = order.map((place) => ids[place] ?? "");
  for (const numbers of wanted) {
    await command(lab.router, `${menu}/move`, { numbers });
  }
  expect(lab.router.rows(menu).map((row) => row[".id"])).toEqual(wanted);
}

/** Which way flows of every kind take: those of the LAN, and the answers of the router and of a forwarded host. */
async function fates(): Promise<unknown> {
  const outward = await lab.fromLan(FLOWS);
  const inward: unknown[] = [];
  for (const { name } of wans) {
    for (const port of [PORT, 8080]) {
      await lab.network.resetCounters();
      const sent = await lab.traffic.send({
        protocol: "tcp",
        from: lab.network.internet.namespace,
        sources: lab.network.internet.addresses(OUTSIDE),
        destinations: [lab.network.wan(name).customer],
        port,
      });
      inward.push([name, port, sent.answered.length, [...(await sent.byReturn())]]);
    }
  }
  return { outward: outward.answers.map((answer) => [answer.flow.to, outward.wanOf(answer)]), inward };
}

test(`in ${ORDERS} random orders of the gateway's rules every flow takes the way it took before (seed ${SEED})`, async () => {
  const before = await fates();
  expect(JSON.stringify(before)).toContain("wlan1");
  const sizes = MENUS.map((menu) => lab.router.rows(menu).length);
  const anyOrder: fc.Arbitrary<number[][]> = fc.tuple(
    ...sizes.map((size) => {
      const places = Array.from({ length: size }, (_, i) => i);
      return fc.shuffledSubarray(places, { minLength: size });
    }),
  );
  for (const orders of fc.sample(anyOrder, { seed: SEED, numRuns: ORDERS })) {
    for (const [i, menu] of MENUS.entries()) {
      await arrange(menu, orders[i] ?? []);
    }
    await lab.router.settled();
    expect([orders, await fates()]).toEqual([orders, before]);
  }
});
