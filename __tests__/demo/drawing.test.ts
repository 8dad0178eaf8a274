import { drawGateway } from "../../demo/drawing";
import { pictureOf } from "../../demo/gateway-picture";
import type { RouterRow } from "../../demo/rest-client";
import { allManaged, rowsOf } from "./rows";

const lan: RouterRow = { address: "192.168.0.1/24", interface: "Local" };
const address = (n: number): RouterRow => ({ address: `10.0.${n}.2/24`, interface: `wan${n}` });
const route = (n: number, more: RouterRow = {}): RouterRow => ({
  "dst-address": "0.0.0.0/0",
  gateway: `10.0.${n}.1`,
  "routing-table": "main",
  "check-gateway": "ping",
  active: "true",
  ...more,
});
const masquerade = (n: number): RouterRow => ({ action: "masquerade", "out-interface": `wan${n}` });
const marks = (n: number): RouterRow[] => [
  { "connection-mark": `wan${n}_conn`, "new-routing-mark": `to_wan${n}` },
  { "in-interface": `wan${n}`, "new-connection-mark": `wan${n}_conn` },
];

const draw = (menus: Parameters<typeof rowsOf>[0], hashPolicy = "l3"): string => {
  const rows = rowsOf(menus);
  return `\n${drawGateway(pictureOf(rows, allManaged(rows), hashPolicy))}\n`;
};

describe("the drawing of a gateway", () => {
  test("two ways out, one of them with a pin and with replies", () => {
    expect(
      draw({
        "ip/address": [lan, address(2), address(1)],
        "ip/route": [
          route(1),
          route(2),
          route(1, { "routing-table": "to_wan1" }),
          route(1, { "dst-address": "203.0.113.80/32" }),
          route(1, { "dst-address": "203.0.113.81/32" }),
          { "dst-address": "203.0.113.81/32", blackhole: "", "routing-table": "main", distance: "2" },
        ],
        "ip/firewall/nat": [masquerade(1), masquerade(2)],
        "ip/firewall/mangle": marks(1),
      }),
    ).toBe(`
                 ┌─ router ─────────────────────────────────────────────────────┐
192.168.0.0/24 ──┤ Local 192.168.0.1 ── main ─┬─ wan1 10.0.1.2/24               ├── 10.0.1.1 ── Internet
                 │                            │  1 of 2 equal shares,           │
                 │                            │    by source and destination    │
                 │                            │  check-gateway=ping, masquerade │
                 │                            │  replies: wan1_conn ─> to_wan1  │
                 │                            │  pinned: 203.0.113.80/32        │
                 │                            │    (balanced while down)        │
                 │                            │  pinned: 203.0.113.81/32        │
                 │                            │    (blocked while down)         │
                 │                            │                                 │
                 │                            └─ wan2 10.0.2.2/24               ├── 10.0.2.1 ── Internet
                 │                               1 of 2 equal shares,           │
                 │                                 by source and destination    │
                 │                               check-gateway=ping, masquerade │
                 └──────────────────────────────────────────────────────────────┘
`);
  });

  test("a way out that is down, and one whose replies leave elsewhere", () => {
    expect(
      draw({
        "ip/address": [address(1), address(2)],
        "ip/route": [route(1, { active: "false" }), route(2), route(1, { "routing-table": "to_wan2" })],
        "ip/firewall/mangle": marks(2),
      }),
    ).toBe(`
┌─ router ───────────────────────────────────────────────┐
│  ── main ─┬─ wan1 10.0.1.2/24                          ├── 10.0.1.1 ── Internet
│           │  nothing new: not active                   │
│           │  check-gateway=ping                        │
│           │                                            │
│           └─ wan2 10.0.2.2/24                          ├── 10.0.2.1 ── Internet
│              all that is new                           │
│              check-gateway=ping                        │
│              replies: wan2_conn ─> to_wan2 ─> 10.0.1.1 │
└────────────────────────────────────────────────────────┘
`);
  });

  test.each([
    ["l3", "  by source and destination"],
    ["l3-inner", "  by inner source and destination"],
    ["l4", "  by addresses and ports"],
  ])("with the hash policy %s it says what shares a way out", (hashPolicy, share) => {
    const rows = { "ip/address": [address(1), address(2)], "ip/route": [route(1), route(2)] };
    expect(draw(rows, hashPolicy).split(share)).toHaveLength(3);
  });

  test("a blackhole that is disabled, or in another table, blocks nothing", () => {
    const blackhole = { "dst-address": "203.0.113.80/32", blackhole: "" };
    expect(
      draw({
        "ip/address": [address(1)],
        "ip/route": [
          route(1),
          route(1, { "dst-address": "203.0.113.80/32" }),
          { ...blackhole, disabled: "true" },
          { ...blackhole, "routing-table": "other" },
        ],
      }),
    ).toContain("(balanced while down)");
  });

  test("more networks than ways out", () => {
    const lans = [1, 2, 3, 4, 5].map((n) => ({ address: `192.168.${n}.1/24`, interface: `vlan${n}` }));
    const drawing = draw({ "ip/address": [...lans, address(1)], "ip/route": [route(1)] });
    for (const { interface: name } of lans) {
      expect(drawing).toContain(`┤ ${name} 192.168.`);
    }
    expect(drawing).toContain("── main ─── wan1 10.0.1.2/24");
    const widths = drawing
      .trim()
      .split("\n")
      .slice(2, -1)
      .map((line) => line.length);
    expect(new Set(widths).size).toBe(1);
  });

  test("rows of somebody else are not drawn", () => {
    const rows = rowsOf({ "ip/address": [lan, address(1)], "ip/route": [route(1)] });
    expect(pictureOf(rows, new Map(), "l3")).toEqual({ lans: [], wans: [], hashPolicy: "l3" });
  });
});
