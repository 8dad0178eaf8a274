import { HURRIED_CHECKS } from "../../lab/hurried-checks";
import { Network } from "../../lab/network";
import { startRouterOf } from "../../lab/networked-router";
import type { LabRouter } from "../../lab/router";
import { type Sending, Traffic } from "../../lab/traffic";
import { until } from "../until";
import { caseRows } from "./case-rows";
import { putRows, type WrittenRow } from "./gateway-rows";
import { VERSION } from "./packet-lab";

/** What each case has: two ISPs, and a LAN or two. */
const DESCRIPTION = {
  wans: [
    { name: "ether1", routerAddress: "198.51.100.2/30", gateway: "198.51.100.1" },
    { name: "ether2", routerAddress: "203.0.113.2/30", gateway: "203.0.113.1" },
  ],
  lans: [
    { name: "ether5", routerAddress: "192.168.88.1/24", hosts: ["192.168.88.8/29", "192.168.88.128/25"] },
    { name: "ether6", routerAddress: "192.168.99.1/24" },
  ],
  internet: ["198.18.0.0/15", "8.8.8.8", "8.8.4.4"],
};

const FLOWS = 24;
/** Lost packets do not come, however long one waits. */
const TIMEOUT_MS = 1_000;
/** WireGuard's port: the lab has no such menu, so a UDP server that chooses its source late represents it. */
const [WEB, WIREGUARD, SSH] = [80, 51820, 22];

let network: Network;
let router: LabRouter;
let traffic: Traffic;
beforeAll(async () => {
  network = await Network.up(DESCRIPTION);
  router = await startRouterOf(network, { version: VERSION });
  router.set("/routing/settings", undefined, HURRIED_CHECKS);
  traffic = new Traffic(network);
  await traffic.serve(network.internet.namespace);
  await traffic.serve(network.router, SSH);
  await traffic.serve(network.router, WIREGUARD);
  await traffic.serve(network.lan("ether5").namespace, WEB);
  await traffic.serve(network.lan("ether6").namespace, WEB);
});
afterAll(async () => {
  await traffic?.stop();
  await router?.close();
  await network?.down();
});

type Flows = () => Omit<Sending, "count">;

const outward: Flows = () => ({
  protocol: "udp",
  from: network.lan("ether5").namespace,
  sources: network.lan("ether5").addresses(1),
  destinations: network.internet.addresses(FLOWS),
});

const inward =
  (wan: string, protocol: "tcp" | "udp", port: number): Flows =>
  () => ({
    protocol,
    from: network.internet.namespace,
    sources: network.internet.addresses(FLOWS),
    destinations: [network.wan(wan).customer],
    port,
  });

const toOtherLan: Flows = () => ({
  protocol: "tcp",
  from: network.lan("ether5").namespace,
  sources: network.lan("ether5").addresses(FLOWS),
  destinations: network.lan("ether6").addresses(1),
  port: WEB,
});

const toOwnAddress: Flows = () => ({
  protocol: "tcp",
  from: network.lan("ether5").namespace,
  sources: network
    .lan("ether5")
    .addresses(FLOWS)
    .filter((address) => address !== "192.168.88.10"),
  destinations: [network.wan("ether1").customer],
  port: WEB,
});

const NONE = (answered: number) => answered === 0;
const SOME = (answered: number) => answered < FLOWS;

interface Scene {
  /** The folder of a case. */
  readonly name: string;
  /** What passes after its cure and did not before. */
  readonly what: string;
  readonly flows: Flows;
  /** Whether so few are answered before. */
  readonly isLost: (answered: number) => boolean;
  /** A WAN whose gateway is dead meanwhile. */
  readonly dead?: string;
}

const SCENES: readonly Scene[] = [
  {
    name: "07b-rule-exception-too-late",
    what: "connections to the other LAN",
    flows: toOtherLan,
    isLost: NONE,
  },
  {
    name: "09-table-without-fib",
    what: "connections from outside by ether2",
    flows: inward("ether2", "tcp", SSH),
    isLost: NONE,
  },
  { name: "10-recursive-no-host-route", what: "connections of the LAN", flows: outward, isLost: NONE },
  { name: "12-recursive-target-scope", what: "connections of the LAN", flows: outward, isLost: NONE },
  {
    name: "14-wireguard-failover",
    what: "datagrams from outside by ether2",
    flows: inward("ether2", "udp", WIREGUARD),
    isLost: NONE,
  },
  {
    name: "14b-wireguard-ecmp",
    what: "datagrams from outside by ether1",
    flows: inward("ether1", "udp", WIREGUARD),
    isLost: SOME,
  },
  {
    name: "14b-wireguard-ecmp",
    what: "datagrams from outside by ether2",
    flows: inward("ether2", "udp", WIREGUARD),
    isLost: SOME,
  },
  {
    name: "19b-backup-not-masqueraded",
    what: "connections of the LAN",
    flows: outward,
    isLost: NONE,
    dead: "ether1",
  },
  { name: "21-blackhole-false", what: "connections of the LAN", flows: outward, isLost: NONE },
  { name: "21b-blackhole-true", what: "connections of the LAN", flows: outward, isLost: NONE },
  {
    name: "24-hairpin",
    what: "connections of the LAN to the public address",
    flows: toOwnAddress,
    isLost: NONE,
  },
  {
    name: "27-rp-filter-strict",
    what: "connections from outside by ether2",
    flows: inward("ether2", "tcp", SSH),
    isLost: NONE,
  },
  { name: "29-marks-bounce-replies", what: "connections of the LAN", flows: outward, isLost: NONE },
];

test.each(SCENES)("$name: after the cure all $what pass", async ({ name, flows, isLost, dead }) => {
  expect(isLost(await answered(name, "case", flows, dead))).toBe(true);
  expect(await answered(name, "cured", flows, dead)).toBe(flowCount(flows));
});

function flowCount(flows: Flows): number {
  const { sources = [], destinations } = flows();
  return Math.max(sources.length, destinations.length);
}

/** How many of some flows are answered on the router of a case, or of its cure. */
async function answered(name: string, kind: "case" | "cured", flows: Flows, dead?: string): Promise<number> {
  await network.heal();
  putRows(router, []);
  router.set("/ip/settings", undefined, { "rp-filter": "no" });
  putRows(router, caseRows(name, kind).filter(isInLab));
  if (kind === "cured") {
    await until("every route is up", () => inactive().length === 0);
  }
  if (dead !== undefined) {
    await network.wan(dead).inflict("dead-gateway");
    await until("the dead route is noticed", () => inactive().length > 0);
  }
  await router.settled();
  return (await traffic.send(flows(), { timeoutMs: TIMEOUT_MS, concurrency: FLOWS })).answered.length;
}

/** Whether the lab has the interface of a row: it has none of tunnels. */
function isInLab({ row }: WrittenRow): boolean {
  return (
    row["interface"] === undefined ||
    [...network.wans, ...network.lans].some(({ name }) => name === row["interface"])
  );
}

function inactive(): readonly string[] {
  return router
    .rows("/ip/route")
    .filter((row) => row["static"] === "true" && row["inactive"] === "true")
    .map((row) => row["gateway"] ?? "");
}
