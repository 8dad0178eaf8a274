import { Network } from "../../lab/network";
import { Traffic } from "../../lab/traffic";
import { sampled } from "../tier";
import { until } from "../until";
import { ARTICLE } from "./description";
import { configureRouter } from "./hand-made-router";

let network: Network;
let traffic: Traffic;

beforeAll(async () => {
  // More hosts than the kernel would keep in mind as neighbours.
  const lan = { name: "Local", routerAddress: "192.168.0.1/18", hosts: ["192.168.32.0/19"] };
  network = await Network.up({ ...ARTICLE, lans: [lan] });
  await configureRouter(network);
  traffic = new Traffic(network);
  await traffic.serve(network.internet.namespace);
});

afterAll(() => network.down());

beforeEach(() => network.resetCounters());

describe.each(sampled(["udp", "tcp"] as const, 1))("flows over %s", (protocol) => {
  test.each(sampled([1000, 4096], 1))(
    "%i from as many hosts to as many addresses are all answered",
    async (count) => {
      const lan = network.lan("Local");
      const sent = await traffic.send({
        protocol,
        from: lan.namespace,
        sources: lan.addresses(count),
        destinations: network.internet.addresses(count),
      });
      expect(Object.fromEntries(sent.byError)).toEqual({});
      expect(sent.answered).toHaveLength(count);
      expect([...sent.bySource.keys()].sort()).toEqual(["10.111.0.2", "10.112.0.2"]);
      for (const isp of network.wans) {
        const seen = await isp.observe();
        expect(seen.flows).toHaveLength(sent.byWan.get(isp.name) ?? 0);
        expect(seen.flows.length).toBeGreaterThan(count * 0.4);
        expect(seen.foreignPackets).toBe(0);
      }
    },
  );
});

test("a server that is held up replies from the address that was asked, whatever the kernel has forgotten meanwhile", async () => {
  const { namespace } = network.internet;
  const sockets = (options: string) => namespace.shell(`ss -H ${options} sport = :7`);
  const [, pid = ""] = /pid=(\d+)/.exec(await sockets("-ulnp")) ?? [];
  process.kill(Number(pid), "SIGSTOP");
  const sending = traffic.send({
    protocol: "udp",
    from: network.lan("Local").namespace,
    destinations: network.internet.addresses(2).slice(1),
  });
  await until("the server's socket holds the question", async () =>
    /^UNCONN +[1-9]/.test(await sockets("-uln")),
  );
  await namespace.shell("conntrack -F");
  process.kill(Number(pid), "SIGCONT");
  expect((await sending).failed).toEqual([]);
});

test("a flow whose source port is taken fails by that name, and harms no other", async () => {
  const lan = network.lan("Local");
  const [from = ""] = lan.addresses(1);
  await lan.introduce([from]);
  const flows = network.internet
    .addresses(2)
    .map((to) => ({ protocol: "udp", from, fromPort: 20_000, to, toPort: 7 }) as const);
  const answers = await traffic.agent(lan.namespace).send(flows, { concurrency: 2 });
  expect(answers.map(({ ok, error }) => error ?? ok)).toEqual([true, "EADDRINUSE"]);
});

test("flows from one source port to other addresses in turn are all answered, each by the address that it asked", async () => {
  const lan = network.lan("Local");
  const [from = ""] = lan.addresses(1);
  await lan.introduce([from]);
  const flows = network.internet
    .addresses(20)
    .map((to) => ({ protocol: "udp", from, fromPort: 20_001, to, toPort: 7 }) as const);
  const answers = await traffic.agent(lan.namespace).send(flows, { concurrency: 1 });
  expect(answers.map(({ ok, error }) => error ?? ok)).toEqual(flows.map(() => true));
});
