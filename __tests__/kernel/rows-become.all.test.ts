import { eventually } from "../until";
import { addGateway, networkWithRouter } from "./small-network";

const network = networkWithRouter();

/** What the kernel says, one line per thing, without what differs from run to run. */
const kernel = (...command: string[]): string[] =>
  network()
    .router.run("ip", ...command)
    .split("\n")
    .map((line) => line.trim().replace(/\s+/g, " "))
    .filter((line) => line !== "");

const routes = (table = "main"): string[] => kernel("route", "show", "table", table);
const add = (menu: string, row: Record<string, string>): string => network().lab.add(menu, row);
const settle = (): Promise<void> => network().lab.settled();

test("an address brings its connected route, and takes it away", async () => {
  const { lab } = network();
  const id = add("/ip/address", { address: "192.168.0.1/24", interface: "Local" });
  await settle();
  expect(routes()).toEqual(["192.168.0.0/24 dev Local proto 201 scope link src 192.168.0.1"]);
  lab.set("/ip/address", id, { disabled: "yes" });
  await settle();
  expect(routes()).toEqual([]);
  expect(kernel("-4", "-br", "addr", "show", "dev", "Local").join()).not.toContain("192.168");
});

test("an address with another network than its own connects that one", async () => {
  add("/ip/address", { address: "192.0.2.1/32", network: "203.0.113.7", interface: "wlan1" });
  add("/ip/route", { gateway: "203.0.113.7" });
  await settle();
  expect(routes()).toEqual([
    expect.stringMatching(/^default nhid \d+ via 203.0.113.7 dev wlan1 proto 201 onlink$/),
    "203.0.113.7 dev wlan1 proto 201 scope link src 192.0.2.1",
  ]);
});

test("the second address of a subnet outlives the first", async () => {
  const { lab } = network();
  const first = add("/ip/address", { address: "192.168.0.1/24", interface: "Local" });
  add("/ip/address", { address: "192.168.0.2/24", interface: "Local" });
  await settle();
  lab.remove("/ip/address", first);
  await settle();
  expect(routes()).toEqual(["192.168.0.0/24 dev Local proto 201 scope link src 192.168.0.2"]);
});

test("disabling, MTU and hardware address of a port", async () => {
  const { lab, router } = network();
  const [port] = lab.rows("/interface/ethernet");
  const id = port?.[".id"] ?? "";
  lab.set("/interface/ethernet", id, { mtu: "1400", "mac-address": "02:00:00:00:00:11" });
  await settle();
  expect(router.run("ip", "link", "show", "Local")).toMatch(/mtu 1400[\s\S]*02:00:00:00:00:11/);
  lab.set("/interface/ethernet", id, {
    disabled: "yes",
    mtu: "1500",
    "mac-address": port?.["mac-address"] ?? "",
  });
  await settle();
  expect(router.run("ip", "link", "show", "Local")).toMatch(/state DOWN/);
  expect(lab.rows("/interface")[0]).toMatchObject({ running: "false" });
  lab.set("/interface/ethernet", id, { disabled: "no" });
  await settle();
  await eventually(
    () => lab.rows("/interface")[0],
    (row) => expect(row).toMatchObject({ running: "true" }),
  );
});

test("a renamed port stays the device it is", async () => {
  const { lab } = network();
  add("/ip/address", { address: "10.112.0.2/24", interface: "wlan1" });
  add("/ip/route", { gateway: "10.112.0.1%wlan1" });
  add("/ip/firewall/nat", { chain: "srcnat", "out-interface": "wlan1", action: "masquerade" });
  await settle();
  const before = kernel("route", "show", "table", "all");
  const rules = network().router.run("nft", "list", "ruleset");
  lab.set("/interface/ethernet", "*2", { name: "an uplink of some length" });
  await settle();
  expect(kernel("route", "show", "table", "all")).toEqual(before);
  expect(network().router.run("nft", "list", "ruleset")).toEqual(rules);
});

test("routes of two tables, through an address, a port, and to nowhere", async () => {
  add("/ip/address", { address: "10.112.0.2/24", interface: "wlan1" });
  add("/routing/table", { name: "other", fib: "" });
  add("/ip/route", { "dst-address": "192.0.2.0/25", gateway: "wlan2" });
  add("/ip/route", {
    "dst-address": "192.0.2.128/25",
    gateway: "100.64.0.1%wlan2",
    "pref-src": "10.112.0.2",
  });
  add("/ip/route", { "dst-address": "192.0.2.7", blackhole: "" });
  add("/ip/route", { gateway: "10.112.0.1", "routing-table": "other" });
  add("/ip/route", { blackhole: "", "routing-table": "other", distance: "2" });
  await settle();
  expect(routes().map((line) => line.replace(/nhid \d+/, "nhid N"))).toEqual([
    "10.112.0.0/24 dev wlan1 proto 201 scope link src 10.112.0.2",
    "192.0.2.0/25 nhid N dev wlan2 proto 201",
    "blackhole 192.0.2.7 proto 201",
    "192.0.2.128/25 nhid N via 100.64.0.1 dev wlan2 proto 201 src 10.112.0.2 onlink",
  ]);
  expect(routes("1024")).toEqual([
    expect.stringMatching(/^default nhid \d+ via 10.112.0.1 dev wlan1 proto 201 onlink$/),
  ]);
});

