import { RestClient } from "../lab/rest-client";
import { sampled } from "../tier";
import { addGateway, type Namespace, networkWithRouter } from "./small-network";

const network = networkWithRouter();
const settle = (): Promise<void> => network().lab.settled();
const add = (menu: string, row: Record<string, string>): string => network().lab.add(menu, row);

/** Which of the router's ports a packet from the LAN leaves by; `local` if it stays, or why it goes nowhere. */
function way(destination: string, ...more: string[]): string {
  const { router } = network();
  const from = ["from", "192.168.0.10", "iif", "Local"];
  const words = ["route", "get", destination, ...(more.length > 0 ? more : from)];
  if (!router.succeeds("ip", ...words)) {
    return "nowhere";
  }
  const said = router.run("ip", ...words);
  return said.startsWith("local") ? "local" : (/ dev (\S+)/.exec(said)?.[1] ?? said);
}

const marked = (table: string): string[] => ["from", "192.168.0.10", "iif", "Local", "mark", table];

beforeEach(() => addGateway(network().lab));

test("a mark leads out of its WAN, and back into main where its table has no route", async () => {
  expect([way("198.51.100.7", ...marked("1024")), way("198.51.100.7", ...marked("1025"))]).toEqual([
    "wlan1",
    "wlan2",
  ]);
  network().lab.set("/ip/route", "*80000001", { disabled: "yes" });
  network().lab.set("/ip/route", "*80000003", { disabled: "yes" });
  await settle();
  expect(way("198.51.100.7", ...marked("1024"))).toBe("wlan2");
});

test("a blackhole in the table ends the decision", async () => {
  network().lab.set("/ip/route", "*80000001", { disabled: "yes" });
  add("/ip/route", { blackhole: "", "routing-table": "to_wlan1", distance: "9" });
  await settle();
  expect(way("198.51.100.7", ...marked("1024"))).toBe("nowhere");
});

test("marks come before the router's own addresses: marking everything locks the LAN out", async () => {
  const { lan, lab } = network();
  expect(way("192.168.0.1")).toBe("local");
  expect(lan.succeeds("ping", "-c", "1", "-W", "1", "192.168.0.1")).toBe(true);
  const rule = {
    chain: "prerouting",
    "in-interface": "Local",
    action: "mark-routing",
    "new-routing-mark": "to_wlan1",
  };
  const id = add("/ip/firewall/mangle", rule);
  await settle();
  expect(way("192.168.0.1", ...marked("1024"))).toBe("wlan1");
  expect(lan.succeeds("ping", "-c", "1", "-W", "0.3", "192.168.0.1")).toBe(false);
  lab.set("/ip/firewall/mangle", id, { "dst-address-type": "!local" });
  await settle();
  expect(lan.succeeds("ping", "-c", "1", "-W", "1", "192.168.0.1")).toBe(true);
});

test("policy-rules put local addresses first", async () => {
  const { lab } = network();
  lab.set("/routing/settings", undefined, {
    "policy-rules": "local,mangle,vrf-lookup,vrf-unreach,user,main",
  });
  await settle();
  expect(way("192.168.0.1", ...marked("1024"))).toBe("local");
  expect(way("198.51.100.7", ...marked("1024"))).toBe("wlan1");
});

const rules: [string, Record<string, string>, Record<string, string>][] = [
  ["nothing", {}, { "198.51.100.7": "wlan1|wlan2", "10.112.0.9": "wlan1", "192.168.0.1": "local" }],
  [
    "lookup",
    { table: "to_wlan2" },
    { "198.51.100.7": "wlan2", "10.112.0.9": "wlan2", "192.168.0.1": "local" },
  ],
  ["by destination", { "dst-address": "198.51.100.0/25", table: "to_wlan2" }, { "198.51.100.7": "wlan2" }],
  ["by source", { "src-address": "192.168.0.0/24", table: "to_wlan1" }, { "198.51.100.7": "wlan1" }],
  [
    "by another source",
    { "src-address": "172.16.0.0/24", action: "drop" },
    { "198.51.100.7": "wlan1|wlan2" },
  ],
  ["by port", { interface: "Local", action: "unreachable" }, { "198.51.100.7": "nowhere" }],
  ["by another port", { interface: "wlan1", action: "drop" }, { "198.51.100.7": "wlan1|wlan2" }],
  ["drop", { action: "drop" }, { "198.51.100.7": "nowhere", "192.168.0.1": "local" }],
  [
    "a prefix of at least that length",
    { table: "main", "min-prefix": "0", action: "lookup-only-in-table" },
    { "10.112.0.9": "wlan1", "198.51.100.7": "nowhere" },
  ],
  ["an empty table falls through", { table: "empty" }, { "198.51.100.7": "wlan1|wlan2" }],
  [
    "an empty table that has the last word",
    { table: "empty", action: "lookup-only-in-table" },
    { "198.51.100.7": "nowhere" },
  ],
  ["disabled", { action: "drop", disabled: "yes" }, { "198.51.100.7": "wlan1|wlan2" }],
];

