import { ForwardProtocol, Wan } from "../../lib";
import { sampled } from "../tier";
import { PATIENCE_MS, until } from "../until";
import { gatewayOf, PacketLab, WANS } from "./packet-lab";
import { expectStrayedWithout } from "./strayed-replies";

const OUTSIDE = 200;
/** One that the router itself listens on too: Winbox. */
const PORT = 8291;
/** The hosts of the LAN are one namespace, which has every address of theirs. */
const SERVER_PORT = 8443;
/** Manages the router from outside, by a route of its own. */
const OPERATOR = "203.0.113.250";
/** Two that balance, and one by DHCP that carries nothing of its own accord while they live. */
const wans = WANS.slice(0, 3).map((wan) =>
  wan.name === "wlan3" ? { ...wan, addressing: "dhcp" as const } : wan,
);

/** A WAN that is asked on, and the other one; those who are lost are waited for. */
const DIRECTIONS = [
  ["wlan1", "wlan2"],
  ["wlan2", "wlan1"],
] as const;

let lab: PacketLab;
let server: string;
beforeAll(async () => {
  lab = await PacketLab.up(wans);
  const lan = lab.network.lan("Local");
  [server = ""] = lan.addresses(1);
  await lan.introduce([server]);
  const web = { name: "web", ports: String(PORT), to: server, toPort: SERVER_PORT };
  await lab.stand(
    gatewayOf(wans, {
      wans: wans.map(({ name, routerAddress, gateway, addressing }) =>
        addressing === "dhcp"
          ? Wan.dhcp({ name, interface: name, tier: 2 })
          : Wan.static({ name, interface: name, address: routerAddress, gateway }),
      ),
      policies: [{ name: "pinned", to: [OPERATOR], via: [["wlan1"]] }],
      management: { sources: [OPERATOR] },
      portForwards: [
        { ...web, wans: ["wlan1", "wlan2"], hairpin: true },
        { ...web, name: "web-dhcp", wans: ["wlan3"] },
        { name: "dtls", protocol: ForwardProtocol.UDP, ports: "5000-5010", to: server, wans: ["wlan2"] },
      ],
    }),
  );
  const client = () => lab.router.rows("/ip/dhcp-client")[0];
  await until("the lease", () => client()?.["status"] === "bound" && lab.inactive().length === 0);
  await lab.router.settled();
  await lab.traffic.serve(lan.namespace, SERVER_PORT);
  await lab.traffic.serve(lan.namespace, 5005);
  await lab.traffic.serve(lab.network.router, PORT);
});
afterAll(() => lab.down());

/** Connections from so many outside addresses to a port of the router's address on a WAN. */
async function toForward(
  name: string,
  timeoutMs = PATIENCE_MS,
  port = PORT,
  protocol: "tcp" | "udp" = "tcp",
) {
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

test("the connections of a management source carry no mark, and come back by its route", async () => {
  const { network, router, traffic } = lab;
  const customer = network.wan("wlan1").customer;
  const sources = [OPERATOR, "203.0.113.249"];
  const held = await traffic.hold({
    protocol: "tcp",
    from: network.internet.namespace,
    sources,
    destinations: [customer],
    port: PORT,
  });
  expect(held.answers.map(({ ok }) => ok)).toEqual([true, true]);
  const tracked = await router.freshRows("/ip/firewall/connection");
  const marks = sources.map(
    (source) => tracked.find((row) => row["src-address"]?.startsWith(`${source}:`))?.["connection-mark"],
  );
  expect(marks).toEqual([undefined, "wlan1_conn"]);
  await held.release();
});

test("a range of UDP ports, on the one WAN that has it", async () => {
  const sent = await toForward("wlan2", PATIENCE_MS, 5005, "udp");
  expect([sent.answered.length, await sent.byReturn()]).toEqual([OUTSIDE, only("wlan2")]);
  expect((await toForward("wlan1", 300, 5005, "udp")).answered).toEqual([]);
});

test("hosts of the LAN reach the forward by either WAN's address, and their host sees the router", async () => {
  const lan = lab.network.lan("Local");
  const sources = lan.addresses(20).slice(1);
  for (const name of ["wlan1", "wlan2"]) {
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
    .filter((row) => /\/(mark-ingress|mark-lan-routing)$/.test(row["comment"] ?? ""))
    .map((row) => row[".id"] ?? "");
  expect(marks).toHaveLength(6);
  const directions = sampled(DIRECTIONS, 1);
  await expectStrayedWithout(router, marks, { count: OUTSIDE, directions, send: toForward });
});
