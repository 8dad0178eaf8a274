import { labRouter, refusal } from "./rest-client";

const client = labRouter();

beforeEach(() => {
  const { router } = client();
  router.add("/ip/address", { address: "10.112.0.2/24", interface: "wlan1" });
  router.add("/ip/address", { address: "10.111.0.2/24", interface: "wlan2" });
  router.add("/routing/table", { name: "to_wlan1", fib: "" });
});

const route = async (id: string) => (await client().get(`/ip/route/${id}`)).body;
const add = (row: Record<string, string>): Promise<string> => client().added("/ip/route", row);
const connected = () =>
  client()
    .router.rows("/ip/route")
    .filter((row) => row["connect"] === "true");

/** `A` active, `+` ecmp, `I` inactive, as `print` shows them. */
const flags = async (...ids: string[]): Promise<string[]> => {
  const rows = await Promise.all(ids.map(route));
  return rows.map(
    (row) => `${row.active ? "A" : ""}${row.ecmp ? "+" : ""}${row.inactive === "true" ? "I" : ""}`,
  );
};

test("a static route that works", async () => {
  const id = await add({ gateway: "10.112.0.1", "check-gateway": "ping", comment: "x" });
  expect(await route(id)).toEqual({
    ".id": "*80000001",
    active: "true",
    "check-gateway": "ping",
    comment: "x",
    distance: "1",
    "dst-address": "0.0.0.0/0",
    dynamic: "false",
    gateway: "10.112.0.1",
    "immediate-gw": "10.112.0.1%wlan1",
    inactive: "false",
    "routing-table": "main",
    scope: "30",
    static: "true",
    "target-scope": "10",
  });
});

test("a disabled route shows hardly anything, and everything again once enabled", async () => {
  const id = await add({ gateway: "10.112.0.1", "routing-table": "to_wlan1", distance: "7", comment: "x" });
  await client().post("/ip/route/disable", { numbers: id });
  expect(await route(id)).toEqual({
    ".id": id,
    comment: "x",
    disabled: "true",
    "dst-address": "0.0.0.0/0",
    gateway: "10.112.0.1",
    inactive: "false",
    static: "true",
  });
  await client().post("/ip/route/enable", { numbers: id });
  expect(await route(id)).toMatchObject({ active: "true", distance: "7", "routing-table": "to_wlan1" });
});

test("a gateway that cannot be reached leaves the route inactive", async () => {
  const id = await add({ gateway: "192.0.2.1" });
  const row = await route(id);
  expect(row).toMatchObject({ inactive: "true", "immediate-gw": "" });
  expect(row).not.toHaveProperty("active");
});

test("a blackhole has no gateway and is active", async () => {
  const row = await route(await add({ blackhole: "", "routing-table": "to_wlan1" }));
  expect(row).toMatchObject({ active: "true", blackhole: "" });
  expect(row).not.toHaveProperty("gateway");
  expect(row).not.toHaveProperty("immediate-gw");
});

test("any value makes a blackhole, as its presence is what counts", async () => {
  const row = await route(await add({ gateway: "", blackhole: "no" }));
  expect(row).toMatchObject({ blackhole: "" });
});

test.each<[string, string, string]>([
  ["an address in a connected network", "10.112.0.1", "10.112.0.1%wlan1"],
  ["an address through a port", "100.64.0.1%wlan2", "100.64.0.1%wlan2"],
  ["an address looked up in main", "10.111.0.1@main", "10.111.0.1%wlan2"],
  ["an address looked up elsewhere", "10.111.0.1@to_wlan1", ""],
  ["a port", "wlan2", "wlan2"],
  ["the router itself", "10.112.0.2", ""],
  ["behind nothing", "192.0.2.1", ""],
])("the gateway is %s", async (_what, gateway, immediate) => {
  const row = await route(await add({ gateway, "routing-table": "to_wlan1" }));
  expect([row["immediate-gw"], row.inactive]).toEqual([immediate, String(immediate === "")]);
});

