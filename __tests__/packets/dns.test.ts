import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import spawn from "cross-spawn";
import type { Namespace, WanDescription } from "../../lab/network";
import { until } from "../until";
import { gatewayOf, PacketLab, WANS } from "./packet-lab";

const ROUTER = "192.168.0.1";
const RESOLVER = "192.0.2.53";
const QUESTIONS = 20;
const names = Array.from({ length: 2 * QUESTIONS }, (_, i) => `tv${i}.isp.example`);

/** Two uplinks; the second ISP's names are known to its own resolver only, which answers its customers only. */
const wans: readonly WanDescription[] = WANS.slice(0, 2).map((wan) =>
  wan.name === "wlan2"
    ? {
        ...wan,
        resolver: { address: RESOLVER, names: Object.fromEntries(names.map((name) => [name, "10.111.9.9"])) },
      }
    : wan,
);

let lab: PacketLab;
beforeAll(async () => {
  lab = await PacketLab.up(wans);
  await lab.stand(
    gatewayOf(wans, {
      dns: {
        allowRemoteRequests: true,
        staticRecords: [{ name: "portal.example", address: "203.0.113.80" }],
        domains: [{ domain: "isp.example", server: RESOLVER, wan: "wlan2" }],
      },
    }),
  );
});

/**
 * A program of a host, which asks a server for names one after the other, or tries to open a TCP connection to its port 53:
 * a line for each question, with the answer or the error. Another server is another program's, so that no silence is waited
 * for twice.
 */
const CLIENT = `
  const { Resolver } = require("node:dns").promises;
  const answer = async ([server, name]) => {
    const resolver = new Resolver({ timeout: 1500, tries: 1 });
    resolver.setServers([server]);
    return resolver.resolve4(name).then(([found]) => found, ({ code }) => code);
  };
  const connect = ([host]) => new Promise((resolve) => {
    const socket = require("node:net").connect({ host, port: 53, timeout: 1500 });
    const end = (said) => { resolve(said); socket.destroy(); };
    socket.on("connect", () => end("open")).on("timeout", () => end("silence")).on("error", () => end("refused"));
  });
  let [turn, names] = [Promise.resolve(), Promise.resolve()];
  require("node:readline").createInterface({ input: process.stdin })
    .on("line", (line) => {
      const words = JSON.parse(line);
      const asked = words.length > 1 ? (names = names.then(() => answer(words))) : connect(words);
      turn = turn.then(() => asked).then((said) => console.log(said));
    })
    .on("close", () => process.exit());`;

interface Client {
  readonly child: ChildProcess;
  readonly waiting: ((said: string) => void)[];
}

/** By the name of the host's namespace, and the server. */
const clients = new Map<string, Client>();
afterAll(async () => {
  for (const { child } of clients.values()) {
    child.kill("SIGKILL");
  }
  await lab.down();
});

function clientOf({ name, entry }: Namespace, server: string): Client {
  const known = clients.get(`${name} ${server}`);
  if (known !== undefined) {
    return known;
  }
  const [program = "", ...words] = [...entry, process.execPath, "-e", CLIENT];
  const child = spawn(program, words, { stdio: ["pipe", "pipe", "inherit"] });
  const client: Client = { child, waiting: [] };
  createInterface({ input: child.stdout as Readable }).on("line", (said) => client.waiting.shift()?.(said));
  clients.set(`${name} ${server}`, client);
  return client;
}

function tell(host: Namespace, ...words: readonly [server: string, name?: string]): Promise<string> {
  const { child, waiting } = clientOf(host, words[0]);
  return new Promise((resolve) => {
    waiting.push(resolve);
    child.stdin?.write(`${JSON.stringify(words)}\n`);
  });
}

/** What a host is told, or the error: names are asked for one after the other. */
const ask = (host: Namespace, server: string, ...questions: readonly string[]): Promise<string[]> =>
  Promise.all(questions.map((name) => tell(host, server, name)));

/** Whether a host can open a TCP connection to port 53. */
const connects = async (host: Namespace, server: string): Promise<boolean> =>
  (await tell(host, server)) === "open";

/** Gives a place an IPv6 address: the lab's network has none by itself. */
async function speakIpv6(namespace: Namespace, device: string, address: string): Promise<void> {
  await namespace.shell(
    `echo 0 > /proc/sys/net/ipv6/conf/all/disable_ipv6`,
    `echo 0 > /proc/sys/net/ipv6/conf/${device}/disable_ipv6`,
    `ip addr replace ${address} dev ${device} nodad`,
  );
}

const lan = () => lab.network.lan("Local").namespace;

