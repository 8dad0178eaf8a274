import { rmSync } from "node:fs";
import { createServer } from "node:net";
import { Network, type WanDescription } from "../../lab/network";
import { Traffic } from "../../lab/traffic";
import { LOSS_MS } from "../until";
import { ARTICLE } from "./description";
import { configureRouter } from "./hand-made-router";

let network: Network;
let traffic: Traffic;

beforeAll(async () => {
  network = await Network.up(ARTICLE);
  await configureRouter(network);
  traffic = new Traffic(network);
});

afterAll(() => network.down());

test.each(["wlan1", "wlan2"])(
  "200 connections from 200 addresses to the router on %s return there",
  async (name) => {
    await traffic.agent(network.router).listen({ protocol: "tcp", port: name === "wlan1" ? 8001 : 8002 });
    await network.resetCounters();
    const isp = network.wan(name);
    const outside = network.internet.addresses(200);
    const sent = await traffic.send({
      protocol: "tcp",
      from: network.internet.namespace,
      sources: outside,
      destinations: [isp.customer],
      port: name === "wlan1" ? 8001 : 8002,
    });
    expect(sent.answered).toHaveLength(200);
    expect(sent.answered.map(({ flow, seenAs }) => seenAs?.address === flow.from)).not.toContain(false);
    const visits = await traffic.agent(network.router).takeVisits();
    expect(new Set(visits.map(({ seenAs }) => seenAs.address))).toEqual(new Set(outside));
    for (const other of network.wans) {
      const seen = await other.observe();
      expect(new Set(seen.flows.map(({ destination }) => destination)).size).toBe(other === isp ? 200 : 0);
      expect(seen.foreignPackets).toBe(0);
    }
  },
);

test("without marks many of the answers come to the other ISP, which drops them", async () => {
  await traffic.agent(network.router).listen({ protocol: "tcp", port: 8003 });
  await network.router.ip("rule add priority 999 lookup main");
  await network.resetCounters();
  const sent = await traffic.send(
    {
      protocol: "tcp",
      from: network.internet.namespace,
      sources: network.internet.addresses(200),
      destinations: [network.wan("wlan1").customer],
      port: 8003,
    },
    { concurrency: 200, timeoutMs: LOSS_MS },
  );
  const other = network.wan("wlan2");
  const strays = (await sent.byReturn()).get(other.name);
  expect(strays).toBeGreaterThan(70);
  expect(strays).toBeLessThan(130);
  // On a busy machine an answer may come too late: no reply that strays is one.
  expect(sent.answered.length).toBeGreaterThan(0);
  expect(sent.answered.length).toBeLessThanOrEqual(200 - Number(strays));
  expect((await other.observe()).foreignFlows).toHaveLength(Number(strays));
  await network.router.ip("rule delete priority 999");
});

test("the operator reaches the router's socket over the management link", async () => {
  const server = createServer((socket) => socket.end("hello, operator\n"));
  await new Promise<void>((resolve) => server.listen(network.socketFile, resolve));
  const { namespace } = network.operator;
  const heard = await namespace.shell(`socat -u TCP4:${network.managementAddress}:443 -`);
  expect(heard).toBe("hello, operator\n");
  await new Promise((resolve) => server.close(resolve));
  rmSync(network.socketFile, { force: true });
});

test("a WAN is plugged in and taken away while the others work", async () => {
  const third: WanDescription = { name: "lte1", routerAddress: "10.113.0.2/30", gateway: "10.113.0.1" };
  const ports = async () => network.router.shell("ls /sys/class/net");
  const isp = await network.addWan(third);
  expect(await ports()).toMatch(/^lte1$/m);
  await network.router.ip(
    `address add ${third.routerAddress} dev lte1`,
    `route add 198.18.0.99 via ${third.gateway}`,
  );
  await traffic.serve(network.internet.namespace);
  const send = () => traffic.send({ protocol: "udp", from: network.router, destinations: ["198.18.0.99"] });
  const [before] = (await send()).answers;
  expect(before?.seenAs?.address).toBe(isp.customer);
  await network.removeWan("lte1");
  expect(await ports()).not.toMatch(/^lte1$/m);
  const { byWan } = await send();
  expect([...byWan.values()]).toEqual([1]);
  await expect(network.addWan({ ...third, name: "wlan1" })).rejects.toThrow("Two ports are named wlan1");
});
