import { eventually } from "../until";
import { type Namespace, networkWithRouter } from "./small-network";

const network = networkWithRouter();
const settle = (): Promise<void> => network().lab.settled();
const add = (row: Record<string, string>): string => network().lab.add("/ip/route", row);

const route = (id: string) =>
  network()
    .lab.rows("/ip/route")
    .find((row) => row[".id"] === id);
const isActive = (id: string): boolean => route(id)?.["active"] === "true";

/** How many of 64 destinations answer the LAN, and how many of the questions came to an ISP from its customer's address. */
const answered = (): number =>
  network()
    .lan.run(
      "sh",
      "-c",
      "for i in $(seq 64); do ping -q -c 1 -W 1 198.51.100.$i | grep -c ' 1 rec' & done; wait",
    )
    .split("\n")
    .filter((line) => line === "1").length;
const countFrom = (isp: Namespace, customer: string): (() => number) => {
  isp.run(
    "nft",
    "add table ip watch; add counter ip watch seen; add chain ip watch in { type filter hook input priority 0; };" +
      ` add rule ip watch in ip saddr ${customer} ip daddr 198.51.100.0/24 counter name seen`,
  );
  return () => Number(/packets (\d+)/.exec(isp.run("nft", "list", "counters", "table", "ip", "watch"))?.[1]);
};

const silence = (isp: Namespace): void => {
  isp.run(
    "nft",
    "add table ip silent; add chain ip silent in { type filter hook input priority 0; policy drop; }",
  );
};

beforeEach(async () => {
  const { lab } = network();
  lab.add("/ip/address", { address: "192.168.0.1/24", interface: "Local" });
  for (const port of ["wlan1", "wlan2"]) {
    lab.add("/ip/firewall/nat", { chain: "srcnat", "out-interface": port, action: "masquerade" });
  }
  lab.set("/routing/settings", undefined, {
    "check-gateway-ping-interval": "200ms",
    "check-gateway-ping-timeout": "100ms",
  });
  await settle();
});
afterEach(() => {
  for (const isp of [network().isp1, network().isp2]) {
    isp.succeeds("nft", "delete table ip silent");
    isp.succeeds("nft", "delete table ip watch");
  }
});

describe("the same gateway address on two WANs", () => {
  beforeEach(() => {
    const { lab, isp1, isp2 } = network();
    lab.add("/ip/address", { address: "100.64.0.2/24", interface: "wlan1" });
    lab.add("/ip/address", { address: "100.64.0.3/24", interface: "wlan2" });
    for (const isp of [isp1, isp2]) {
      isp.ip("addr add 100.64.0.1/24 dev uplink");
    }
  });
  afterEach(() => {
    for (const isp of [network().isp1, network().isp2]) {
      isp.ip("addr del 100.64.0.1/24 dev uplink");
    }
  });

  test("is two next hops, each checked on its own port", async () => {
    const { isp1, isp2 } = network();
    const [first, second] = ["wlan1", "wlan2"].map((port) =>
      add({ gateway: `100.64.0.1%${port}`, "check-gateway": "ping" }),
    ) as [string, string];
    await settle();
    expect([first, second].map((id) => route(id)?.["immediate-gw"])).toEqual([
      "100.64.0.1%wlan1",
      "100.64.0.1%wlan2",
    ]);
    const [one, two] = [countFrom(isp1, "100.64.0.2"), countFrom(isp2, "100.64.0.3")];
    expect(answered()).toBe(64);
    expect(one() + two()).toBe(64);
    expect(Math.min(one(), two())).toBeGreaterThan(16);

    silence(isp1);
    await eventually(
      () => [isActive(first), isActive(second)],
      (shown) => expect(shown).toEqual([false, true]),
    );
    expect(answered()).toBe(64);
    isp1.run("nft", "delete table ip silent");
    await eventually(
      () => isActive(first),
      (shown) => expect(shown).toBe(true),
    );
  });

  test("without the ports' names is one next hop with two ways, which lives while one of them answers", async () => {
    const { isp1, isp2 } = network();
    const id = add({ gateway: "100.64.0.1", "check-gateway": "ping" });
    await settle();
    expect(route(id)?.["immediate-gw"]).toBe("100.64.0.1%wlan1,100.64.0.1%wlan2");
    silence(isp2);
    silence(isp1);
    await eventually(
      () => isActive(id),
      (shown) => expect(shown).toBe(false),
    );
    isp2.run("nft", "delete table ip silent");
    await eventually(
      () => isActive(id),
      (shown) => expect(shown).toBe(true),
    );
  });
});

describe("a point-to-point WAN, whose interface is the gateway", () => {
  /** Without ARP both ends of the link take every frame for their own, as they do with one hardware address. */
  const setArp = (state: "on" | "off", mac: string): void => {
    const { router, isp1 } = network();
    router.ip(`link set dev wlan1 arp ${state}`);
    isp1.ip(`link set dev uplink arp ${state} address ${mac}`);
  };
  let before = "";

  beforeEach(async () => {
    const { lab, isp1 } = network();
    const [link] = JSON.parse(isp1.run("ip", "-j", "link", "show", "uplink")) as { address: string }[];
    before = link?.address ?? "";
    setArp("off", lab.rows("/interface")[1]?.["mac-address"] ?? "");
    isp1.ip("route add 192.0.2.2/32 dev uplink");
    lab.add("/ip/address", { address: "192.0.2.2/32", network: "192.0.2.1", interface: "wlan1" });
    lab.add("/ip/address", { address: "10.111.0.2/24", interface: "wlan2" });
    await settle();
  });
  afterEach(() => {
    network().isp1.ip("route del 192.0.2.2/32 dev uplink");
    setArp("on", before);
  });

  test("shares with a WAN that has an address for its gateway", async () => {
    const { isp1, isp2 } = network();
    const ids = [add({ gateway: "wlan1", "check-gateway": "ping" }), add({ gateway: "10.111.0.1" })];
    await settle();
    expect(ids.map((id) => [route(id)?.["ecmp"], route(id)?.["immediate-gw"]])).toEqual([
      ["true", "wlan1"],
      ["true", "10.111.0.1%wlan2"],
    ]);
    const [one, two] = [countFrom(isp1, "192.0.2.2"), countFrom(isp2, "10.111.0.2")];
    expect(answered()).toBe(64);
    expect(one() + two()).toBe(64);
    expect(Math.min(one(), two())).toBeGreaterThan(16);
  });

  test("is checked by a probe target that has a host route by the interface", async () => {
    const { isp1 } = network();
    add({ "dst-address": "198.51.100.200/32", gateway: "wlan1", scope: "10" });
    const id = add({ gateway: "198.51.100.200", "target-scope": "11", "check-gateway": "ping" });
    add({ gateway: "10.111.0.1", distance: "2" });
    await settle();
    const [one] = [countFrom(isp1, "192.0.2.2")];
    expect(isActive(id)).toBe(true);
    expect(answered()).toBe(64);
    expect(one()).toBeGreaterThanOrEqual(64);
    silence(isp1);
    await eventually(
      () => isActive(id),
      (shown) => expect(shown).toBe(false),
    );
    expect(answered()).toBe(64);
  });
});
