import { followFlow, formatEgress, RouterState } from "../../lib/simulator";
import { OUTWARD, only, shares } from "./article";

const BASE: Record<string, object[]> = {
  "/ip/address": [
    { address: "192.168.0.1/24", interface: "Local" },
    { address: "10.112.0.2/24", interface: "wlan1" },
    { address: "10.111.0.2/24", interface: "wlan2" },
  ],
  "/routing/table": [{ name: "a", fib: "" }, { name: "b", fib: "" }, { name: "unpushed" }],
  "/ip/route": [
    { gateway: "10.112.0.1" },
    { gateway: "10.111.0.1", "routing-table": "a" },
    { gateway: "10.111.0.1", "routing-table": "unpushed" },
  ],
};

const go = (more: Record<string, object[]> = {}, flow: Partial<typeof OUTWARD> = {}) =>
  shares(followFlow(RouterState.of({ ...BASE, ...more }), { ...OUTWARD, ...flow }));

const VIA_1 = { "wlan1 via 10.112.0.1 from 192.168.0.9": 1 };
const VIA_2 = { "wlan2 via 10.111.0.1 from 192.168.0.9": 1 };

const mark = (table: string) => ({
  "/ip/firewall/mangle": [{ chain: "prerouting", action: "mark-routing", "new-routing-mark": table }],
});
const routes = (...more: object[]) => ({ "/ip/route": [...(BASE["/ip/route"] ?? []), ...more] });

describe("the order of stages (manual: routing decision)", () => {
  test.each<[string, string, Record<string, number>]>([
    ["a table with a route", "a", VIA_2],
    ["a table without routes: fall through to main", "b", VIA_1],
    ["a table that is not in the forwarding table", "unpushed", VIA_1],
    ["a table that is not there", "c", VIA_1],
    ["main", "main", VIA_1],
  ])("a mark of %s", (_, table, expected) => {
    expect(go(mark(table))).toEqual(expected);
  });

  test("a blackhole in the marked table ends the decision", () => {
    expect(go({ ...mark("b"), ...routes({ blackhole: "", "routing-table": "b", distance: "250" }) })).toEqual(
      {
        blackhole: 1,
      },
    );
  });

  test("marks come before the router's own addresses: marking all of the LAN's traffic locks it out", () => {
    expect(go(mark("a"), { dstAddress: "192.168.0.1" })).toEqual(VIA_2);
    const reordered = { "/routing/settings": [{ "policy-rules": "local,mangle,user,main" }] };
    expect(go({ ...mark("a"), ...reordered }, { dstAddress: "192.168.0.1" })).toEqual({ local: 1 });
  });

  test("marks hide connected networks that their table lacks", () => {
    expect(go(mark("a"), { dstAddress: "10.112.0.9" })).toEqual(VIA_2);
    expect(go({}, { dstAddress: "10.112.0.9" })).toEqual({ "wlan1 via 10.112.0.9 from 192.168.0.9": 1 });
  });
});

