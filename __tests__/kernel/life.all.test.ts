import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:https";
import { isIP } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import spawn from "cross-spawn";
import { LabRouter, type LabRouterOptions } from "../../lab/router";
import { RestClient } from "../lab/rest-client";
import { eventually } from "../until";
import { addGateway, buildNetwork, GATEWAY, type SmallNetwork } from "./small-network";

let network: SmallNetwork;
let folder: string;
const routers: LabRouter[] = [];

beforeAll(() => {
  network = buildNetwork();
  folder = mkdtempSync(join(tmpdir(), "kernel-life-"));
});
afterEach(async () => {
  for (const router of routers.splice(0)) {
    await router.close();
  }
});
afterAll(() => {
  network?.remove();
  rmSync(folder, { recursive: true, force: true });
});

const start = async (options: LabRouterOptions = {}): Promise<LabRouter> => {
  const router = await LabRouter.start({ version: "7.24", namespace: network.router.name, ...options });
  routers.push(router);
  return router;
};

/** All that the namespace holds of a data plane, and who runs there. */
const everything = (): string => {
  const show =
    "ip -4 addr; ip route show table all | grep -v :: ; ip rule; ip nexthop; ip neigh; nft list ruleset; conntrack -L";
  const processes = spawn.sync("ip", ["netns", "pids", network.router.name], { encoding: "utf8" }).stdout;
  return `${network.router.run("sh", "-c", `(${show}) 2>/dev/null`)}${processes}`;
};

test("nothing is left behind", async () => {
  for (const port of ["Local", "wlan1", "wlan2"]) {
    network.router.run("ip", "link", "set", "dev", port, "up");
  }
  await eventually(
    () => network.router.run("ip", "-br", "link"),
    (links) => expect(links).not.toMatch(/wlan\d\S*\s+(DOWN|LOWERLAYERDOWN)/),
  );
  const before = everything();
  const router = await start();
  router.add("/ip/dns/static", { name: "a.example", address: "192.0.2.1" });
  router.set("/ip/dns", undefined, { "allow-remote-requests": "yes" });
  router.add("/routing/rule", { "dst-address": "192.0.2.0/24", action: "drop" });
  await addGateway(router);
  router.set("/ip/route", "*80000001", { "check-gateway": "ping" });
  await router.settled();
  expect(everything()).not.toBe(before);
  await router.close();
  expect(everything()).toBe(before);
});

test("a router that is killed leaves no process, and the next one begins anew", async () => {
  const script = `
    const { LabRouter } = require(${JSON.stringify(join(__dirname, "../../lab/router"))});
    LabRouter.start({ namespace: ${JSON.stringify(network.router.name)} }).then(async (router) => {
      for (const [menu, row] of ${JSON.stringify(GATEWAY)}) router.add(menu, row);
      router.add("/ip/address", { address: "172.16.0.1/24", interface: "Local" });
      router.set("/ip/dns", undefined, { "allow-remote-requests": "yes" });
      await router.settled();
      console.log("ready");
    });`;
  const child = spawn(process.execPath, ["--require", require.resolve("tsx/cjs"), "--eval", script]);
  await new Promise((resolve) => child.stdout?.once("data", resolve));
  const processes = (): string =>
    spawn.sync("ip", ["netns", "pids", network.router.name], { encoding: "utf8" }).stdout;
  expect(processes()).not.toBe("");
  child.kill("SIGKILL");
  await eventually(processes, (pids) => expect(pids).toBe(""));
  network.lan.run("ping", "-c", "1", "-W", "1", "198.51.100.7");

  const router = await start();
  expect(everything()).not.toMatch(/172\.16|nexthop|mangle_|198\.51/);
  await addGateway(router);
  const counters = await router.freshRows("/ip/firewall/mangle");
  expect(counters.map((row) => row["packets"])).toEqual(["0", "0", "0", "0"]);
});

test("rows of a state file are in the kernel from the start", async () => {
  const stateFile = join(folder, "state.json");
  const first = await start({ stateFile });
  await addGateway(first);
  const before = network.router.run("ip", "route", "show", "table", "all");
  await first.close();
  await start({ stateFile });
  expect(network.router.run("ip", "route", "show", "table", "all")).toBe(before);
});

test("rows that the data plane can not realise do not start", async () => {
  const stateFile = join(folder, "doubtful.json");
  const without = await LabRouter.start({ version: "7.24", stateFile });
  without.add("/ip/firewall/filter", { chain: "forward", random: "50", action: "drop" });
  await without.close();
  await expect(start({ stateFile })).rejects.toThrow(
    "The rows of /ip/firewall/filter do not fit a data plane: not implemented by the lab router: random.",
  );
});

test("a namespace that is not there, and a port that is not in it", async () => {
  await expect(start({ namespace: "nowhere" })).rejects.toThrow("There is no network namespace nowhere.");
  await expect(start({ interfaces: ["Local", "wlan7"] })).rejects.toThrow(/has no interface wlan7\.$/);
});

test("the API answers when a write is in effect, also on a UNIX socket and under further names", async () => {
  const socketFile = join(folder, "api");
  const router = await start({ socketFile, addresses: ["10.255.0.1", "router.example"] });
  const reply = await new RestClient(router).put("/ip/address", {
    address: "10.9.0.1/24",
    interface: "wlan1",
  });
  expect(network.router.run("ip", "route")).toContain("10.9.0.0/24 dev wlan1");
  const ask = (host: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const auth = `${router.username}:${router.password}`;
      const ca = readFileSync(router.caCertificateFile);
      const options = {
        socketPath: socketFile,
        host,
        servername: isIP(host) === 0 ? host : "",
        auth,
        ca,
        method: "DELETE",
      };
      request({ ...options, path: `/rest/ip/address/${reply.body[".id"]}` }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on("error", reject)
        .end();
    });
  await expect(ask("other.example")).rejects.toThrow(/does not match/);
  expect(await ask("router.example")).toBe(204);
  expect(network.router.run("ip", "route")).toBe("");
  expect(await ask("10.255.0.1")).toBe(404);
});

test("a repeated next hop counts where that is asked for", async () => {
  const router = await start({ repeatedNextHops: "count" });
  router.add("/ip/address", { address: "10.112.0.2/24", interface: "wlan1" });
  router.add("/ip/address", { address: "10.111.0.2/24", interface: "wlan2" });
  for (const gateway of ["10.112.0.1", "10.111.0.1", "10.112.0.1"]) {
    router.add("/ip/route", { gateway });
  }
  await router.settled();
  const [, ...hops] = network.router.run("ip", "route", "show", "default").split("\n");
  expect(hops.map((line) => line.trim())).toEqual([
    "nexthop via 10.112.0.1 dev wlan1 weight 2 onlink",
    "nexthop via 10.111.0.1 dev wlan2 weight 1 onlink",
    "",
  ]);
});

test("equal seeds choose alike, another one otherwise", async () => {
  const choices = async (seed: number): Promise<string> => {
    const router = await start({ seed });
    await addGateway(router);
    const ways = Array.from({ length: 32 }, (_, i) => {
      const way = network.router.run(
        "ip",
        "route",
        "get",
        `198.51.100.${i}`,
        "from",
        "192.168.0.10",
        "iif",
        "Local",
      );
      return /dev (\S+)/.exec(way)?.[1];
    });
    await router.close();
    routers.pop();
    return ways.join();
  };
  const first = await choices(1);
  expect(await choices(1)).toBe(first);
  expect(await choices(2)).not.toBe(first);
});