test.each(sampled(rules, 4))("rules: %s", async (_what, row, ways) => {
  add("/routing/table", { name: "empty", fib: "" });
  if (Object.keys(row).length > 0) {
    add("/routing/rule", row);
  }
  await settle();
  for (const [destination, expected] of Object.entries(ways)) {
    expect(way(destination)).toMatch(new RegExp(`^(${expected})$`));
  }
});

test("a table that has the last word and finds nothing tells the sender, a drop does not", async () => {
  const { lab, lan } = network();
  const ping = (): string => lan.run("sh", "-c", "ping -n -c 1 -W 1 198.51.100.7 || true");
  add("/routing/table", { name: "empty", fib: "" });
  const rule = add("/routing/rule", {
    "dst-address": "198.51.100.0/24",
    table: "empty",
    action: "lookup-only-in-table",
  });
  await settle();
  expect(ping()).toContain("From 192.168.0.1 icmp_seq=1 Destination Net Unreachable");
  lab.set("/routing/rule", rule, { action: "drop" });
  await settle();
  expect(ping()).not.toContain("From");
});

test("rules are asked in order, also after a move, and a mark is one of their matchers", async () => {
  const { lab } = network();
  const first = add("/routing/rule", { "dst-address": "198.51.100.7", table: "to_wlan1" });
  add("/routing/rule", { "dst-address": "198.51.100.0/24", table: "to_wlan2" });
  await settle();
  expect([way("198.51.100.7"), way("198.51.100.8")]).toEqual(["wlan1", "wlan2"]);
  const reply = await new RestClient(lab).post("/routing/rule/move", { numbers: first });
  expect(reply.status).toBe(200);
  expect([way("198.51.100.7"), way("198.51.100.8")]).toEqual(["wlan2", "wlan2"]);
  add("/routing/rule", { "routing-mark": "to_wlan1", action: "drop", chain: "mangle" });
  await settle();
  expect(way("198.51.100.7", ...marked("1024"))).toBe("wlan1");
  lab.set("/ip/route", "*80000001", { disabled: "yes" });
  await settle();
  expect(way("198.51.100.7", ...marked("1024"))).toBe("nowhere");
});

test("one pair of addresses keeps its WAN, and many are spread", async () => {
  const questions = Array.from(
    { length: 40 },
    (_, i) => `route get 198.51.100.7 from 192.168.0.10 iif Local ipproto 6 sport ${1024 + i} dport 80`,
  ).join("\n");
  const ways = (): string[] => {
    const devices = [
      ...network()
        .router.ip(questions)
        .matchAll(/ dev (\S+)/g),
    ].map(([, device]) => device);
    expect(devices).toHaveLength(40);
    return [...new Set(devices)].map(String).sort();
  };
  expect([["wlan1"], ["wlan2"]]).toContainEqual(ways());
  network().lab.set("/ip/settings", undefined, { "ipv4-multipath-hash-policy": "l4" });
  await settle();
  expect(ways()).toEqual(["wlan1", "wlan2"]);
});

/** How many of twelve sources beyond an ISP, all at once, hear an echo from the router. */
function answered(isp: Namespace, first: number, address: string, seconds: number): number {
  const each = `ping -n -c 1 -W ${seconds} -I 198.51.100.$i ${address} >/dev/null && echo yes &`;
  const said = isp.run("sh", "-c", `for i in $(seq ${first} ${first + 11}); do ${each} done; wait`);
  return said.split("\n").filter((line) => line === "yes").length;
}

test("a reply of the router leaves by the WAN that the connection came in on", async () => {
  const { lab, router, isp1, isp2 } = network();
  // Sources that main would answer by either WAN, from either side.
  for (const [isp, address] of [
    [isp1, "10.112.0.2"],
    [isp2, "10.111.0.2"],
  ] as const) {
    expect(answered(isp, 1, address, 1)).toBe(12);
  }
  const mangle = await lab.freshRows("/ip/firewall/mangle");
  expect(mangle.map((row) => row["packets"])).toEqual(["12", "12", "12", "12"]);
  expect(router.run("conntrack", "-L")).not.toContain("UNREPLIED");
  // Without the marks some go astray.
  for (const row of mangle) {
    lab.set("/ip/firewall/mangle", row[".id"] ?? "", { disabled: "yes" });
  }
  await settle();
  expect(answered(isp1, 101, "10.112.0.2", 0.2)).toBeLessThan(12);
});