test("a route that becomes a blackhole, and a backup that takes over", async () => {
  const { lab } = network();
  add("/ip/address", { address: "10.112.0.2/24", interface: "wlan1" });
  const first = add("/ip/route", { gateway: "10.112.0.1" });
  add("/ip/route", { blackhole: "", distance: "2" });
  await settle();
  expect(routes()[0]).toMatch(/^default nhid/);
  lab.set("/ip/route", first, { disabled: "yes" });
  await settle();
  expect(routes()[0]).toBe("blackhole default proto 201");
  lab.set("/ip/route", first, { disabled: "no" });
  await settle();
  expect(routes()[0]).toMatch(/^default nhid/);
});

test("a table without fib is not pushed to the kernel", async () => {
  add("/routing/table", { name: "quiet" });
  add("/ip/route", { gateway: "wlan1", "routing-table": "quiet" });
  await settle();
  expect(kernel("route", "show", "table", "all").join()).not.toContain("default");
  expect(kernel("rule").join()).not.toContain("0x400");
});

describe("next hops", () => {
  const groups = (): string[] =>
    kernel("nexthop")
      .filter((line) => line.includes("group"))
      .map((line) => line.replace(/^id \d+ | proto.*/g, ""));
  const addresses = (): void => {
    add("/ip/address", { address: "10.112.0.2/24", interface: "wlan1" });
    add("/ip/address", { address: "10.111.0.2/24", interface: "wlan2" });
  };

  test("of equal routes form a group, in one order whoever came first", async () => {
    const { lab } = network();
    addresses();
    const second = add("/ip/route", { gateway: "10.111.0.1" });
    add("/ip/route", { gateway: "10.112.0.1" });
    await settle();
    const gateways = kernel("route", "show", "default").slice(1);
    expect(gateways).toEqual([
      "nexthop via 10.112.0.1 dev wlan1 weight 1 onlink",
      "nexthop via 10.111.0.1 dev wlan2 weight 1 onlink",
    ]);
    const [, ...numbered] = kernel("nexthop", "show", "groups");
    lab.remove("/ip/route", second);
    await settle();
    add("/ip/route", { gateway: "10.111.0.1" });
    await settle();
    expect(kernel("route", "show", "default").slice(1)).toEqual(gateways);
    expect(kernel("nexthop", "show", "groups").slice(1)).toEqual(numbered);
  });

  test("that repeat are merged", async () => {
    addresses();
    for (const gateway of ["10.112.0.1", "10.112.0.1", "10.111.0.1"]) {
      add("/ip/route", { gateway });
    }
    await settle();
    expect(groups()).toEqual([expect.stringMatching(/^group \d+\/\d+ type/)]);
    expect(
      network()
        .lab.rows("/ip/route")
        .filter((row) => row["ecmp"] === "true"),
    ).toHaveLength(3);
  });
});

test.each<[Record<string, string>, string, string]>([
  [{ "ip-forward": "no" }, "ip_forward", "0"],
  [{ "rp-filter": "loose" }, "conf/all/rp_filter", "2"],
  [{ "rp-filter": "strict" }, "conf/wlan1/rp_filter", "1"],
  [{ "ipv4-multipath-hash-policy": "l4" }, "fib_multipath_hash_policy", "1"],
  [{ "send-redirects": "no" }, "conf/Local/send_redirects", "0"],
  [{ "tcp-timestamps": "disabled" }, "tcp_timestamps", "0"],
])("settings: %p", async (row, file, value) => {
  const read = (): string => network().router.run("cat", `/proc/sys/net/ipv4/${file}`).trim();
  const before = read();
  expect(before).not.toBe(value);
  network().lab.set("/ip/settings", undefined, row);
  await settle();
  expect(read()).toBe(value);
});

test("of the article's gateway, another row touches nothing that stands", async () => {
  const { lab, router } = network();
  await addGateway(lab);
  const watched = router.start("ip", "monitor", "route", "rule", "nexthop", "address");
  let seen = "";
  watched.stdout?.on("data", (chunk) => {
    seen += chunk;
  });
  // The monitor listens once it has told of something.
  const marker = lab.add("/ip/route", { "dst-address": "192.0.2.1", blackhole: "" });
  await settle();
  await eventually(
    async () => {
      lab.set("/ip/route", marker, { "dst-address": "192.0.2.2" });
      await settle();
      lab.set("/ip/route", marker, { "dst-address": "192.0.2.1" });
      await settle();
      return seen;
    },
    (text) => expect(text).toContain("192.0.2.1"),
  );
  lab.add("/ip/address", { address: "172.16.0.1/24", interface: "Local" });
  lab.add("/routing/rule", { "dst-address": "172.16.0.0/24", table: "main" });
  await settle();
  await eventually(
    () => seen,
    (text) => expect(text).toMatch(/to 172.16.0.0\/24/),
  );
  const told = seen
    .split("\n")
    .filter((line) => line.trim() !== "" && !/192\.0\.2\.|172\.16\.0\./.test(line));
  expect(told.filter((line) => !/^\s+valid_lft/.test(line))).toEqual([]);
});