describe("a gateway behind another route", () => {
  const immediate = async (id: string) => (await route(id))["immediate-gw"];
  const target = (gateway: string, more = {}): Promise<string> =>
    add({ "dst-address": "8.8.8.8/32", gateway, scope: "10", ...more });

  test.each<[string, string, string, string, string]>([
    ["a probe target's host route, as the manual writes it", "10.112.0.1", "10", "11", "10.112.0.1%wlan1"],
    ["that route from a target scope of 10, as RouterOS 6 took it", "10.112.0.1", "10", "10", ""],
    ["a host route of the usual scope", "10.112.0.1", "30", "11", ""],
    ["that route from a scope as wide", "10.112.0.1", "30", "30", "10.112.0.1%wlan1"],
    ["a host route by a port, which needs no lookup of its own", "wlan2", "10", "10", "8.8.8.8%wlan2"],
    ["a host route whose gateway is nowhere", "192.0.2.1", "10", "11", ""],
  ])("is found by scope: %s", async (_what, gateway, scope, targetScope, expected) => {
    await target(gateway, { scope });
    const id = await add({ gateway: "8.8.8.8", "target-scope": targetScope });
    expect([await immediate(id), await flags(id)]).toEqual([expected, [expected === "" ? "I" : "A"]]);
  });

  test("is at the longest prefix, the smallest distance, and at all of equal ones", async () => {
    await add({ "dst-address": "8.8.8.0/24", gateway: "10.111.0.1", scope: "10" });
    const id = await add({ gateway: "8.8.8.8", "target-scope": "11" });
    expect(await immediate(id)).toBe("10.111.0.1%wlan2");
    const backup = await target("10.111.0.1", { distance: "2" });
    await target("10.112.0.1");
    expect(await immediate(id)).toBe("10.112.0.1%wlan1");
    await client().patch(`/ip/route/${backup}`, { distance: "1" });
    expect(await immediate(id)).toBe("10.111.0.1%wlan2,10.112.0.1%wlan1");
  });

  test("is sought in the table that it names", async () => {
    await target("10.112.0.1", { "routing-table": "to_wlan1" });
    const main = await add({ gateway: "8.8.8.8", "target-scope": "11" });
    const other = await add({ gateway: "8.8.8.8@to_wlan1", "target-scope": "11" });
    expect([await immediate(main), await immediate(other)]).toEqual(["", "10.112.0.1%wlan1"]);
  });

  test("is nowhere where a blackhole holds it, or the routes lead to each other", async () => {
    await add({ "dst-address": "8.8.8.8/32", blackhole: "", scope: "10" });
    const held = await add({ gateway: "8.8.8.8", "target-scope": "11" });
    const round = [
      await add({ "dst-address": "192.0.2.1/32", gateway: "192.0.2.2", scope: "10", "target-scope": "40" }),
      await add({ "dst-address": "192.0.2.2/32", gateway: "192.0.2.1", scope: "10", "target-scope": "40" }),
    ];
    expect(await flags(held, ...round)).toEqual(["I", "I", "I"]);
  });

  test("follows what becomes of that route", async () => {
    const host = await target("10.112.0.1");
    const id = await add({ gateway: "8.8.8.8", "target-scope": "11" });
    await client().patch(`/ip/route/${host}`, { disabled: "yes" });
    expect(await flags(id)).toEqual(["I"]);
    await client().patch(`/ip/route/${host}`, { disabled: "no", gateway: "10.111.0.1" });
    expect(await immediate(id)).toBe("10.111.0.1%wlan2");
  });

  test("by two targets of each uplink: four routes that share", async () => {
    const targets = { "8.8.8.8": "10.112.0.1", "1.1.1.1": "10.112.0.1", "9.9.9.9": "10.111.0.1" };
    const ids: string[] = [];
    for (const [address, gateway] of Object.entries(targets)) {
      await add({ "dst-address": address, gateway, scope: "10" });
      ids.push(await add({ gateway: address, "target-scope": "11", "check-gateway": "ping" }));
    }
    expect(await flags(...ids)).toEqual(["A+", "A+", "A+"]);
    expect(await Promise.all(ids.map(immediate))).toEqual([
      "10.112.0.1%wlan1",
      "10.112.0.1%wlan1",
      "10.111.0.1%wlan2",
    ]);
  });
});

