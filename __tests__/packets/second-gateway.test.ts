import { PATIENCE_MS, until } from "../until";
import { gatewayOf, PacketLab, WANS } from "./packet-lab";
import { expectEqualShares } from "./shares";

const FLOWS = 1000;
const mine = WANS.slice(0, 2);
const guests = WANS.slice(2, 4);
const lans = [
  { name: "Local", routerAddress: "192.168.0.1/24" },
  { name: "Guests", routerAddress: "192.168.9.1/24" },
];

let lab: PacketLab;
beforeAll(async () => {
  lab = await PacketLab.up([...mine, ...guests], { lans });
  await lab.traffic.serve(lab.network.lan("Local").namespace);
  await lab.stand(gatewayOf(mine), {
    guests: {
      ...gatewayOf(guests),
      name: "guests",
      routingTable: "guests",
      lans: [{ interface: "Guests", address: "192.168.9.1/24" }],
    },
  });
});
afterEach(() => lab.heal());
afterAll(() => lab.down());

/** Flows from a LAN to so many destinations of the Internet. */
function from(name: string, count: number, timeoutMs = PATIENCE_MS) {
  const lan = lab.network.lan(name);
  return lab.traffic.send(
    {
      protocol: "udp",
      from: lan.namespace,
      sources: lan.addresses(1),
      destinations: lab.network.internet.addresses(count),
    },
    { timeoutMs },
  );
}

test("each LAN is balanced over the WANs of its own gateway", async () => {
  for (const [lan, wans] of [
    ["Local", mine],
    ["Guests", guests],
  ] as const) {
    const sent = await from(lan, FLOWS);
    expect(sent.failed).toEqual([]);
    expectEqualShares(
      sent.byWan,
      wans.map(({ name }) => name),
      FLOWS,
    );
  }
});

test("one LAN reaches the other, though its table knows no way there", async () => {
  const guest = lab.network.lan("Guests");
  const sent = await lab.traffic.send({
    protocol: "tcp",
    from: guest.namespace,
    sources: guest.addresses(1),
    destinations: lab.network.lan("Local").addresses(20),
  });
  expect(sent.failed).toEqual([]);
});

test("while all WANs of a gateway are dead, its LAN takes none of another's", async () => {
  for (const { name } of guests) {
    await lab.network.wan(name).inflict("dead-gateway");
  }
  await until("both leave", () => guests.every(({ gateway }) => lab.inactive().includes(gateway)));
  const stranded = await from("Guests", 20, 300);
  expect([stranded.failed.length, stranded.byWan.size]).toEqual([20, 0]);
  for (const { name } of mine) {
    const { foreignFlows } = await lab.network.wan(name).observe();
    expect(foreignFlows.filter(({ source }) => source.startsWith("192.168.9."))).toEqual([]);
  }
  expect((await from("Local", 100)).failed).toEqual([]);
});

test("the router answers on every WAN of both by the WAN it was asked on", async () => {
  await lab.traffic.serve(lab.network.router, 8080);
  for (const { name } of [...mine, ...guests]) {
    await lab.network.resetCounters();
    const sent = await lab.traffic.send({
      protocol: "tcp",
      from: lab.network.internet.namespace,
      sources: lab.network.internet.addresses(50),
      destinations: [lab.network.wan(name).customer],
      port: 8080,
    });
    const answeredBy = [...(await sent.byReturn())].filter(([, count]) => count > 0);
    expect([name, answeredBy]).toEqual([name, [[name, 50]]]);
  }
});
