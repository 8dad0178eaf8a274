import { collisionsOf } from "../../demo/collisions";
import { rowsOf } from "./rows";

const route = (more = {}) => ({
  "dst-address": "0.0.0.0/0",
  gateway: "10.0.0.1",
  distance: "1",
  "routing-table": "main",
  ...more,
});

test("an address that the router has, and a default route that would join the group, are named", () => {
  const rows = rowsOf({
    "ip/address": [
      { address: "192.168.0.1/24", interface: "bridge" },
      { address: "10.9.9.9/24", interface: "ether9" },
    ],
    "ip/route": [
      route(),
      route({ distance: "5" }),
      route({ "routing-table": "other" }),
      route({ disabled: "true" }),
    ],
  });
  expect(collisionsOf(rows, ["192.168.0.1/24", "10.112.0.2/24"])).toEqual([
    "/ip/address: bridge has 192.168.0.1/24 already, and the router refuses it twice: leave the address out of main.ts, or import the row, knowing that it goes with the gateway.",
    "/ip/route: the default route by 10.0.0.1 would join the gateway's ECMP group: remove it, or give it another distance.",
  ]);
});

test("a fresh router has nothing to collide with", () => {
  expect(collisionsOf(rowsOf({}), ["192.168.0.1/24"])).toEqual([]);
});
