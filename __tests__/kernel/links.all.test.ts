import { eventually } from "../until";
import { addGateway, type Namespace, networkWithRouter } from "./small-network";

const network = networkWithRouter();
const settle = (): Promise<void> => network().lab.settled();

/** What the default route in main leads to. */
const ways = (): string[] =>
  [
    ...network()
      .router.run("ip", "route", "show", "default")
      .matchAll(/via \S+ dev (\S+)/g),
  ].map(([, device = ""]) => device);

/** The tracked connections of the LAN, by the address they leave with. */
const masqueraded = async (): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const row of await network().lab.freshRows("/ip/firewall/connection")) {
    if (!row["src-address"]?.startsWith("192.168.0.10")) {
      continue;
    }
    const by = row["reply-dst-address"]?.split(":")[0] ?? "";
    counts[by] = (counts[by] ?? 0) + 1;
  }
  return counts;
};

const pingMany = (): void => {
  network().lan.run("sh", "-c", "for i in $(seq 40); do ping -q -c 1 -W 1 198.51.100.$i & done; wait");
};

const setLink = (isp: Namespace, state: "down" | "up"): void => {
  isp.run("ip", "link", "set", "dev", "uplink", state);
};

const flags = (id: string): string => {
  const row = network()
    .lab.rows("/ip/route")
    .find((candidate) => candidate[".id"] === id);
  return `${row?.["active"] ? "A" : ""}${row?.["ecmp"] ? "+" : ""}${row?.["inactive"] === "true" ? "I" : ""}`;
};

const shownFlags = (): string[] => ["*80000003", "*80000004"].map(flags);

beforeEach(async () => {
  const { router, isp1, lab } = network();
  setLink(isp1, "up");
  await addGateway(lab);
  // What is gone has been forgotten, and has not run out.
  router.run("sh", "-c", "echo 86400 >/proc/sys/net/netfilter/nf_conntrack_icmp_timeout");
  await eventually(ways, (devices) => expect(devices).toEqual(["wlan1", "wlan2"]));
});

test("loss of carrier takes routes and masqueraded connections, and its return brings routes", async () => {
  const { lab, isp1 } = network();
  pingMany();
  const before = await masqueraded();
  expect(Object.keys(before).sort()).toEqual(["10.111.0.2", "10.112.0.2"]);
  setLink(isp1, "down");
  await eventually(masqueraded, (counts) => expect(counts).toEqual({ "10.111.0.2": before["10.111.0.2"] }));
  expect(ways()).toEqual(["wlan2"]);
  await eventually(shownFlags, (shown) => expect(shown).toEqual(["I", "A"]));
  expect(lab.rows("/interface").map((row) => row["running"])).toEqual(["true", "false", "true"]);
  expect(lab.rows("/ip/route")[2]).toMatchObject({ "immediate-gw": "" });

  setLink(isp1, "up");
  await eventually(shownFlags, (shown) => expect(shown).toEqual(["A+", "A+"]));
  expect(ways()).toEqual(["wlan1", "wlan2"]);
  pingMany();
  await eventually(masqueraded, (counts) => expect(counts["10.112.0.2"]).toBeGreaterThan(0));
});

test("a carrier that is back before anybody looks leaves the routes whole", async () => {
  const { isp1, isp2, router } = network();
  // A group that lost a member meanwhile has another number.
  const routes = (): string =>
    router.run("ip", "route", "show", "table", "all").replace(/nhid \d+/g, "nhid N");
  const before = routes();
  for (let i = 0; i < 3; i++) {
    for (const isp of [isp1, isp2]) {
      setLink(isp, "down");
    }
    for (const isp of [isp1, isp2]) {
      setLink(isp, "up");
    }
  }
  await eventually(routes, (now) => expect(now).toBe(before));
  await settle();
  expect(routes()).toBe(before);
});

