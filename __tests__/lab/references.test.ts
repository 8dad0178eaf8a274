import { EXAMPLES } from "./example-rows";
import { labRouter } from "./rest-client";

const client = labRouter();

beforeEach(() => {
  for (const [menu, row] of EXAMPLES) {
    client().router.add(menu, row);
  }
});

const first = (menu: string, id?: string) =>
  client()
    .router.rows(menu)
    .find((row) => id === undefined || row[".id"] === id);

test("renaming a table renames it in routes, rules and marks", async () => {
  await client().patch("/routing/table/*400", { name: "to_uplink" });
  expect(first("ip/route")).toMatchObject({ "routing-table": "to_uplink", active: "true" });
  expect(first("routing/rule")).toMatchObject({ table: "to_uplink" });
  expect(first("ip/firewall/mangle")).toMatchObject({ "new-routing-mark": "to_uplink", invalid: "false" });
});

test("renaming a port renames it in addresses, members, rules and gateways", async () => {
  const [plain, through] = [
    client().router.add("ip/route", { gateway: "wlan1", distance: "9" }),
    client().router.add("ip/route", { gateway: "10.0.0.1%wlan1", distance: "8" }),
  ];
  const not = client().router.add("ip/firewall/filter", { chain: "input", "in-interface": "!wlan1" });
  await client().patch("/interface/wlan1", { name: "uplink" });
  expect(first("ip/address")).toMatchObject({
    interface: "uplink",
    "actual-interface": "uplink",
    invalid: "false",
  });
  expect(first("interface/list/member")).toMatchObject({ interface: "uplink" });
  expect(first("ip/firewall/nat")).toMatchObject({ "out-interface": "uplink" });
  expect(first("ip/firewall/filter", not)).toMatchObject({ "in-interface": "!uplink" });
  expect([first("ip/route", plain)?.["gateway"], first("ip/route", through)?.["gateway"]]).toEqual([
    "uplink",
    "10.0.0.1%uplink",
  ]);
});

test("renaming a list that another list includes", async () => {
  client().router.add("interface/list", { name: "ALL", include: "WAN,static" });
  const wan = client()
    .router.rows("interface/list")
    .find((row) => row["name"] === "WAN");
  await client().patch(`/interface/list/${wan?.[".id"]}`, { name: "OUT" });
  const names = client()
    .router.rows("interface/list")
    .map((row) => [row["name"], row["include"]]);
  expect(names.slice(-2)).toEqual([
    ["OUT", ""],
    ["ALL", "OUT,static"],
  ]);
});

test("what referred to a removed table shows the id that is gone, and is invalid", async () => {
  expect((await client().delete("/routing/table/*400")).status).toBe(204);
  expect(first("ip/route")).toMatchObject({ "routing-table": "*400", inactive: "true" });
  expect(first("ip/firewall/mangle")).toMatchObject({ "new-routing-mark": "*400", invalid: "true" });
  expect(first("routing/rule")).toMatchObject({ table: "*400", inactive: "true" });
});

test("what referred to a removed list shows the id that is gone, and is invalid", async () => {
  expect((await client().delete("/interface/list/*2000010")).status).toBe(204);
  expect(first("ip/firewall/filter")).toMatchObject({ "in-interface-list": "*2000010", invalid: "true" });
});
