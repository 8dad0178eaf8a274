import { eventually } from "../until";
import { lend } from "./isp-dhcp";
import { networkWithRouter } from "./small-network";

const network = networkWithRouter();
const settle = (): Promise<void> => network().lab.settled();

afterEach(() => network().isp1.ip("link set uplink up"));

const find = (menu: string, name: string): Record<string, string> | undefined =>
  network()
    .lab.rows(menu)
    .find((row) => row["name"] === name);

const devices = (): string => network().router.run("ls", "/sys/class/net");

const routes = (): string => network().router.run("ip", "route", "show", "table", "all");

describe("a PPPoE client", () => {
  const PPPOE = "/interface/pppoe-client";

  const dial = async (more: Record<string, string> = {}): Promise<string> => {
    const { lab, isp1 } = network();
    if (isp1.run("ss", "-Hlun", "sport", "=", "67") === "") {
      await lend(isp1, "10.112.0.9", "10.112.0.1");
    }
    const row = { name: "pppoe-out1", interface: "wlan1", user: "u", password: "p", disabled: "no" };
    const id = lab.add(PPPOE, { ...row, ...more });
    await eventually(
      () => find(PPPOE, row.name)?.["running"],
      (running) => expect(running).toBe("true"),
    );
    await settle();
    return id;
  };

  test("is an interface with an address and one other end, through which routes lead", async () => {
    const { lab, router, lan } = network();
    lab.add("/ip/address", { address: "192.168.0.1/24", interface: "Local" });
    await dial({ "add-default-route": "yes", "default-route-distance": "3" });
    expect(find("/interface", "pppoe-out1")).toMatchObject({ type: "pppoe-out", running: "true" });
    expect(lab.rows("/ip/address").at(-1)).toMatchObject({
      address: "10.112.0.9/32",
      dynamic: "true",
      interface: "pppoe-out1",
      network: "10.112.0.1",
    });
    expect(lab.rows("/ip/route").find((row) => row["vpn"] === "true")).toMatchObject({
      active: "true",
      distance: "3",
      dynamic: "true",
      gateway: "pppoe-out1",
      "immediate-gw": "pppoe-out1",
    });
    lab.add("/ip/firewall/nat", { chain: "srcnat", "out-interface": "all-ppp", action: "masquerade" });
    await settle();
    expect(router.succeeds("ping", "-c", "1", "-W", "1", "198.51.100.7")).toBe(true);
    expect(lan.succeeds("ping", "-c", "1", "-W", "1", "198.51.100.8")).toBe(true);
    const connections = await lab.freshRows("/ip/firewall/connection");
    expect(connections.find((row) => row["dst-address"] === "198.51.100.8")).toMatchObject({
      "reply-dst-address": "10.112.0.9",
    });
  });

  test("carries a route to a probe target, and the default route that is found by way of it", async () => {
    const { lab, router } = network();
    await dial();
    lab.add("/ip/route", { "dst-address": "198.51.100.53", gateway: "pppoe-out1", scope: "10" });
    lab.add("/ip/route", { gateway: "198.51.100.53", "target-scope": "11", "check-gateway": "ping" });
    await settle();
    expect(lab.rows("/ip/route").filter((row) => row["static"] === "true")).toEqual([
      expect.objectContaining({ active: "true", "immediate-gw": "pppoe-out1" }),
      expect.objectContaining({ active: "true" }),
    ]);
    expect(router.succeeds("ping", "-c", "1", "-W", "1", "198.51.100.9")).toBe(true);
  });

  test("clamps segments to its MTU", async () => {
    await dial();
    const [, mtu] = /mtu (\d+)/.exec(network().router.run("ip", "link", "show", "type", "macvlan")) ?? [];
    expect(mtu).toBe("1480");
  });

  test.each<[string, (id: string) => void]>([
    ["whose carrier is lost", () => network().isp1.ip("link set uplink down")],
    ["that is disabled", (id) => network().lab.set(PPPOE, id, { disabled: "yes" })],
    ["that is disabled as an interface", (id) => network().lab.set("/interface", id, { disabled: "yes" })],
    ["that is removed", (id) => network().lab.remove(PPPOE, id)],
  ])("%s has no address and no routes", async (_what, lose) => {
    const { lab } = network();
    const id = await dial({ "add-default-route": "yes" });
    const pinned = lab.add("/ip/route", { "dst-address": "192.0.2.1", gateway: "pppoe-out1" });
    await settle();
    expect(routes()).toContain("192.0.2.1");
    lose(id);
    await eventually(routes, (now) => expect(now).not.toContain("proto 201"));
    await eventually(
      () => lab.rows("/ip/route").find((row) => row[".id"] === pinned),
      (row) => expect(row).toMatchObject({ inactive: "true" }),
    );
    expect(lab.rows("/ip/address")).toEqual([]);
  });

  test("keeps its device through a rename, and references follow", async () => {
    const { lab } = network();
    const id = await dial();
    const before = devices();
    lab.add("/ip/route", { gateway: "pppoe-out1" });
    lab.set(PPPOE, id, { name: "isp" });
    await settle();
    expect(devices()).toBe(before);
    expect(lab.rows("/ip/route").find((row) => row["static"] === "true")).toMatchObject({
      active: "true",
      gateway: "isp",
    });
  });
});

