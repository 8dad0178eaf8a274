import { Otherwise, Wan } from "../../lib";
import { RestClient } from "../lab/rest-client";
import { fullTest, IS_ALL } from "../tier";
import { PATIENCE_MS, until } from "../until";
import { gatewayOf, PacketLab, WANS } from "./packet-lab";
import { expectEqualShares } from "./shares";

const [fibre, cable] = ["wlan1", "wlan2"];
const names = [fibre, cable];
const wans = WANS.slice(0, 2).map((wan) =>
  wan.name === cable ? { ...wan, addressing: "dhcp" as const } : wan,
);
/** The choice among WANs is seeded: the shares of the same flows are the same in every run. */
const FLOWS = IS_ALL ? 1000 : 400;
const BALANCED = "203.0.113.80";
const BLOCKED = "203.0.113.81";

let lab: PacketLab;
beforeAll(async () => {
  lab = await PacketLab.up(wans);
  await lab.deploy(
    gatewayOf(wans, {
      wans: [
        Wan.static({ name: fibre, interface: fibre, address: "10.112.0.2/24", gateway: "10.112.0.1" }),
        Wan.dhcp({ name: cable, interface: cable }),
      ],
      policies: [
        { name: "pinned", to: [BALANCED], via: [[cable]] },
        { name: "other", to: [BLOCKED], via: [[cable]], otherwise: Otherwise.BLOCK },
      ],
    }),
  );
  await bound("10.111.0.2/24");
  await lab.traffic.serve(lab.network.router, 8080);
});
afterAll(() => lab.down());

const client = () => lab.router.rows("/ip/dhcp-client")[0];
const routes = () => lab.router.rows("/ip/route").filter((row) => row["dhcp"] === "true");
const areUp = () => routes().length === 2 && routes().every((row) => row["active"] === "true");

/** Until the router has this lease, and uses both routes of it. */
const bound = async (address: string) => {
  await until(`the lease of ${address}`, () => client()?.["address"] === address && areUp());
  await lab.router.settled();
};

/** Flows from a host's many ports to one destination: which WANs answered. */
const toOne = async (destination: string, timeoutMs = PATIENCE_MS) => {
  const lan = lab.network.lan("Local");
  const sent = await lab.traffic.send(
    { protocol: "udp", from: lan.namespace, sources: lan.addresses(50), destinations: [destination] },
    { timeoutMs },
  );
  return Object.fromEntries(sent.byWan);
};

/** How many of 50 connections from outside to the router's address on a WAN are answered, and by which WAN. */
const fromOutside = async (name: string) => {
  await lab.network.resetCounters();
  const sent = await lab.traffic.send({
    protocol: "tcp",
    from: lab.network.internet.namespace,
    sources: lab.network.internet.addresses(50),
    destinations: [lab.network.wan(name).customer],
    port: 8080,
  });
  return { failed: sent.failed.length, by: Object.fromEntries(await sent.byReturn()) };
};

test("takes its share of the flows", async () => {
  const sent = await lab.fromLan(FLOWS);
  expect(sent.failed).toEqual([]);
  expectEqualShares(sent.byWan, names, FLOWS);
});

fullTest("a plan after the lease is empty", async () => {
  expect(await lab.terraform.isSettled()).toBe(true);
});

test("connections from outside are answered by the WAN they came in on", async () => {
  for (const name of names) {
    expect(await fromOutside(name)).toEqual({
      failed: 0,
      by: Object.fromEntries(names.map((other) => [other, other === name ? 50 : 0])),
    });
  }
});

test("a pinned destination leaves by it alone", async () => {
  expect([await toOne(BALANCED), await toOne(BLOCKED)]).toEqual([{ [cable]: 50 }, { [cable]: 50 }]);
});

describe("a dead gateway", () => {
  beforeAll(async () => {
    await lab.network.wan(cable).inflict("dead-gateway");
    await until("both routes leave", () => routes().every((row) => row["active"] !== "true"));
  });

  test("takes the WAN out; its pins are balanced, or blocked, as they say", async () => {
    const sent = await lab.fromLan(FLOWS);
    expect([sent.failed.length, Object.fromEntries(sent.byWan)]).toEqual([0, { [fibre]: FLOWS }]);
    expect([await toOne(BALANCED), await toOne(BLOCKED, 300)]).toEqual([{ [fibre]: 50 }, {}]);
  });

  test("that is back brings its share back", async () => {
    await lab.heal();
    await until("both routes return", areUp);
    const sent = await lab.fromLan(FLOWS);
    expect(sent.failed).toEqual([]);
    expectEqualShares(sent.byWan, names, FLOWS);
    expect(await toOne(BLOCKED)).toEqual({ [cable]: 50 });
  });
});

test("another address and gateway of the next lease keep traffic flowing, and plan nothing", async () => {
  await lab.network.wan(cable).readdress("10.111.0.77", "10.111.0.254");
  await new RestClient(lab.router).post("/ip/dhcp-client/renew", { numbers: client()?.[".id"] ?? "" });
  await bound("10.111.0.77/24");
  expect(Object.fromEntries(routes().map((row) => [row["routing-table"], row["gateway"]]))).toEqual({
    main: "10.111.0.254",
    to_wlan2: "10.111.0.254",
  });
  const sent = await lab.fromLan(FLOWS);
  expect(sent.failed).toEqual([]);
  expectEqualShares(sent.byWan, names, FLOWS);
  expect(await fromOutside(cable)).toEqual({ failed: 0, by: { [fibre]: 0, [cable]: 50 } });
  expect(await toOne(BLOCKED)).toEqual({ [cable]: 50 });
  expect(await lab.terraform.isSettled()).toBe(true);
});

test("without a lease everything takes the other WAN, and a plan is empty still", async () => {
  await lab.network.wan(cable).stopLending();
  await new RestClient(lab.router).post("/ip/dhcp-client/release", { numbers: client()?.[".id"] ?? "" });
  await until("the lease is gone", () => routes().length === 0);
  await lab.router.settled();
  const sent = await lab.fromLan(200);
  expect([sent.failed.length, Object.fromEntries(sent.byWan)]).toEqual([0, { [fibre]: 200 }]);
  expect(await toOne(BLOCKED, 300)).toEqual({});
  expect(await lab.terraform.isSettled()).toBe(true);
});

test("destroy leaves no address and no route of the client behind", async () => {
  expect(await lab.terraform.destroy()).toMatchObject({ ok: true });
  await lab.router.settled();
  expect(lab.router.rows("/ip/dhcp-client")).toEqual([]);
  expect(lab.router.rows("/routing/rule")).toEqual([]);
  expect(lab.router.rows("/ip/route").filter((row) => row["static"] === "true" || row["dhcp"])).toEqual([]);
});
