import { eventually } from "../until";
import { type Namespace, networkWithRouter } from "./small-network";

const network = networkWithRouter();
const settle = (): Promise<void> => network().lab.settled();
const add = (menu: string, row: Record<string, string>): string => network().lab.add(menu, row);

const ways = (): string[] =>
  [
    ...network()
      .router.run("ip", "route", "show", "default")
      .matchAll(/via \S+ dev (\S+)/g),
  ].map(([, device = ""]) => device);

/** The ISP's first hop falls silent, with its link up: its own questions would tell of it too; and answers again. */
const silence = (isp: Namespace, family: "arp" | "ip"): void => {
  const chains = ["input", "output"].map(
    (hook) => `add chain ${family} silent ${hook} { type filter hook ${hook} priority 0; policy drop; }`,
  );
  isp.run("nft", [`add table ${family} silent`, ...chains].join("; "));
};
const heal = (isp: Namespace, family: "arp" | "ip"): void => {
  isp.run("nft", `delete table ${family} silent`);
};

/** Echo requests that reached a host. */
const countEchoes = (isp: Namespace): (() => number) => {
  isp.run(
    "nft",
    "add table ip watch; add counter ip watch echoes; add chain ip watch in { type filter hook input priority -5; };" +
      " add rule ip watch in icmp type echo-request counter name echoes",
  );
  return () => Number(/packets (\d+)/.exec(isp.run("nft", "list", "counters", "table", "ip", "watch"))?.[1]);
};

beforeEach(async () => {
  add("/ip/address", { address: "10.112.0.2/24", interface: "wlan1" });
  add("/ip/address", { address: "10.111.0.2/24", interface: "wlan2" });
  add("/routing/table", { name: "to_wlan1", fib: "" });
  network().lab.set("/routing/settings", undefined, {
    "check-gateway-ping-interval": "200ms",
    "check-gateway-ping-timeout": "100ms",
    "check-gateway-ping-count": "2",
  });
  await settle();
});

afterEach(() => {
  for (const isp of [network().isp1, network().isp2]) {
    for (const table of ["arp silent", "ip silent", "ip watch"]) {
      isp.succeeds("nft", `delete table ${table}`);
    }
  }
});

test.each<["arp" | "ping", "arp" | "ip"]>([
  ["ping", "ip"],
  ["arp", "arp"],
])("by %s: a silent gateway leaves, and one reply brings it back", async (kind, family) => {
  const { lab, isp1 } = network();
  const main = add("/ip/route", { gateway: "10.112.0.1", "check-gateway": kind });
  const policy = add("/ip/route", {
    gateway: "10.112.0.1",
    "check-gateway": kind,
    "routing-table": "to_wlan1",
  });
  const unchecked = add("/ip/route", { "dst-address": "192.0.2.0/24", gateway: "10.112.0.1" });
  add("/ip/route", { gateway: "10.111.0.1", "check-gateway": kind });
  await settle();
  const shown = (id: string) => lab.rows("/ip/route").find((row) => row[".id"] === id);
  expect(ways()).toEqual(["wlan1", "wlan2"]);
  expect(shown(main)).toMatchObject({ active: "true", ecmp: "true", inactive: "false" });
  silence(isp1, family);
  await eventually(ways, (devices) => expect(devices).toEqual(["wlan2"]));
  for (const id of [main, policy]) {
    await eventually(
      () => shown(id),
      (row) => expect(row).not.toHaveProperty("active"),
    );
    expect(shown(id)).toMatchObject({ inactive: "true", "immediate-gw": "" });
  }
  expect(shown(unchecked)).toMatchObject({ active: "true", "immediate-gw": "10.112.0.1%wlan1" });
  heal(isp1, family);
  await eventually(
    () => shown(policy),
    (row) => expect(row).toMatchObject({ active: "true", "immediate-gw": "10.112.0.1%wlan1" }),
  );
  // Who sees that may send at once: the flags are the last to change.
  expect(ways()).toEqual(["wlan1", "wlan2"]);
});