/** The first hops that saw packets for the ISP's resolver since the last reset. */
async function askedThrough(): Promise<string[]> {
  const seen = await Promise.all(
    lab.network.wans.map(async (isp) => ({ name: isp.name, ...(await isp.observe()) })),
  );
  return seen
    .filter(({ flows, foreignFlows }) =>
      [...flows, ...foreignFlows].some(({ destination }) => destination === RESOLVER),
    )
    .map(({ name }) => name);
}

/** Everywhere outside that the router's addresses can be asked from: the Internet, and hosts beside the first hop. */
const outside = () =>
  lab.network.wans.flatMap((isp) => [
    { host: lab.network.internet.namespace, address: isp.customer },
    { host: isp.neighbourNamespace, address: isp.customer },
  ]);

test("hosts of the LAN are answered, over UDP and TCP", async () => {
  expect(await ask(lan(), ROUTER, "portal.example")).toEqual(["203.0.113.80"]);
  expect(await connects(lan(), ROUTER)).toBe(true);
});

test("nobody on a WAN is answered, whatever the filter accepts; without the guards everybody is", async () => {
  const { router } = lab;
  router.add("/ip/firewall/filter", { chain: "input", action: "accept" });
  await router.settled();
  const heard = () =>
    Promise.all(
      outside().map(async ({ host, address }) => {
        const asked = ask(host, address, "portal.example");
        const connected = connects(host, address);
        return [...(await asked), await connected];
      }),
    );
  expect(await heard()).toEqual(outside().map(() => ["ETIMEOUT", false]));
  const guards = router.rows("/ip/firewall/raw").map((row) => row[".id"] ?? "");
  expect(guards).toHaveLength(4);
  for (const id of guards) {
    router.set("/ip/firewall/raw", id, { disabled: "yes" });
  }
  await router.settled();
  expect(await heard()).toEqual(outside().map(() => ["203.0.113.80", true]));
  for (const id of guards) {
    router.set("/ip/firewall/raw", id, { disabled: "no" });
  }
  await router.settled();
});

test("over IPv6 hosts of the LAN are answered, and nobody on a WAN is; without the guards everybody is", async () => {
  const { network, router } = lab;
  const hosts = [
    { port: "Local", host: lan(), device: "router", net: "fd00:0:0:1" },
    ...network.wans.map((isp, i) => ({
      port: isp.name,
      host: isp.neighbourNamespace,
      device: "access",
      net: `fd00:0:0:${i + 2}`,
    })),
  ];
  for (const { port, host, device, net } of hosts) {
    await speakIpv6(network.router, port, `${net}::1/64`);
    await speakIpv6(host, device, `${net}::2/64`);
  }
  const heard = () =>
    Promise.all(hosts.map(async ({ host, net }) => (await ask(host, `[${net}::1]`, "portal.example"))[0]));
  expect(await heard()).toEqual(["203.0.113.80", "ECONNREFUSED", "ECONNREFUSED"]);
  for (const { host, net } of hosts.slice(1)) {
    expect(await connects(host, `${net}::1`)).toBe(false);
  }
  const guards = router.rows("/ipv6/firewall/nat").map((row) => row[".id"] ?? "");
  expect(guards).toHaveLength(4);
  for (const disabled of ["yes", "no"]) {
    for (const id of guards) {
      router.set("/ipv6/firewall/nat", id, { disabled });
    }
    await router.settled();
    const wan = disabled === "yes" ? "203.0.113.80" : "ECONNREFUSED";
    expect(await heard()).toEqual(["203.0.113.80", wan, wan]);
  }
});

test("an ISP's domain is asked of its resolver, through its WAN only", async () => {
  await lab.network.resetCounters();
  const answers = await ask(lan(), ROUTER, ...names.slice(0, QUESTIONS));
  expect(answers).toEqual(answers.map(() => "10.111.9.9"));
  expect(await askedThrough()).toEqual(["wlan2"]);
});

test("while that WAN is down its domain is asked nowhere; without the blackhole it is, through the other", async () => {
  const { network, router } = lab;
  const isp = network.wan("wlan2");
  await isp.inflict("dead-gateway");
  await until("wlan2 leaves", () => lab.inactive().includes(isp.gateway));
  await network.resetCounters();
  const [first = "", second = ""] = names.slice(QUESTIONS);
  expect(await ask(lan(), ROUTER, first)).not.toEqual(["10.111.9.9"]);
  expect(await askedThrough()).toEqual([]);

  const [blackhole] = router.rows("/ip/route").filter((row) => row["blackhole"] !== undefined);
  router.set("/ip/route", blackhole?.[".id"], { disabled: "yes" });
  await router.settled();
  await ask(lan(), ROUTER, second);
  expect(await askedThrough()).toEqual(["wlan1"]);
  router.set("/ip/route", blackhole?.[".id"], { disabled: "no" });
  await network.heal();
});
