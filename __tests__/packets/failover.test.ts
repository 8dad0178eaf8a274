import { Otherwise } from "../../lib";
import { DEADLINE_MS, PATIENCE_MS, until } from "../until";
import { gatewayOf, PacketLab, WANS } from "./packet-lab";
import { expectEqualShares } from "./shares";

const wans = WANS.slice(0, 2);
const names = wans.map(({ name }) => name);
const FLOWS = 1000;

/** A client of the LAN asks the router for the record, and prints the answer. */
const QUESTION = `
  const resolver = new (require("dns").Resolver)({ timeout: 500, tries: 1 });
  resolver.setServers(["192.168.0.1"]);
  resolver.resolve4("portal.isp.example", (_, addresses) => console.log(String(addresses)));
`;

let lab: PacketLab;
beforeAll(async () => {
  lab = await PacketLab.up(wans);
  await lab.stand(
    gatewayOf(wans, {
      policies: [
        { name: "balanced", to: ["203.0.113.80"], via: [["wlan2"]] },
        { name: "blocked", to: ["203.0.113.81"], via: [["wlan2"]], otherwise: Otherwise.BLOCK },
        { name: "tiers", to: ["203.0.113.82"], via: [["wlan2"], ["wlan1"]], otherwise: Otherwise.BLOCK },
      ],
      dns: { staticRecords: [{ name: "portal.isp.example", address: "203.0.113.80" }] },
    }),
  );
});
afterEach(() => lab.heal());
afterAll(() => lab.down());

/** Until the router has taken a WAN's routes out, or all of them back. */
const leaves = (name: string) => {
  const { gateway } = lab.network.wan(name);
  return until(`${name} leaves`, () => lab.inactive().includes(gateway));
};

test("a dead gateway leaves the group, every flow begun after that takes the other, and it returns to its share", async () => {
  await lab.network.wan("wlan1").inflict("dead-gateway");
  await leaves("wlan1");
  const without = await lab.fromLan(FLOWS);
  expect([without.failed.length, without.byWan]).toEqual([0, new Map([["wlan2", FLOWS]])]);

  await lab.network.wan("wlan1").heal();
  await until("wlan1 returns", () => lab.inactive().length === 0);
  const back = await lab.fromLan(FLOWS);
  expect(back.failed).toEqual([]);
  expectEqualShares(back.byWan, names, FLOWS);
});

test("both gateways dead, one returns: traffic resumes", async () => {
  for (const name of names) {
    await lab.network.wan(name).inflict("dead-gateway");
  }
  await leaves("wlan1");
  await leaves("wlan2");
  expect(
    (
      await lab.traffic.send(
        {
          protocol: "udp",
          from: lab.network.lan("Local").namespace,
          sources: lab.network.lan("Local").addresses(1),
          destinations: lab.network.internet.addresses(10),
        },
        { timeoutMs: 300 },
      )
    ).answered,
  ).toEqual([]);
  await lab.network.wan("wlan2").heal();
  await until("wlan2 returns", () => !lab.inactive().includes(lab.network.wan("wlan2").gateway));
  expect((await lab.fromLan(100)).byWan).toEqual(new Map([["wlan2", 100]]));
});

test("a link that is cut loses its masqueraded connections long before they run out, and no other", async () => {
  const { network, router, traffic } = lab;
  const held = await traffic.hold({
    protocol: "tcp",
    from: network.lan("Local").namespace,
    sources: network.lan("Local").addresses(1),
    destinations: network.internet.addresses(100),
  });
  const connections = async (name: string) =>
    (await router.freshRows("/ip/firewall/connection")).filter(
      (row) =>
        row["tcp-state"] === "established" &&
        row["reply-dst-address"]?.startsWith(`${network.wan(name).customer}:`),
    );
  const kept = (await connections("wlan1")).length;
  const lost = await connections("wlan2");
  // They would stay for hours without a packet.
  expect(new Set(lost.map(({ timeout }) => /h|d/.test(timeout ?? "")))).toEqual(new Set([true]));
  await network.wan("wlan2").inflict("cut");
  await until("wlan2's connections are gone", async () => (await connections("wlan2")).length === 0);
  expect((await connections("wlan1")).length).toBe(kept);
  await held.release();
});