test("one silent probe is not enough", async () => {
  const { lab, isp1 } = network();
  lab.set("/routing/settings", undefined, { "check-gateway-ping-count": "65535" });
  add("/ip/route", { gateway: "10.112.0.1", "check-gateway": "ping" });
  await settle();
  silence(isp1, "ip");
  const echoes = countEchoes(isp1);
  await eventually(echoes, (count) => expect(count).toBeGreaterThan(3));
  expect(ways()).toEqual(["wlan1"]);
});

test("routes by one gateway share a probe, and none is sent without a check", async () => {
  const { lab, isp1, isp2 } = network();
  const [checked, unchecked] = [countEchoes(isp1), countEchoes(isp2)];
  lab.set("/routing/settings", undefined, { "check-gateway-ping-interval": "10m" });
  for (const table of ["main", "to_wlan1"]) {
    for (const distance of ["1", "2"]) {
      add("/ip/route", { gateway: "10.112.0.1", "check-gateway": "ping", "routing-table": table, distance });
    }
  }
  add("/ip/route", { gateway: "10.111.0.1" });
  add("/ip/route", { gateway: "wlan2", "check-gateway": "ping" });
  await settle();
  await eventually(checked, (count) => expect(count).toBe(1));
  // Another interval takes effect at once.
  lab.set("/routing/settings", undefined, { "check-gateway-ping-interval": "5m" });
  await settle();
  await eventually(checked, (count) => expect(count).toBe(2));
  expect(unchecked()).toBe(0);
});

test("a disabled route ends its probe; a gateway is taken to live until it was asked", async () => {
  const { lab, isp1 } = network();
  silence(isp1, "ip");
  const id = add("/ip/route", { gateway: "10.112.0.1", "check-gateway": "ping" });
  await settle();
  expect(ways()).toEqual(["wlan1"]);
  await eventually(ways, (devices) => expect(devices).toEqual([]));
  lab.set("/ip/route", id, { disabled: "yes" });
  await settle();
  lab.set("/ip/route", id, { disabled: "no" });
  await settle();
  expect(ways()).toEqual(["wlan1"]);
  await eventually(ways, (devices) => expect(devices).toEqual([]));
});

test("without a check, a gateway that nobody answers for keeps its share, and its packets are lost", async () => {
  const { lab, lan, router, isp1 } = network();
  lab.add("/ip/address", { address: "192.168.0.1/24", interface: "Local" });
  for (const [port, gateway] of [
    ["wlan1", "10.112.0.1"],
    ["wlan2", "10.111.0.1"],
  ] as const) {
    lab.add("/ip/firewall/nat", { chain: "srcnat", "out-interface": port, action: "masquerade" });
    add("/ip/route", { gateway });
  }
  silence(isp1, "arp");
  await settle();
  await eventually(
    () => router.run("ip", "neigh", "show", "10.112.0.1"),
    (shown) => expect(shown).toMatch(/INCOMPLETE|FAILED/),
  );
  const answered = lan
    .run("sh", "-c", "for i in $(seq 64); do ping -q -c 1 -W 1 198.51.100.$i | grep -c ' 1 rec' & done; wait")
    .split("\n")
    .filter((line) => line === "1").length;
  expect(answered).toBeGreaterThan(16);
  expect(answered).toBeLessThan(48);
});

test("a check is a packet of the router's own, which output rules see", async () => {
  const { lab } = network();
  add("/ip/firewall/mangle", {
    chain: "output",
    protocol: "icmp",
    "dst-address": "10.112.0.1",
    action: "accept",
  });
  add("/ip/route", { gateway: "10.112.0.1", "check-gateway": "ping" });
  await settle();
  await eventually(
    async () => Number((await lab.freshRows("/ip/firewall/mangle"))[0]?.["packets"]),
    (packets) => expect(packets).toBeGreaterThan(1),
  );
});
