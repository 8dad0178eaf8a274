import { isUnchanged } from "../../lib/state/differences";
import { stateMenuOf } from "../../lib/state/state-menus";

const unchanged = (type: string, before: object, now: object): boolean => {
  const menu = stateMenuOf(type);
  expect(menu).toBeDefined();
  return menu !== undefined && isUnchanged(menu, { ...before }, { ...now });
};

test("a row is unchanged where only its counters are others, and where a no is shown or not", () => {
  const rule = { ".id": "*1", chain: "srcnat", bytes: "1", packets: "1" };
  const later = { ".id": "*1", chain: "srcnat", bytes: "9", packets: "2", disabled: "false" };
  expect(unchanged("routeros_ip_firewall_nat", rule, later)).toBe(true);
  const port = { ".id": "*1", name: "ether1", "rx-bytes": "1" };
  expect(unchanged("routeros_interface_ethernet", port, { ...port, "rx-bytes": "9" })).toBe(true);
});

test.each([
  [
    "has another value",
    { chain: "srcnat", "src-address": "192.0.2.1" },
    { chain: "srcnat", "src-address": "192.0.2.2" },
  ],
  ["has a field more", { chain: "srcnat" }, { chain: "srcnat", realm: "5" }],
  ["has a field less", { chain: "srcnat", realm: "5" }, { chain: "srcnat" }],
  ["has another comment", { chain: "srcnat", comment: "a" }, { chain: "srcnat", comment: "b" }],
  [
    "has a field that no version is known to have",
    { chain: "srcnat" },
    { chain: "srcnat", "of-tomorrow": "1" },
  ],
])("a rule is changed that %s", (_, before, now) => {
  expect(unchanged("routeros_ip_firewall_nat", before, now)).toBe(false);
});