test("connections learn from the far end what became of them as a gateway dies and returns", async () => {
  const { network, traffic } = lab;
  const hold = () =>
    traffic.hold({
      protocol: "tcp",
      from: network.lan("Local").namespace,
      sources: network.lan("Local").addresses(1),
      destinations: network.internet.addresses(100),
    });
  /** The states of connections, by the WAN that each began on. */
  const states = async (held: Awaited<ReturnType<typeof hold>>) => {
    const pulses = await held.pulse(DEADLINE_MS);
    // Told by the far end, and not by an end of their own patience.
    const errors = pulses.flatMap(({ error }) => error ?? []);
    expect(errors.filter((error) => error !== "ECONNRESET")).toEqual([]);
    const began = new Map(held.answers.map((answer) => [answer.flow, wanAt(answer.seenAs?.address)]));
    const byFlow = new Map([...began].map(([flow, wan]) => [`${flow.to} ${flow.fromPort}`, wan]));
    return pulses.map(({ flow, state }) => `${byFlow.get(`${flow.to} ${flow.fromPort}`)} ${state}`);
  };
  const wanAt = (address?: string) => network.wans.find(({ customer }) => customer === address)?.name;

  const early = await hold();
  expect(new Set(await states(early))).toEqual(new Set(["wlan1 alive", "wlan2 alive"]));
  await network.wan("wlan1").inflict("dead-gateway");
  await leaves("wlan1");
  // Masqueraded as wlan1's, they now leave by wlan2: the far end knows no such connection.
  expect(new Set(await states(early))).toEqual(new Set(["wlan1 broken", "wlan2 alive"]));
  const late = await hold();
  expect(new Set(await states(late))).toEqual(new Set(["wlan2 alive"]));
  await lab.heal();
  expect(new Set(await states(early))).toEqual(new Set(["wlan1 broken", "wlan2 alive"]));
  // Of those begun meanwhile the returning WAN takes its share, and breaks it.
  expect(new Set(await states(late))).toEqual(new Set(["wlan2 alive", "wlan2 broken"]));
  await early.release();
  await late.release();
});

describe("a destination of a policy", () => {
  const send = async (destination: string, timeoutMs = PATIENCE_MS) => {
    const lan = lab.network.lan("Local");
    const sent = await lab.traffic.send(
      { protocol: "udp", from: lan.namespace, sources: lan.addresses(50), destinations: [destination] },
      { timeoutMs },
    );
    return Object.fromEntries(sent.byWan);
  };

  test("leaves by the first tier while that lives; then by the next one, or it is balanced or blocked", async () => {
    const destinations = ["203.0.113.80", "203.0.113.81", "203.0.113.82"];
    for (const destination of destinations) {
      expect(await send(destination)).toEqual({ wlan2: 50 });
    }
    await lab.network.wan("wlan2").inflict("dead-gateway");
    await leaves("wlan2");
    expect(await send("203.0.113.80")).toEqual({ wlan1: 50 });
    expect(await send("203.0.113.81", 300)).toEqual({});
    expect(await send("203.0.113.82")).toEqual({ wlan1: 50 });
  });
});

test("the static record resolves from the LAN, once the router may answer it", async () => {
  lab.router.set("/ip/dns", undefined, { "allow-remote-requests": "yes" });
  await lab.router.settled();
  const ask = () => lab.network.lan("Local").namespace.shell(`exec ${process.execPath} -e '${QUESTION}'`);
  await until("the resolver answers", async () => (await ask()).trim() === "203.0.113.80");
});
