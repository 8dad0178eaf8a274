import { LabRouter } from "../../lab/router";
import { labRouter } from "./rest-client";

const client = labRouter();

const added = async (menu: string, row: Record<string, string>): Promise<unknown> =>
  (await client().get(`/${menu}/${await client().added(`/${menu}`, row)}`)).body;

test("a rule shows its matchers, and disabled and log only once they were written", async () => {
  const rule = { chain: "srcnat", action: "masquerade", "out-interface": "wlan1" };
  const always = { bytes: "0", dynamic: "false", invalid: "false", packets: "0" };
  expect(await added("ip/firewall/nat", rule)).toEqual({ ".id": "*1", ...always, ...rule });
  expect(await added("ip/firewall/nat", { ...rule, disabled: "no", log: "no", "log-prefix": "" })).toEqual({
    ".id": "*2",
    ...always,
    ...rule,
    disabled: "false",
    log: "false",
    "log-prefix": "",
  });
});

test("a rule without an action accepts", async () => {
  expect(await added("ip/firewall/filter", { chain: "input" })).toMatchObject({ action: "accept" });
});

test("passthrough is shown as true once written", async () => {
  const rule = { chain: "input", action: "mark-connection", "new-connection-mark": "a", passthrough: "yes" };
  expect(await added("ip/firewall/mangle", rule)).toMatchObject({ passthrough: "true" });
});

test("a comment is absent unless there is one", async () => {
  const id = await client().added("/ip/firewall/raw", { chain: "prerouting", comment: "x" });
  const { body } = await client().patch(`/ip/firewall/raw/${id}`, { comment: "" });
  expect(body).not.toHaveProperty("comment");
});

test("a table shows its flag as an empty text, main too", async () => {
  await client().added("/routing/table", { name: "to_wlan1", fib: "" });
  await client().added("/routing/table", { name: "private" });
  expect((await client().get("/routing/table")).body).toEqual([
    { ".id": "*0", dynamic: "true", fib: "", invalid: "false", name: "main" },
    { ".id": "*400", disabled: "false", dynamic: "false", fib: "", invalid: "false", name: "to_wlan1" },
    { ".id": "*401", disabled: "false", dynamic: "false", invalid: "false", name: "private" },
  ]);
});

test("a rule of routing shows table and action", async () => {
  expect(await added("routing/rule", { "min-prefix": "0" })).toEqual({
    ".id": "*1",
    action: "lookup",
    disabled: "false",
    inactive: "false",
    "min-prefix": "0",
    table: "main",
  });
});

test("a static record shows type, ttl and what its type has", async () => {
  const always = { disabled: "false", dynamic: "false", ttl: "1d" };
  expect(await added("ip/dns/static", { name: "a", address: "192.0.2.1" })).toEqual({
    ".id": "*1",
    ...always,
    address: "192.0.2.1",
    name: "a",
    type: "A",
  });
  expect(await added("ip/dns/static", { regexp: ".*isp", type: "FWD", "forward-to": "192.0.2.1" })).toEqual({
    ".id": "*2",
    ...always,
    "forward-to": "192.0.2.1",
    regexp: ".*isp",
    type: "FWD",
  });
});

test("an entry of an address list shows when it was made, and keeps that", async () => {
  const id = await client().added("/ip/firewall/address-list", { list: "x", address: "192.0.2.1" });
  const { body } = await client().patch(`/ip/firewall/address-list/${id}`, { disabled: "yes" });
  expect(body).toEqual({
    ".id": "*1",
    address: "192.0.2.1",
    "creation-time": expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
    disabled: "true",
    dynamic: "false",
    list: "x",
  });
});

test("the lists that every router has, and a list of one's own", async () => {
  await client().added("/interface/list", { name: "WAN", include: "static" });
  const rows = (await client().get("/interface/list")).body;
  expect(rows.map((row: Record<string, string>) => [row[".id"], row["name"], row["builtin"]])).toEqual([
    ["*2000000", "all", "true"],
    ["*2000001", "none", "true"],
    ["*2000002", "dynamic", "true"],
    ["*2000003", "static", "true"],
    ["*2000010", "WAN", "false"],
  ]);
  expect(rows.at(-1)).toMatchObject({ dynamic: "false", exclude: "", include: "static" });
});

test("interface and interface/ethernet are two views of one port", async () => {
  await client().patch("/interface/ethernet/wlan1", { name: "uplink", mtu: "1400" });
  await client().patch("/interface/uplink", { disabled: "yes" });
  expect((await client().get("/interface/uplink")).body).toEqual({
    ".id": "*2",
    "actual-mtu": "1400",
    "default-name": "wlan1",
    disabled: "true",
    "mac-address": "02:4C:41:42:00:02",
    mtu: "1400",
    name: "uplink",
    running: "false",
    type: "ether",
  });
  expect((await client().get("/interface/ethernet/uplink")).body).toMatchObject({
    disabled: "true",
    arp: "enabled",
  });
});

test("broadcast is taken and never shown, as it has been since RouterOS 5", async () => {
  const row = await added("ip/address", {
    address: "10.0.0.1/24",
    interface: "Local",
    broadcast: "10.0.0.255",
  });
  expect(row).not.toHaveProperty("broadcast");
});

test("a network given by hand stays when the address changes with it, and follows otherwise", async () => {
  const id = await client().added("/ip/address", { address: "10.1.0.1/24", interface: "Local" });
  const followed = await client().patch(`/ip/address/${id}`, { address: "10.2.0.1/24" });
  expect(followed.body.network).toBe("10.2.0.0");
  const stale = await client().patch(`/ip/address/${id}`, { address: "10.3.0.1/24", network: "10.2.0.0" });
  expect(stale.body.network).toBe("10.2.0.0");
});

test.each([
  ["7.12.2", "route-cache", "ipv4-multipath-hash-policy"],
  ["7.20.4", "ipv4-multipath-hash-policy", "route-cache"],
])("RouterOS %s shows %s in its settings and not %s", async (version, present, absent) => {
  const router = await LabRouter.start({ version });
  const [settings] = router.rows("/ip/settings");
  await router.close();
  expect(settings).toHaveProperty(present);
  expect(settings).not.toHaveProperty(absent);
});

test.each([
  ["7.12.2", false],
  ["7.16", true],
])("RouterOS %s shows the vrf of an address: %s", async (version, shown) => {
  const router = await LabRouter.start({ version });
  router.add("/ip/address", { address: "10.0.0.1/24", interface: "Local" });
  const has = "vrf" in (router.rows("/ip/address")[0] ?? {});
  await router.close();
  expect(has).toBe(shown);
});

test.each([
  ["7.20", "7.20.4"],
  ["7.12", "7.12.2"],
  ["7.16", "7.16"],
  ["7", "7.24"],
  ["7.18", "7.18.2"],
  ["7.18.1", "7.18.1"],
  ["7.24.5", "7.24.5"],
  ["7.25", "7.24"],
])("%s is RouterOS %s", async (wanted, version) => {
  const router = await LabRouter.start({ version: wanted });
  const [resource] = router.rows("/system/resource");
  await router.close();
  expect(resource?.["version"]).toBe(`${version} (stable)`);
});

test.each(["6.49", "7.8", "seven"])("version %s, which nobody knows, is refused", async (version) => {
  await expect(LabRouter.start({ version })).rejects.toThrow(
    `RouterOS ${version} is not known to the lab: write a version from 7.9.2 to 7.24, or a newer one.`,
  );
});
