import type { PlannedChange } from "../../demo/planned-change";
import { collisionsOf } from "../../demo/row-collisions";
import { rowsOf } from "./rows";

const PORTS = ["bridge", "wlan1", "wlan2"];

const created = (type: string, after: Record<string, unknown>): PlannedChange => ({
  type,
  change: { actions: ["create"], before: null, after },
});
const kept = (type: string, row: Record<string, unknown>): PlannedChange => ({
  type,
  change: { actions: ["no-op"], before: row, after: row },
});
const address = { address: "192.168.0.1/24", interface: "bridge" };
const route = (more = {}) => ({
  "dst-address": "0.0.0.0/0",
  gateway: "10.0.0.1",
  distance: "1",
  "routing-table": "main",
  ...more,
});

describe("addresses", () => {
  const rows = rowsOf({ "ip/address": [address, { address: "10.9.9.9/24", interface: "ether9" }] });

  test("one that the plan creates and the router has is named", () => {
    expect(collisionsOf(rows, PORTS, [created("routeros_ip_address", address)])).toEqual([
      "the router refuses a second 192.168.0.1/24, which bridge has: leave `address` out of that LAN, or import the row and know that destroy removes it.",
    ]);
  });

  test("one that the plan imports, or that the router has not, is none", () => {
    const plan = [
      kept("routeros_ip_address", { ...address, id: "*1" }),
      created("routeros_ip_address", { address: "10.112.0.2/24", interface: "wlan1" }),
    ];
    expect(collisionsOf(rows, PORTS, plan)).toEqual([]);
  });
});

describe("default routes", () => {
  test("one that would join the group is named, whoever made it", () => {
    const rows = rowsOf({ "ip/route": [route(), route({ gateway: "10.0.0.2", dynamic: "true" })] });
    expect(collisionsOf(rows, PORTS, [])).toEqual(
      ["10.0.0.1", "10.0.0.2"].map(
        (gateway) =>
          `the router's default route by ${gateway} would join the gateway's ECMP group: remove it, or give it another distance.`,
      ),
    );
  });

  test.each([
    ["of another distance", { distance: "5" }],
    ["of another table", { "routing-table": "other" }],
    ["that is disabled", { disabled: "true" }],
    ["to somewhere", { "dst-address": "192.0.2.0/24" }],
  ])("one %s is none", (_, more) => {
    expect(collisionsOf(rowsOf({ "ip/route": [route(more)] }), PORTS, [])).toEqual([]);
  });

  test("one that the plan imports is ours", () => {
    const plan = [kept("routeros_ip_route", { id: "*1" })];
    expect(collisionsOf(rowsOf({ "ip/route": [route()] }), PORTS, plan)).toEqual([]);
  });
});

test("interfaces that the router lacks are named once each", () => {
  const plan = [
    created("routeros_ip_address", address),
    created("routeros_ip_address", { address: "10.111.0.2/24", interface: "wlan3" }),
    created("routeros_ip_firewall_nat", { out_interface: "wlan3", in_interface: null }),
    created("routeros_ip_firewall_mangle", { in_interface: "wlan4", out_interface: "" }),
    { type: "routeros_ip_route", change: { actions: ["delete"], before: {}, after: null } },
  ];
  expect(collisionsOf(rowsOf({}), PORTS, plan)).toEqual([
    "the router has no interface wlan3, only bridge, wlan1, wlan2: edit main.ts.",
    "the router has no interface wlan4, only bridge, wlan1, wlan2: edit main.ts.",
  ]);
});