test("equal routes share, unequal ones wait", async () => {
  const first = await add({ gateway: "10.112.0.1" });
  expect(await flags(first)).toEqual(["A"]);
  const second = await add({ gateway: "10.111.0.1" });
  const backup = await add({ gateway: "10.111.0.1", distance: "2" });
  const elsewhere = await add({ gateway: "10.111.0.1", "routing-table": "to_wlan1" });
  const dead = await add({ gateway: "192.0.2.1" });
  expect(await flags(first, second, backup, elsewhere, dead)).toEqual(["A+", "A+", "", "A", "I"]);
  await client().post("/ip/route/disable", { numbers: `${first},${second}` });
  expect(await flags(backup)).toEqual(["A"]);
});

test("the same gateway twice is two routes that share", async () => {
  const ids = [await add({ gateway: "10.112.0.1" }), await add({ gateway: "10.112.0.1" })];
  expect(await flags(...ids)).toEqual(["A+", "A+"]);
});

describe("connected routes", () => {
  test("follow from enabled addresses on enabled ports", () => {
    expect(connected()).toEqual([
      {
        ".id": expect.stringMatching(/^\*2018[0-9A-F]{4}$/),
        active: "true",
        connect: "true",
        distance: "0",
        "dst-address": "10.112.0.0/24",
        dynamic: "true",
        gateway: "wlan1",
        "immediate-gw": "wlan1",
        inactive: "false",
        "local-address": "10.112.0.2%wlan1",
        "routing-table": "main",
        scope: "10",
      },
      expect.objectContaining({ "dst-address": "10.111.0.0/24", gateway: "wlan2" }),
    ]);
  });

  test.each<[string, string, string]>([
    ["address", "/ip/address/*1", "wlan2"],
    ["port", "/interface/wlan1", "wlan2"],
  ])("vanish with a disabled %s, and their gateways with them", async (_what, path, left) => {
    const id = await add({ gateway: "10.112.0.1" });
    await client().patch(path, { disabled: "yes" });
    expect(connected().map((row) => row["gateway"])).toEqual([left]);
    expect(await flags(id)).toEqual(["I"]);
    await client().patch(path, { disabled: "no" });
    expect(await flags(id)).toEqual(["A"]);
  });

  test("win over static routes to the same network", async () => {
    const id = await add({ "dst-address": "10.112.0.0/24", gateway: "10.111.0.1" });
    expect(await flags(id)).toEqual([""]);
  });

  test("two of one network share, and so does a gateway behind them", async () => {
    client().router.add("/ip/address", {
      address: "10.112.0.3/24",
      network: "10.112.0.1",
      interface: "wlan2",
    });
    const both = connected().filter((row) => row["dst-address"] === "10.112.0.0/24");
    expect(both.map((row) => row["ecmp"])).toEqual(["true", "true"]);
    const row = await route(await add({ gateway: "10.112.0.1" }));
    expect(row["immediate-gw"]).toBe("10.112.0.1%wlan1,10.112.0.1%wlan2");
  });

  test("cannot be changed or removed", async () => {
    const id = connected()[0]?.[".id"];
    expect(await client().delete(`/ip/route/${id}`)).toEqual(
      refusal("failure: can not change dynamic route"),
    );
    expect(await client().patch(`/ip/route/${id}`, { distance: "3" })).toEqual(
      refusal("failure: can not change dynamic route"),
    );
  });
});

test("a disabled table takes its routes along", async () => {
  const id = await add({ gateway: "10.112.0.1", "routing-table": "to_wlan1" });
  await client().patch("/routing/table/*400", { disabled: "yes" });
  expect(await flags(id)).toEqual(["I"]);
});
