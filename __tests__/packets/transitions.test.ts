import { type StaticWanOptions, Wan } from "../../lib";
import { IS_ALL, inAll } from "../tier";
import { gatewayOf, PacketLab, WANS } from "./packet-lab";

const PORT = 8080;
const two = WANS.slice(0, 2);
const three = WANS.slice(0, 3);

let lab: PacketLab;
beforeAll(async () => {
  // From 7.21 on the provider cannot change an address in place.
  lab = await PacketLab.up(three, { version: "7.20" });
  await lab.traffic.serve(lab.network.router, PORT);
});
afterAll(() => lab.down());

/**
 * Makes a change while the LAN sends to the Internet and into the WANs' own networks, without a pause, which the
 * operator's connection must live through; gives the sources that an ISP has seen and that are of no WAN.
 */
async function foreignSourcesDuring(change: () => Promise<void>): Promise<string[]> {
  const { network, traffic } = lab;
  const operator = await traffic.hold({
    protocol: "tcp",
    from: network.operator.namespace,
    destinations: [network.managementAddress],
    port: PORT,
  });
  const lan = network.lan("Local");
  const destinations = [
    ...network.internet.addresses(40),
    ...network.wans.flatMap((isp) => isp.neighbours(4)),
  ];
  await network.resetCounters();
  let changing = true;
  let flows = 0;
  const sending = (async () => {
    while (changing) {
      const settings = { timeoutMs: 100, concurrency: 64 };
      const sources = lan.addresses(8);
      const sent = await traffic.send(
        { protocol: "udp", from: lan.namespace, sources, destinations },
        settings,
      );
      flows += sent.answers.length;
    }
  })();
  await change();
  changing = false;
  await sending;
  expect(flows).toBeGreaterThan(0);
  expect((await operator.pulse()).map(({ state }) => state)).toEqual(["alive"]);
  await operator.release();
  // A port that is used again may belong to a connection that has moved, with the source of the WAN it began on.
  const ofWans = three.map(({ routerAddress }) => routerAddress.split("/")[0]);
  const seen = await Promise.all(network.wans.map(async (isp) => [...(await isp.observe()).packets.keys()]));
  return seen.flat().filter((source) => !ofWans.includes(source));
}

/** Whether a source is a host's of the LAN, which no ISP may see. */
const isOfTheLan = (source: string) => source.startsWith("192.168.0.") && source !== "192.168.0.1";

test("no packet leaves a WAN unmasqueraded, and the operator stays, while a gateway is made, changes and goes", async () => {
  expect(await foreignSourcesDuring(() => lab.deploy(gatewayOf(two)))).toEqual([]);
  expect(await foreignSourcesDuring(() => lab.deploy(gatewayOf(three)))).toEqual([]);
  expect((await lab.fromLan(300)).byWan.size).toBe(3);
  // Fewer rows go then than when all do.
  if (IS_ALL) {
    expect(await foreignSourcesDuring(() => lab.deploy(gatewayOf(two)))).toEqual([]);
  }
  const destroyed = async () => {
    const { ok, text } = await lab.terraform.destroy();
    expect([ok, text]).toEqual([true, text]);
  };
  expect(await foreignSourcesDuring(destroyed)).toEqual([]);
});

inAll(() => {
  test("nor while a WAN, or the gateway, is disabled and enabled again", async () => {
    const wans = two.map(({ name, routerAddress, gateway }) =>
      Wan.static({ name, interface: name, address: routerAddress, gateway, disabled: name === "wlan2" }),
    );
    await lab.deploy(gatewayOf(two));
    for (const props of [{ wans }, {}, { disabled: true }, {}]) {
      const foreign = await foreignSourcesDuring(() => lab.deploy(gatewayOf(two, props)));
      // Until the routes have followed the address, masquerade takes another one of the router.
      expect(foreign.filter(isOfTheLan)).toEqual([]);
      const { byWan } = await lab.fromLan(300);
      expect([...byWan.keys()].sort()).toEqual(
        "disabled" in props ? [] : "wans" in props ? ["wlan1"] : ["wlan1", "wlan2"],
      );
    }
  });
});

inAll(() => {
  test("nor while a WAN moves to another interface, where its address is replaced", async () => {
    const [wlan1, , wlan3] = three.map(({ name, routerAddress, gateway }) => ({
      name,
      interface: name,
      address: routerAddress,
      gateway,
    }));
    await lab.deploy(gatewayOf(two));
    const address = lab.terraform.addressOf("gateway/wlan2/address");
    const wans = [wlan1, { ...wlan3, name: "wlan2" }].map((wan) => Wan.static(wan as StaticWanOptions));
    lab.terraform.writeGateway(gatewayOf(two, { wans }));
    const moved = async () => {
      const { ok, text } = await lab.terraform.replace(address);
      expect([ok, text]).toEqual([true, text]);
    };
    expect((await foreignSourcesDuring(moved)).filter(isOfTheLan)).toEqual([]);
    expect([...(await lab.fromLan(300)).byWan.keys()].sort()).toEqual(["wlan1", "wlan3"]);
  });
});

test("the counter sees what it is there for: without masquerade the LAN's own sources arrive", async () => {
  await lab.stand(gatewayOf(two));
  for (const row of lab.router.rows("/ip/firewall/nat")) {
    lab.router.set("/ip/firewall/nat", row[".id"], { disabled: "yes" });
  }
  await lab.router.settled();
  expect((await foreignSourcesDuring(async () => {})).filter(isOfTheLan)).not.toEqual([]);
});
