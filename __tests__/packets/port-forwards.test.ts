import { ForwardProtocol } from "../../lib";
import { gatewayOf, PacketLab, WANS } from "./packet-lab";

jest.setTimeout(120_000);

const OUTSIDE = 200;
/** One that the router itself listens on too: Winbox. */
const PORT = 8291;
/** The hosts of the LAN are one namespace, which has every address of theirs. */
const SERVER_PORT = 8443;
const wans = WANS.slice(0, 2);

let lab: PacketLab;
let server: string;
beforeAll(async () => {
  lab = await PacketLab.up(wans);
  const lan = lab.network.lan("Local");
  [server = ""] = lan.addresses(1);
  await lan.introduce([server]);
  await lab.deploy(
    gatewayOf(wans, {
      portForwards: [
        { name: "web", ports: String(PORT), to: server, toPort: SERVER_PORT, hairpin: true },
        { name: "dtls", protocol: ForwardProtocol.UDP, ports: "5000-5010", to: server, wans: ["wlan2"] },
      ],
    }),
  );
  await lab.traffic.serve(lan.namespace, SERVER_PORT);
  await lab.traffic.serve(lan.namespace, 5005);
  await lab.traffic.serve(lab.network.router, PORT);
});
afterAll(() => lab.down());

/** Connections from so many outside addresses to a port of the router's address on a WAN. */
async function toForward(name: string, timeoutMs = 2000, port = PORT, protocol: "tcp" | "udp" = "tcp") {
  await lab.network.resetCounters();
  return lab.traffic.send(
    {
      protocol,
      from: lab.network.internet.namespace,
      sources: lab.network.internet.addresses(OUTSIDE),
      destinations: [lab.network.wan(name).customer],
      port,
    },
    { timeoutMs, concurrency: OUTSIDE },
  );
}

const only = (name: string) => new Map(wans.map((wan) => [wan.name, wan.name === name ? OUTSIDE : 0]));

test.each(wans.map(({ name }) => name))(
  "200 connections from 200 addresses to a forward on %s reach the host with their own source, and are answered there",
  async (name) => {
    const sent = await toForward(name);
    expect(sent.answered).toHaveLength(OUTSIDE);
    expect(sent.answered.map(({ flow, seenAs }) => seenAs?.address === flow.from)).not.toContain(false);
    expect(await sent.byReturn()).toEqual(only(name));
  },
);

test("a range of UDP ports, on the one WAN that has it", async () => {
  const sent = await toForward("wlan2", 2000, 5005, "udp");
  expect([sent.answered.length, await sent.byReturn()]).toEqual([OUTSIDE, only("wlan2")]);
  expect((await toForward("wlan1", 300, 5005, "udp")).answered).toEqual([]);
});

test("hosts of the LAN reach the forward by either WAN's address, and their host sees the router", async () => {
  const lan = lab.network.lan("Local");
  const sources = lan.addresses(20).slice(1);
  for (const { name } of wans) {
    const sent = await lab.traffic.send({
      protocol: "tcp",
      from: lan.namespace,
      sources,
      destinations: [lab.network.wan(name).customer],
      port: PORT,
    });
    expect([sent.failed, sent.bySource]).toEqual([[], new Map([["192.168.0.1", sources.length]])]);
  }
});

test("the port of the router's LAN address stays the router's, for its management", async () => {
  const lan = lab.network.lan("Local");
  const sources = lan.addresses(20).slice(1);
  const sent = await lab.traffic.send({
    protocol: "tcp",
    from: lan.namespace,
    sources,
    destinations: ["192.168.0.1"],
    port: PORT,
  });
  // The router itself sees the hosts as they are; by way of the forward the host would see the router.
  expect(sent.answered.map(({ seenAs }) => seenAs?.address)).toEqual(sources);
});

test("without the marks 35 to 65 % of the replies come to the other ISP, and are lost", async () => {
  const { router } = lab;
  const marks = router
    .rows("/ip/firewall/mangle")
    .filter((row) => /\/(mark-ingress|follow-mark)$/.test(row["comment"] ?? ""))
    .map((row) => row[".id"] ?? "");
  expect(marks).toHaveLength(4);
  for (const id of marks) {
    router.set("/ip/firewall/mangle", id, { disabled: "yes" });
  }
  await router.settled();
  for (const [name, other] of [
    ["wlan1", "wlan2"],
    ["wlan2", "wlan1"],
  ] as const) {
    const sent = await toForward(name, 1000);
    const strayed = (await sent.byReturn()).get(other) ?? 0;
    expect(strayed / OUTSIDE).toBeGreaterThan(0.35);
    expect(strayed / OUTSIDE).toBeLessThan(0.65);
    expect(sent.failed).toHaveLength(strayed);
  }
  for (const id of marks) {
    router.set("/ip/firewall/mangle", id, { disabled: "no" });
  }
  await router.settled();
  expect((await toForward("wlan1")).failed).toEqual([]);
});
