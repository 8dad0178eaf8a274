import { RestClient, refusal } from "../lab/rest-client";
import { networkWithRouter } from "./small-network";

const network = networkWithRouter();
const settle = (): Promise<void> => network().lab.settled();

const ROUTER = "fd00::1";
const HOST = "fd00::2";

beforeEach(async () => {
  const { lab, lan, router } = network();
  for (const [namespace, device, address] of [
    [router, "Local", ROUTER],
    [lan, "uplink", HOST],
  ] as const) {
    for (const which of ["all", device]) {
      namespace.run("sh", "-c", `echo 0 > /proc/sys/net/ipv6/conf/${which}/disable_ipv6`);
    }
    namespace.ip(`addr replace ${address}/64 dev ${device} nodad`);
  }
  lab.set("/ip/dns", undefined, { "allow-remote-requests": "yes" });
  lab.add("/ip/dns/static", { name: "portal.example", address: "203.0.113.5" });
  await settle();
});

/** What the router's resolver answers a host of the LAN over IPv6. */
const ask = (): string => {
  const script = `
    const { Resolver } = require("node:dns").promises;
    const resolver = new Resolver({ timeout: 300, tries: 1 });
    resolver.setServers(["[${ROUTER}]"]);
    resolver.resolve4("portal.example").then(([found]) => console.log(found), (error) => console.log(error.code));`;
  return network().lan.run(process.execPath, "-e", script).trim();
};

const DROP = { "in-interface": "Local", "dst-port": "53", action: "drop" };

test.each([
  ["raw", "prerouting"],
  ["filter", "input"],
])("a rule of %s drops queries over IPv6 and counts them, and leaves the rest alone", async (menu, chain) => {
  const { lab, lan } = network();
  expect(ask()).toBe("203.0.113.5");
  const ids = ["udp", "tcp"].map((protocol) =>
    lab.add(`/ipv6/firewall/${menu}`, { chain, ...DROP, protocol, "dst-address-type": "local" }),
  );
  await settle();
  expect(ask()).toMatch(/^E/);
  expect(lan.succeeds("socat", "-u", "/dev/null", `TCP6:[${ROUTER}]:53,connect-timeout=0.3`)).toBe(false);
  const counted = (await lab.freshRows(`/ipv6/firewall/${menu}`)).map((row) => Number(row["packets"]));
  expect(Math.min(...counted)).toBeGreaterThan(0);
  expect(lan.succeeds("ping", "-6", "-c", "1", "-W", "1", ROUTER)).toBe(true);
  for (const id of ids) {
    lab.remove(`/ipv6/firewall/${menu}`, id);
  }
  await settle();
  expect(ask()).toBe("203.0.113.5");
});

test("a rule of nat redirects queries to a port where nobody listens, whatever the filter accepts", async () => {
  const { lab, lan } = network();
  lab.add("/ipv6/firewall/filter", { chain: "input", action: "accept" });
  const ids = ["udp", "tcp"].map((protocol) =>
    lab.add("/ipv6/firewall/nat", {
      chain: "dstnat",
      ...DROP,
      protocol,
      "dst-address-type": "local",
      action: "redirect",
      "to-ports": "9",
    }),
  );
  await settle();
  expect(ask()).toMatch(/^E/);
  expect(lan.succeeds("socat", "-u", "/dev/null", `TCP6:[${ROUTER}]:53,connect-timeout=0.3`)).toBe(false);
  const counted = (await lab.freshRows("/ipv6/firewall/nat")).map((row) => Number(row["packets"]));
  expect(Math.min(...counted)).toBeGreaterThan(0);
  for (const id of ids) {
    lab.remove("/ipv6/firewall/nat", id);
  }
  await settle();
  expect(ask()).toBe("203.0.113.5");
});

test("rules match addresses of IPv6, in their order", async () => {
  const { lab, lan } = network();
  lab.add("/ipv6/firewall/raw", { chain: "prerouting", "src-address": `${HOST}/128`, action: "drop" });
  await settle();
  const ping = (): boolean => lan.succeeds("ping", "-6", "-c", "1", "-W", "0.3", ROUTER);
  expect(ping()).toBe(false);
  lab.add("/ipv6/firewall/raw", { chain: "prerouting", "src-address": "fd00::/64", "place-before": "*1" });
  await settle();
  expect(ping()).toBe(true);
  expect(lab.rows("/ipv6/firewall/raw").map((row) => row["src-address"])).toEqual([
    "fd00::/64",
    "fd00::2/128",
  ]);
});

test.each<[string, Record<string, string>, string]>([
  ["raw", { chain: "prerouting", "src-address": "10.0.0.1" }, "invalid value for argument src-address"],
  ["raw", { chain: "prerouting", "hop-limit": "equal:1" }, "not implemented by the lab router: hop-limit"],
  [
    "filter",
    { chain: "input", "src-address-list": "l" },
    "not implemented by the lab router: src-address-list",
  ],
  ["filter", { chain: "input", action: "reject" }, "not implemented by the lab router: action=reject"],
  ["nat", { chain: "srcnat", action: "masquerade" }, "not implemented by the lab router: action=masquerade"],
  ["nat", { chain: "srcnat", action: "redirect" }, "failure: redirect action is valid only in dstnat"],
])("%s %p", async (menu, row, says) => {
  expect(await new RestClient(network().lab).put(`/ipv6/firewall/${menu}`, row)).toEqual(refusal(says));
});
