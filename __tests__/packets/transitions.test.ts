import { gatewayOf, PacketLab, WANS } from "./packet-lab";

jest.setTimeout(120_000);

const PORT = 8080;
const two = WANS.slice(0, 2);
const three = WANS.slice(0, 3);

let lab: PacketLab;
beforeAll(async () => {
  lab = await PacketLab.up(three);
  await lab.traffic.serve(lab.network.router, PORT);
});
afterAll(() => lab.down());

/**
 * Makes a change while the LAN sends to the Internet and into the WANs' own networks, without a pause; then no ISP
 * may have seen a source that is not the router's, and the operator's connection must live.
 */
async function underTraffic(change: () => Promise<void>): Promise<void> {
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
  for (const isp of network.wans) {
    const { foreignPackets, packets } = await isp.observe();
    expect([isp.name, foreignPackets, packets]).toEqual([isp.name, 0, packets]);
  }
  expect((await operator.pulse()).map(({ state }) => state)).toEqual(["alive"]);
  await operator.release();
}

test("no packet leaves a WAN unmasqueraded, and the operator stays, while a gateway is made, grows, shrinks and goes", async () => {
  await underTraffic(() => lab.deploy(gatewayOf(two)));
  await underTraffic(() => lab.deploy(gatewayOf(three)));
  expect((await lab.fromLan(300)).byWan.size).toBe(3);
  await underTraffic(() => lab.deploy(gatewayOf(two)));
  await underTraffic(async () => {
    const { ok, text } = await lab.terraform.destroy();
    expect([ok, text]).toEqual([true, text]);
  });
});

test("the counter sees what it is there for: without masquerade the LAN's own sources arrive", async () => {
  await lab.deploy(gatewayOf(two));
  for (const row of lab.router.rows("/ip/firewall/nat")) {
    lab.router.set("/ip/firewall/nat", row[".id"], { disabled: "yes" });
  }
  await lab.router.settled();
  await expect(underTraffic(async () => {})).rejects.toThrow();
});