describe("a bridge", () => {
  test("makes one LAN of its ports, and has the address", async () => {
    const { lab, lan } = network();
    lab.add("/interface/bridge", { name: "LAN" });
    const port = lab.add("/interface/bridge/port", { bridge: "LAN", interface: "Local" });
    lab.add("/ip/address", { address: "192.168.0.1/24", interface: "LAN" });
    await settle();
    await eventually(
      () => find("/interface", "LAN"),
      (row) => expect(row).toMatchObject({ running: "true", type: "bridge" }),
    );
    await settle();
    const ping = (): boolean => lan.succeeds("ping", "-c", "1", "-W", "0.5", "192.168.0.1");
    expect(ping()).toBe(true);
    lab.remove("/interface/bridge/port", port);
    await settle();
    expect(ping()).toBe(false);
  });

  test("matches as the interface that packets come in by", async () => {
    const { lab, lan } = network();
    lab.add("/interface/bridge", { name: "LAN" });
    lab.add("/interface/bridge/port", { bridge: "LAN", interface: "Local" });
    lab.add("/ip/address", { address: "192.168.0.1/24", interface: "LAN" });
    const rule = { chain: "input", action: "passthrough" };
    const [byBridge, byPort] = ["LAN", "Local"].map((name) =>
      lab.add("/ip/firewall/filter", { ...rule, "in-interface": name }),
    );
    await eventually(
      () => find("/interface", "LAN")?.["running"],
      (running) => expect(running).toBe("true"),
    );
    await settle();
    expect(lan.succeeds("ping", "-c", "1", "-W", "1", "192.168.0.1")).toBe(true);
    const counted = new Map(
      (await lab.freshRows("/ip/firewall/filter")).map((row) => [row[".id"], Number(row["packets"])]),
    );
    expect(counted.get(byBridge)).toBeGreaterThan(0);
    expect(counted.get(byPort)).toBe(0);
  });
});

test("a VLAN on a bridge carries what is for its address, and goes with its row", async () => {
  const { lab, lan } = network();
  const before = devices();
  const bridge = lab.add("/interface/bridge", { name: "LAN" });
  lab.add("/interface/bridge/port", { bridge: "LAN", interface: "Local" });
  const vlan = lab.add("/interface/vlan", { name: "users", interface: "LAN", "vlan-id": "10" });
  lab.add("/ip/address", { address: "192.168.0.1/24", interface: "users" });
  await eventually(
    () => find("/interface", "users"),
    (row) => expect(row).toMatchObject({ running: "true", type: "vlan" }),
  );
  await settle();
  expect(lan.succeeds("ping", "-c", "1", "-W", "1", "192.168.0.1")).toBe(true);
  lab.remove("/interface/vlan", vlan);
  lab.remove("/interface/bridge", bridge);
  await settle();
  expect(devices()).toBe(before);
});