describe("routing rules (manual: /routing/rule)", () => {
  const rule = (...rules: object[]) => ({ "/routing/rule": rules });

  test.each<[string, object, Record<string, number>]>([
    ["lookup", { table: "a" }, VIA_2],
    ["lookup in a table that finds nothing", { table: "b" }, VIA_1],
    [
      "lookup-only-in-table that finds nothing",
      { action: "lookup-only-in-table", table: "b" },
      { unreachable: 1 },
    ],
    ["drop", { action: "drop" }, { dropped: 1 }],
    ["unreachable", { action: "unreachable" }, { unreachable: 1 }],
    ["a source that matches", { table: "a", "src-address": "192.168.0.0/24" }, VIA_2],
    ["a source that does not", { table: "a", "src-address": "192.168.1.0/24" }, VIA_1],
    ["a destination that matches", { table: "a", "dst-address": "198.51.100.1/32" }, VIA_2],
    ["a destination that does not", { table: "a", "dst-address": "198.51.100.2/32" }, VIA_1],
    ["an interface that matches", { table: "a", interface: "Local" }, VIA_2],
    ["an interface that does not", { table: "a", interface: "wlan1" }, VIA_1],
    ["a mark that the packet lacks", { table: "a", "routing-mark": "b" }, VIA_1],
    ["disabled", { table: "a", disabled: "true" }, VIA_1],
    ["min-prefix=0, which passes defaults over", { table: "a", "min-prefix": "0" }, VIA_1],
  ])("%s", (_, row, expected) => {
    expect(go(rule(row))).toEqual(expected);
  });

  test("min-prefix=0 in front keeps connected networks from a rule that takes the rest", () => {
    const rules = rule({ table: "main", "min-prefix": "0" }, { table: "a" });
    expect(go(rules)).toEqual(VIA_2);
    expect(go(rules, { dstAddress: "10.112.0.9" })).toEqual({ "wlan1 via 10.112.0.9 from 192.168.0.9": 1 });
  });

  test("see marked packets whose table finds nothing", () => {
    expect(go({ ...mark("b"), ...rule({ table: "a", "routing-mark": "b" }) })).toEqual(VIA_2);
  });

  test("of chain mangle stand right after the marks (7.22)", () => {
    const strict = rule({ chain: "mangle", "routing-mark": "b", action: "unreachable" });
    expect(go({ ...mark("b"), ...strict }, { dstAddress: "192.168.0.1" })).toEqual({ unreachable: 1 });
    expect(go(strict, { dstAddress: "192.168.0.1" })).toEqual({ local: 1 });
  });

  test("that ask for more than is modelled cannot be told", () => {
    expect(Object.keys(go(rule({ realm: "1" })))).toEqual([expect.stringMatching(/^unknown: /)]);
  });
});

describe("groups", () => {
  const group = routes({ gateway: "10.111.0.1" });

  test("the longest prefix comes before distance", () => {
    const host = { "dst-address": "198.51.100.1/32", gateway: "10.111.0.1", distance: "200" };
    expect(go(routes(host))).toEqual(VIA_2);
  });

  test("repeated next hops merge, unless the lab is told to count them", () => {
    const repeated = { ...BASE, ...routes({ gateway: "10.111.0.1" }, { gateway: "10.111.0.1" }) };
    const twice = (repeatedNextHops?: "merge" | "count") =>
      Object.values(shares(followFlow(RouterState.of(repeated, { repeatedNextHops }), OUTWARD)));
    expect(twice()).toEqual([0.5, 0.5]);
    expect(twice("merge")).toEqual([0.5, 0.5]);
    expect(twice("count").sort()).toEqual([0.333333, 0.666667]);
  });

  test("two targets behind one of two gateways have one share", () => {
    const targets = ["8.8.8.8", "8.8.4.4"].flatMap((address) => [
      { "dst-address": `${address}/32`, gateway: "10.111.0.1", scope: "10" },
      { gateway: address, "target-scope": "11" },
    ]);
    expect(go(routes(...targets))).toEqual({ ...scale(VIA_1, 0.5), ...scale(VIA_2, 0.5) });
  });

  test("a blackhole of the same distance as a gateway cannot be told", () => {
    expect(Object.keys(go(routes({ blackhole: "" })))).toEqual([expect.stringMatching(/^unknown: /)]);
  });

  test("one pair of addresses takes one way by l3, and spreads by ports with l4", () => {
    // A jump into the group twice, as a mark that falls through does, asks the same hash: one answer.
    const first = only(followFlow(RouterState.of({ ...BASE }), OUTWARD));
    expect(first.connection?.memories).toHaveLength(1);
    const ways = (policy: string) => {
      const state = RouterState.of({
        ...BASE,
        ...group,
        "/ip/settings": [{ "ipv4-multipath-hash-policy": policy }],
      });
      return followFlow(state, OUTWARD).flatMap(({ connection }) =>
        (connection?.memories ?? []).flatMap(({ memory }) => [...memory.picks.keys()]),
      );
    };
    expect(new Set(ways("l3"))).toEqual(
      new Set(["ecmp l3 10.111.0.1%wlan2 10.112.0.1%wlan1 192.168.0.9 198.51.100.1"]),
    );
    expect([...new Set(ways("l4"))].join()).toContain("192.168.0.9:40000 198.51.100.1:443");
  });
});