test("who takes which way depends on the next hops there are, not on those that were there before", async () => {
  const { isp1, router } = network();
  const way = (i: number): string =>
    router.run("ip", "route", "get", `198.51.100.${i}`, "from", "192.168.0.10", "iif", "Local");
  const all = (): (string | undefined)[] =>
    Array.from({ length: 64 }, (_, i) => /dev (\S+)/.exec(way(i))?.[1]);
  const before = all();
  expect(new Set(before)).toEqual(new Set(["wlan1", "wlan2"]));
  setLink(isp1, "down");
  await eventually(shownFlags, (shown) => expect(shown).toEqual(["I", "A"]));
  expect(new Set(all())).toEqual(new Set(["wlan2"]));
  setLink(isp1, "up");
  await eventually(shownFlags, (shown) => expect(shown).toEqual(["A+", "A+"]));
  expect(all()).toEqual(before);
});

test("a gateway that was asked for in vain while the link was down is reached as soon as its route is back", async () => {
  const { isp1, router } = network();
  setLink(isp1, "down");
  await eventually(ways, (devices) => expect(devices).toEqual(["wlan2"]));
  router.succeeds("ping", "-c", "1", "-W", "0.05", "-I", "wlan1", "10.112.0.1");
  expect(router.run("ip", "neigh", "show", "10.112.0.1")).toMatch(/INCOMPLETE/);
  setLink(isp1, "up");
  await eventually(ways, (devices) => expect(devices).toEqual(["wlan1", "wlan2"]));
  // The kernel on its own would ask again after a second.
  expect(router.succeeds("ping", "-c", "1", "-W", "0.4", "10.112.0.1")).toBe(true);
});

test("a masqueraded flow whose way moves loses one packet, and is a new one then", async () => {
  const { lab, lan } = network();
  const ping = (): boolean => lan.succeeds("ping", "-q", "-c", "1", "-W", "1", "-e", "77", "198.51.100.1");
  lab.set("/ip/route", "*80000004", { distance: "2" });
  await settle();
  expect([ping(), await masqueraded()]).toEqual([true, { "10.112.0.2": 1 }]);
  lab.set("/ip/route", "*80000003", { distance: "3" });
  await settle();
  expect([ping(), ping(), await masqueraded()]).toEqual([false, true, { "10.111.0.2": 1 }]);
});

test("src-nat keeps its connections where masquerade does not", async () => {
  const { lab, isp1 } = network();
  lab.set("/ip/firewall/nat", "*1", { action: "src-nat", "to-addresses": "10.112.0.2" });
  await settle();
  pingMany();
  const before = await masqueraded();
  setLink(isp1, "down");
  await eventually(ways, (devices) => expect(devices).toEqual(["wlan2"]));
  expect(await masqueraded()).toEqual(before);
});

test.each<[string, (lab: ReturnType<typeof network>["lab"]) => void]>([
  ["a disabled port", (lab) => lab.set("/interface", "*2", { disabled: "yes" })],
  ["a disabled address", (lab) => lab.set("/ip/address", "*2", { disabled: "yes" })],
  ["another address", (lab) => lab.set("/ip/address", "*2", { address: "10.112.0.3/24" })],
])("%s forgets what was masqueraded", async (_what, change) => {
  const { lab } = network();
  pingMany();
  const before = await masqueraded();
  change(lab);
  await settle();
  await eventually(masqueraded, (counts) => expect(counts).toEqual({ "10.111.0.2": before["10.111.0.2"] }));
});

test("disabling a port and enabling it brings everything back", async () => {
  const { lab, router } = network();
  const everything = (): string =>
    router.run("sh", "-c", "ip route show table all | grep -v :: ; ip rule; ip nexthop");
  const before = everything();
  lab.set("/interface", "*2", { disabled: "yes" });
  await settle();
  expect(ways()).toEqual(["wlan2"]);
  lab.set("/interface", "*2", { disabled: "no" });
  await eventually(everything, (now) => expect(now).toBe(before));
});

test("routes that something else removed are back at the next change", async () => {
  const { lab, router } = network();
  router.run("ip", "route", "del", "default");
  router.run("ip", "nexthop", "flush");
  router.run("ip", "address", "flush", "dev", "wlan1");
  lab.add("/ip/route", { "dst-address": "192.0.2.1", blackhole: "" });
  await settle();
  expect(ways()).toEqual(["wlan1", "wlan2"]);
});
