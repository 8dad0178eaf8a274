import { changesOf, foreignRows } from "../../demo/ownership";
import { rowsOf } from "./rows";

const rule = { chain: "dstnat", action: "dst-nat", comment: "camera", bytes: "1", invalid: "false" };
const before = foreignRows(rowsOf({ "ip/firewall/nat": [rule, { chain: "srcnat" }] }));

test("foreign rows are those that neither Terraform nor the router has made", () => {
  const rows = rowsOf({
    "ip/route": [{ gateway: "10.0.0.1" }, { gateway: "10.0.0.2" }, { gateway: "ether1", dynamic: "true" }],
    "ip/dns": [{ servers: "192.0.2.53" }],
  });
  expect(foreignRows(rows, new Map([["ip/route", new Set(["*1"])]]))).toEqual([
    { menu: "ip/route", row: { ".id": "*2", gateway: "10.0.0.2" } },
  ]);
});

test.each([
  ["what it counted", { ...rule, bytes: "999", invalid: "true" }, []],
  ["a value", { ...rule, action: "accept" }, ['/ip/firewall/nat "camera" has changed']],
  ["a value it did not have", { ...rule, disabled: "true" }, ['/ip/firewall/nat "camera" has changed']],
])("a row whose change is %s", (_, now, changes) => {
  expect(changesOf(before, rowsOf({ "ip/firewall/nat": [now, { chain: "srcnat" }] }))).toEqual(changes);
});

test("rows that are gone are named, by number where they have no comment", () => {
  expect(changesOf(before, rowsOf({}))).toEqual([
    '/ip/firewall/nat "camera" is gone',
    "/ip/firewall/nat row *2 is gone",
  ]);
});
