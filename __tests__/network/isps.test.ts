import { Network, type WanDescription } from "../../lab/network";
import { LabRouter } from "../../lab/router";
import { Traffic } from "../../lab/traffic";
import { PATIENCE_MS, until } from "../until";
import { sendFromLan } from "./datagrams";

const LAN = { name: "Local", routerAddress: "192.168.0.1/24" };

/** A lent address with a resolver, a fixed one, and two of one make, with the same addresses on both sides. */
const WANS: readonly WanDescription[] = [
  {
    name: "cable",
    routerAddress: "10.112.0.2/24",
    gateway: "10.112.0.1",
    addressing: "dhcp",
    resolver: { address: "10.112.0.53", names: { "portal.isp.example": "10.112.9.9" } },
  },
  {
    name: "fibre",
    routerAddress: "10.111.0.2/24",
    gateway: "10.111.0.1",
    resolver: { address: "192.0.2.53", names: { "tv.isp.example": "10.111.9.9" } },
  },
  { name: "dish1", routerAddress: "100.64.0.2/24", gateway: "100.64.0.1", carrierNat: true },
  { name: "dish2", routerAddress: "100.64.0.2/24", gateway: "100.64.0.1", carrierNat: true },
];

let network: Network;
let router: LabRouter;
let traffic: Traffic;

beforeAll(async () => {
  network = await Network.up({ wans: WANS, lans: [LAN] });
  router = await LabRouter.start({
    version: "7.24",
    interfaces: [LAN.name, ...WANS.map(({ name }) => name)],
    namespace: network.router.name,
  });
  router.add("/ip/address", { address: LAN.routerAddress, interface: LAN.name });
  router.add("/ip/address", { address: "10.111.0.2/24", interface: "fibre" });
  router.add("/interface/list", { name: "WAN" });
  for (const { name } of WANS) {
    router.add("/interface/list/member", { list: "WAN", interface: name });
  }
  router.add("/ip/firewall/nat", { chain: "srcnat", "out-interface-list": "WAN", action: "masquerade" });
  await router.settled();
  traffic = new Traffic(network);
  await traffic.serve(network.internet.namespace);
});

afterAll(async () => {
  await traffic.stop();
  await router.close();
  await network.down();
});

const fromLan = (count: number, timeoutMs = PATIENCE_MS) =>
  sendFromLan(network, traffic, LAN.name, count, timeoutMs);

const ask = (server: string, name: string): Promise<string> =>
  network.router
    .shell(
      `${process.execPath} -e 'const { Resolver } = require("node:dns").promises;
       const resolver = new Resolver({ timeout: 300, tries: 1 });
       resolver.setServers(["${server}"]);
       resolver.resolve4("${name}").then(([found]) => console.log(found), (error) => console.log(error.code));'`,
    )
    .then((said) => said.trim());

const lease = () => router.rows("/ip/dhcp-client")[0];

test("an ISP lends the router its address, and takes what comes from there; readdressed, from nowhere else", async () => {
  const isp = network.wan("cable");
  router.add("/ip/dhcp-client", { interface: "cable", disabled: "no" });
  await until("the router has a lease", () => lease()?.["status"] === "bound");
  expect(lease()).toMatchObject({
    address: "10.112.0.2/24",
    gateway: "10.112.0.1",
    "primary-dns": "10.112.0.53",
  });
  await router.settled();
  expect((await fromLan(20)).byWan).toEqual(new Map([["cable", 20]]));

  await isp.readdress("10.112.0.7", "10.112.0.254");
  expect((await fromLan(20, 500)).answered).toHaveLength(0);
  await isp.inflict("cut");
  await until("the router has lost its lease", () => lease()?.["status"] === "searching...");
  await isp.heal();
  await until("the router has another lease", () => lease()?.["address"] === "10.112.0.7/24");
  await router.settled();
  expect(lease()).toMatchObject({ gateway: "10.112.0.254" });
  expect((await fromLan(20)).byWan).toEqual(new Map([["cable", 20]]));
  expect(isp.neighbours(1)).not.toContain("10.112.0.7");
});

test("a resolver answers the ISP's own customers for its own names, and is not reached by others", async () => {
  const cable = router.rows("/ip/route").find((row) => row["dhcp"] === "true")?.["gateway"] ?? "";
  const through = async (gateway: string): Promise<void> => {
    const pins = router.rows("/ip/route").filter((row) => row["dst-address"] === "192.0.2.53/32");
    for (const pin of pins) {
      router.remove("/ip/route", pin[".id"] ?? "");
    }
    router.add("/ip/route", { "dst-address": "192.0.2.53", gateway });
    await router.settled();
  };
  expect(await ask("10.112.0.53", "portal.isp.example")).toBe("10.112.9.9");
  expect(await ask("10.112.0.53", "tv.isp.example")).toBe("ENOTFOUND");
  await through("10.111.0.1");
  expect(await ask("192.0.2.53", "tv.isp.example")).toBe("10.111.9.9");
  await through(cable);
  expect(await ask("192.0.2.53", "tv.isp.example")).toMatch(/^E/);
});

test("two ISPs of one make have the same addresses, and the Internet sees which one was used", async () => {
  const [dish1, dish2] = [network.wan("dish1"), network.wan("dish2")];
  expect([dish1.customer, dish1.gateway]).toEqual([dish2.customer, dish2.gateway]);
  for (const { name } of [dish1, dish2]) {
    await network.resetCounters();
    const address = router.add("/ip/address", { address: "100.64.0.2/24", interface: name });
    const route = router.add("/ip/route", {
      "dst-address": "198.18.0.0/24",
      gateway: `100.64.0.1%${name}`,
    });
    await router.settled();
    const { byWan } = await fromLan(20);
    expect(byWan).toEqual(new Map([[name, 20]]));
    expect((await network.wan(name).observe()).foreignPackets).toBe(0);
    router.remove("/ip/route", route);
    router.remove("/ip/address", address);
  }
});

test("an ISP that runs servers is taken away with them", async () => {
  const resolver = { address: "10.113.0.53", names: {} };
  const wan: WanDescription = { name: "lte1", routerAddress: "10.113.0.2/24", gateway: "10.113.0.1" };
  const isp = await network.addWan({ ...wan, addressing: "dhcp", resolver });
  const { name } = isp.namespace;
  const pids = await network.router.shell(`ip netns pids ${name}`);
  expect(pids.trim().split("\n")).toHaveLength(2);
  await network.removeWan("lte1");
  expect(await network.router.shell("ls /run/netns")).not.toContain(name);
  for (const pid of pids.trim().split("\n")) {
    expect(() => process.kill(Number(pid), 0)).toThrow("ESRCH");
  }
});