function scale(table: Record<string, number>, by: number): Record<string, number> {
  return Object.fromEntries(Object.entries(table).map(([way, share]) => [way, share * by]));
}

describe("the router's own packets", () => {
  const from = (more: Record<string, object[]>, flow: object = {}) =>
    shares(
      followFlow(RouterState.of({ ...BASE, ...more }), {
        protocol: "udp",
        dstAddress: "198.51.100.1",
        ...flow,
      }),
    );

  test("take the source of the first decision, before any mark (manual: packet flow, routing adjustment)", () => {
    const output = {
      "/ip/firewall/mangle": [{ chain: "output", action: "mark-routing", "new-routing-mark": "a" }],
    };
    expect(from(output)).toEqual({ "wlan2 via 10.111.0.1 from 10.112.0.2": 1 });
  });

  test("are never made without a route in main, whatever a mark would say", () => {
    const output = {
      "/ip/firewall/mangle": [{ chain: "output", action: "mark-routing", "new-routing-mark": "a" }],
      "/ip/route": [{ gateway: "10.111.0.1", "routing-table": "a" }],
    };
    expect(from(output)).toEqual({ unreachable: 1 });
  });

  test("take the preferred source of a route", () => {
    expect(from({ "/ip/route": [{ gateway: "10.112.0.1", "pref-src": "192.168.0.1" }] })).toEqual({
      "wlan1 via 10.112.0.1 from 192.168.0.1": 1,
    });
  });

  test("go by the way of their program's source only where a rule says so", () => {
    const bound = { srcAddress: "10.111.0.2" };
    expect(from({}, bound)).toEqual({ "wlan1 via 10.112.0.1 from 10.111.0.2": 1 });
    expect(from({ "/routing/rule": [{ "src-address": "10.111.0.2/32", table: "a" }] }, bound)).toEqual({
      "wlan2 via 10.111.0.1 from 10.111.0.2": 1,
    });
  });

  test("to the router itself stay there", () => {
    expect(from({}, { dstAddress: "10.111.0.2" })).toEqual({ local: 1 });
  });

  test("of TCP ask for their way a second time, with their source: without masquerade the two may disagree", () => {
    const group = routes({ gateway: "10.111.0.1" });
    expect(Object.values(from(group, { protocol: "tcp" }))).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(Object.values(from(group))).toEqual([0.5, 0.5]);
  });
});

test("settings of the device: no forwarding, strict sources", () => {
  expect(go({ "/ip/settings": [{ "ip-forward": "false" }] })).toEqual({ dropped: 1 });
  expect(go({ "/ip/settings": [{ "rp-filter": "strict" }] }, { srcAddress: "172.16.0.9" })).toEqual({
    dropped: 1,
  });
  expect(go({ "/ip/settings": [{ "rp-filter": "loose" }] }, { srcAddress: "172.16.0.9" })).toEqual({
    "wlan1 via 10.112.0.1 from 172.16.0.9": 1,
  });
});

test("an interface that is down lets nothing in", () => {
  expect(shares(followFlow(RouterState.of(BASE, { downInterfaces: ["Local"] }), OUTWARD))).toEqual({
    dropped: 1,
  });
});

test("a flow from outside needs a source", () => {
  expect(() => followFlow(RouterState.of(BASE), { ...OUTWARD, srcAddress: undefined })).toThrow(/srcAddress/);
  expect(() => followFlow(RouterState.of(BASE), { ...OUTWARD, dstAddress: "example.org" })).toThrow(/IPv4/);
});

test("a packet whose hashes can fall in too many ways cannot be told about", () => {
  // The router's own TCP asks for the way twice: 150 times 150 ways.
  const wans = Array.from({ length: 150 }, (_, i) => i);
  const state = RouterState.of({
    "/ip/address": wans.map((i) => ({ address: `10.${i}.0.2/24`, interface: `w${i}` })),
    "/ip/route": wans.map((i) => ({ gateway: `10.${i}.0.1` })),
  });
  const outcomes = followFlow(state, { protocol: "tcp", dstAddress: "198.51.100.1", dstPort: 443 });
  expect(outcomes.map(({ egress }) => formatEgress(egress))).toEqual([
    "unknown: hashes can send one flow in more than 20000 ways",
  ]);
});
