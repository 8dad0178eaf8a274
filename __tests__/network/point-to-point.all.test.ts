import { Network } from "../../lab/network";
import { LabRouter } from "../../lab/router";
import { Traffic } from "../../lab/traffic";
import { sampled } from "../tier";
import { PATIENCE_MS, until } from "../until";
import { sendFromLan } from "./datagrams";

const LAN = { name: "Local", routerAddress: "192.168.0.1/24" };

let network: Network;
let router: LabRouter;
let traffic: Traffic;

beforeAll(async () => {
  network = await Network.up({
    wans: [
      {
        name: "lte1",
        routerAddress: "10.114.0.2/24",
        gateway: "10.114.0.1",
        link: "point-to-point",
      },
      { name: "dsl", routerAddress: "10.115.0.2/24", gateway: "10.115.0.1", addressing: "dhcp" },
    ],
    lans: [LAN],
  });
  router = await LabRouter.start({
    version: "7.24",
    interfaces: [LAN.name, "lte1", "dsl"],
    namespace: network.router.name,
  });
  router.add("/ip/address", { address: LAN.routerAddress, interface: LAN.name });
  router.add("/ip/address", { address: "10.114.0.2", network: "10.114.0.1", interface: "lte1" });
  router.add("/interface/pppoe-client", { name: "pppoe-out1", interface: "dsl", disabled: "no" });
  for (const name of ["lte1", "pppoe-out1"]) {
    router.add("/ip/firewall/nat", { chain: "srcnat", "out-interface": name, action: "masquerade" });
  }
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

const isRunning = (name: string): boolean =>
  router.rows("/interface").some((row) => row["name"] === name && row["running"] === "true");

/** `packets/point-to-point` sends through a PPPoE client too. */
const links: [string, string, string][] = [
  ["a link without ARP", "lte1", "lte1"],
  ["a PPPoE client", "pppoe-out1", "dsl"],
];

test.each(sampled(links, 1))(
  "%s carries whatever is sent into the interface, to any number of hosts",
  async (_what, name, wan) => {
    await until(`${name} runs`, () => isRunning(name));
    const route = router.add("/ip/route", { gateway: name });
    await router.settled();
    // More hosts than the kernel has room for neighbours.
    const { byWan, failed } = await fromLan(1500);
    expect([failed.length, byWan]).toEqual([0, new Map([[wan, 1500]])]);

    const target = router.add("/ip/route", { "dst-address": "198.18.9.9", gateway: name, scope: "10" });
    const beyond = router.add("/ip/route", {
      "dst-address": "203.0.113.0/24",
      gateway: "198.18.9.9",
      "target-scope": "11",
      "check-gateway": "ping",
    });
    await router.settled();
    await network.router.shell("ping -n -q -c 1 -W 1 203.0.113.7");

    const isp = network.wan(wan);
    await isp.inflict("cut");
    await until(
      "the route through the interface is inactive",
      () => router.rows("/ip/route").find((row) => row[".id"] === route)?.["inactive"] === "true",
    );
    await isp.heal();
    await until("it is back", async () => (await fromLan(5, 500)).answered.length === 5);
    for (const id of [route, target, beyond]) {
      router.remove("/ip/route", id);
    }
  },
);

test("a link with one other end has no other customers", () => {
  expect(() => network.wan("lte1").neighbours(1)).toThrow("lte1 has no room for neighbours.");
});
