import { HealthCheck } from "../../lib/gateway/health-check/health-check";
import { Otherwise } from "../../lib/gateway/policies/policy";
import type { Circumstances } from "../../lib/simulator";
import { followFlow, followNext, followReply, formatTrace, RouterState } from "../../lib/simulator";
import {
  articleGateway,
  inward,
  LITERAL_LISTING,
  OUTWARD,
  only,
  rowsIn,
  rowsOfGateway,
  shares,
} from "./article";

const article = (circumstances: Circumstances = {}, ...more: Parameters<typeof articleGateway>) =>
  RouterState.of(rowsOfGateway(articleGateway(...more)), circumstances);

const replyShares = (state: RouterState, ...args: Parameters<typeof inward>) => {
  const { connection } = only(followFlow(state, inward(...args)));
  if (connection === undefined) {
    throw new Error("no connection");
  }
  return shares(followReply(state, connection));
};

describe("new connections of the LAN", () => {
  test.each([2, 3, 5])("spread equally over %i WANs, each with the source of its WAN", (count) => {
    const expected = Array.from({ length: count }, (_, i) => [
      `wlan${i + 1} via 10.${112 - i}.0.1 from 10.${112 - i}.0.2`,
      Number((1 / count).toFixed(6)),
    ]);
    expect(shares(followFlow(article({}, count), OUTWARD))).toEqual(Object.fromEntries(expected));
  });

  test("leave a dead gateway, and return to it", () => {
    const dead = article({ deadNextHops: ["10.112.0.1"] }, 3);
    expect(shares(followFlow(dead, OUTWARD))).toEqual({
      "wlan2 via 10.111.0.1 from 10.111.0.2": 0.5,
      "wlan3 via 10.110.0.1 from 10.110.0.2": 0.5,
    });
    expect(Object.keys(shares(followFlow(article({}, 3), OUTWARD)))).toHaveLength(3);
  });

  test("have nowhere to go once every gateway is dead", () => {
    const dead = article({ deadNextHops: ["10.112.0.1", "10.111.0.1"] });
    expect(shares(followFlow(dead, OUTWARD))).toEqual({ unreachable: 1 });
  });

  test("lose an interface that is down, its connected network with it", () => {
    const down = article({ downInterfaces: ["wlan1"] });
    expect(shares(followFlow(down, OUTWARD))).toEqual({ "wlan2 via 10.111.0.1 from 10.111.0.2": 1 });
    // What was in the subnet of the WAN is behind the other default route now.
    expect(shares(followFlow(down, { ...OUTWARD, dstAddress: "10.112.0.9" }))).toEqual({
      "wlan2 via 10.111.0.1 from 10.111.0.2": 1,
    });
  });

  test("to the router and between LANs are untouched", () => {
    const lans = [
      { interface: "Local", address: "192.168.0.1/24" },
      { interface: "Guests", address: "192.168.1.1/24" },
    ];
    const state = article({}, 2, { lans });
    const toRouter = only(followFlow(state, { ...OUTWARD, dstAddress: "192.168.0.1" }));
    expect(toRouter).toMatchObject({
      egress: { kind: "local" },
      source: "192.168.0.9",
      connectionMark: undefined,
    });
    const toGuests = only(followFlow(state, { ...OUTWARD, dstAddress: "192.168.1.7" }));
    expect(shares([toGuests])).toEqual({ "Guests via 192.168.1.7 from 192.168.0.9": 1 });
  });

  test("to a host in a WAN's subnet go there directly, masqueraded", () => {
    expect(shares(followFlow(article(), { ...OUTWARD, dstAddress: "10.111.0.77" }))).toEqual({
      "wlan2 via 10.111.0.77 from 10.111.0.2": 1,
    });
  });
});

describe("connections to the router", () => {
  test.each([
    ["wlan1", "10.112.0.2", "wlan1 via 10.112.0.1 from 10.112.0.2"],
    ["wlan2", "10.111.0.2", "wlan2 via 10.111.0.1 from 10.111.0.2"],
    ["wlan3", "10.110.0.2", "wlan3 via 10.110.0.1 from 10.110.0.2"],
  ])("that came in by %s are answered by it", (port, address, way) => {
    expect(replyShares(article({}, 3), port, address)).toEqual({ [way]: 1 });
  });

  test("are answered by a wrong WAN half the time without the marks", () => {
    const { "/ip/firewall/mangle": _, ...unmarked } = rowsOfGateway(articleGateway());
    // The wrong way keeps the dialled source: masquerade takes first packets only.
    expect(replyShares(RouterState.of(unmarked), "wlan1", "10.112.0.2")).toEqual({
      "wlan1 via 10.112.0.1 from 10.112.0.2": 0.5,
      "wlan2 via 10.111.0.1 from 10.112.0.2": 0.5,
    });
  });

  test("from hosts in the WAN's own subnet are answered directly", () => {
    expect(replyShares(article(), "wlan1", "10.112.0.2", "10.112.0.55")).toEqual({
      "wlan1 via 10.112.0.55 from 10.112.0.2": 1,
    });
  });

  test("fall through to main when their WAN's checked policy route is inactive", () => {
    const dead = article({ deadNextHops: ["10.112.0.1"] });
    expect(replyShares(dead, "wlan1", "10.112.0.2")).toEqual({ "wlan2 via 10.111.0.1 from 10.112.0.2": 1 });
  });

  test("are held by a policy route that nobody checks", () => {
    const rows = rowsOfGateway(articleGateway());
    const routes = (rows["/ip/route"] ?? []).map((row) =>
      "routing-table" in row && row["routing-table"] !== "main" ? { ...row, "check-gateway": "none" } : row,
    );
    const dead = RouterState.of({ ...rows, "/ip/route": routes }, { deadNextHops: ["10.112.0.1"] });
    expect(replyShares(dead, "wlan1", "10.112.0.2")).toEqual({
      "wlan1 via 10.112.0.1 (dead) from 10.112.0.2": 1,
    });
    expect(shares(followFlow(dead, OUTWARD))).toEqual({ "wlan2 via 10.111.0.1 from 10.111.0.2": 1 });
  });

  test("stay on their WAN when the set of routes changes", () => {
    const before = article({ deadNextHops: ["10.110.0.1"] }, 3);
    const { connection } = only(followFlow(before, inward("wlan1", "10.112.0.2")));
    if (connection === undefined) {
      throw new Error("no connection");
    }
    expect(shares(followReply(article({}, 3), connection))).toEqual({
      "wlan1 via 10.112.0.1 from 10.112.0.2": 1,
    });
  });
});

test("connections that the router opens leave with the source of their WAN, and their replies find it", () => {
  const state = article();
  const outcomes = followFlow(state, {
    protocol: "tcp",
    dstAddress: "198.51.100.1",
    srcPort: 1,
    dstPort: 443,
  });
  expect(shares(outcomes)).toEqual({
    "wlan1 via 10.112.0.1 from 10.112.0.2": 0.5,
    "wlan2 via 10.111.0.1 from 10.111.0.2": 0.5,
  });
  for (const { connection } of outcomes) {
    if (connection === undefined) {
      throw new Error("no connection");
    }
    expect(shares(followReply(state, connection))).toEqual({ local: 1 });
  }
});

test("a connection that the router opened stays on its WAN after the set of routes changes, once it was answered", () => {
  const two = article({ deadNextHops: ["10.110.0.1"] }, 3);
  const three = article({}, 3);
  const outcomes = followFlow(two, { protocol: "udp", dstAddress: "198.51.100.1", srcPort: 1, dstPort: 53 });
  for (const { connection, egress } of outcomes) {
    if (connection === undefined || egress.kind !== "out") {
      throw new Error("no connection");
    }
    const answered = only(followReply(two, connection));
    expect(answered.connectionMark).toBe(`${egress.interface}_conn`);
    if (answered.connection === undefined) {
      throw new Error("no connection");
    }
    const [next, ...others] = followNext(three, answered.connection);
    expect([next?.fate, next?.egress, others]).toEqual(["kept", egress, []]);
  }
});

test("replies to masqueraded connections reach the LAN host with the source that it dialled", () => {
  const state = article();
  for (const { connection } of followFlow(state, OUTWARD)) {
    if (connection === undefined) {
      throw new Error("no connection");
    }
    const reply = only(followReply(state, connection));
    expect(reply).toMatchObject({ source: "198.51.100.1", destination: "192.168.0.9" });
    expect(reply.egress).toMatchObject({ interface: "Local", nextHop: "192.168.0.9" });
  }
});

describe("pins", () => {
  const pin = (otherwise?: Otherwise) => ({
    policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["wlan2"]], otherwise }],
  });
  const toPin = { ...OUTWARD, dstAddress: "203.0.113.80" };

  test("lead one destination out of one WAN", () => {
    expect(shares(followFlow(article({}, 2, pin()), toPin))).toEqual({
      "wlan2 via 10.111.0.1 from 10.111.0.2": 1,
    });
  });

  test.each([
    [undefined, { "wlan1 via 10.112.0.1 from 10.112.0.2": 1 }],
    [Otherwise.BALANCE, { "wlan1 via 10.112.0.1 from 10.112.0.2": 1 }],
    [Otherwise.BLOCK, { blackhole: 1 }],
  ])("while the WAN is down, otherwise %s", (otherwise, expected) => {
    expect(shares(followFlow(article({ deadNextHops: ["10.111.0.1"] }, 2, pin(otherwise)), toPin))).toEqual(
      expected,
    );
  });
});

describe("the article's literal listing", () => {
  const state = RouterState.of(LITERAL_LISTING);

  test("spreads the LAN's flows as it says", () => {
    expect(shares(followFlow(state, OUTWARD))).toEqual({
      "wlan1 via 10.112.0.1 from 10.112.0.2": 0.5,
      "wlan2 via 10.111.0.1 from 10.111.0.2": 0.5,
    });
  });

  test("never marks replies on wlan2: half of them leave by the other WAN", () => {
    expect(replyShares(state, "wlan2", "10.111.0.2")).toEqual({
      "wlan1 via 10.112.0.1 from 10.111.0.2": 0.5,
      "wlan2 via 10.111.0.1 from 10.111.0.2": 0.5,
    });
  });

  test("marks replies on wlan1 twice; the second table has the router itself as gateway, so they fall through too", () => {
    expect(replyShares(state, "wlan1", "10.112.0.2")).toEqual({
      "wlan1 via 10.112.0.1 from 10.112.0.2": 0.5,
      "wlan2 via 10.111.0.1 from 10.112.0.2": 0.5,
    });
    const judged = state.rib.statuses.find(({ route }) => route.row.reference.id === "*80000004");
    expect(judged).toMatchObject({
      active: false,
      reachability: { reachable: false, reason: { kind: "own-address", address: "10.111.0.2" } },
    });
  });

  test("sends replies of wlan1 out of wlan2 once the first table is the one that counts", () => {
    const mangle = (LITERAL_LISTING["/ip/firewall/mangle"] ?? []).slice(0, 3);
    const mended = RouterState.of({ ...LITERAL_LISTING, "/ip/firewall/mangle": mangle });
    expect(replyShares(mended, "wlan1", "10.112.0.2")).toEqual({ "wlan2 via 10.111.0.1 from 10.112.0.2": 1 });
  });

  test("with the first block's marks and the second block's tables, the marks are of tables that do not exist", () => {
    const tables = [
      { ".id": "*400", name: "to_wlan1", fib: "" },
      { ".id": "*401", name: "to_wlan2", fib: "" },
    ];
    const split = RouterState.of({ ...LITERAL_LISTING, "/routing/table": tables });
    expect(Object.values(replyShares(split, "wlan1", "10.112.0.2"))).toEqual([0.5, 0.5]);
  });
});

test("a connection under way when its gateway dies is forgotten by masquerade, one packet lost", () => {
  const outcomes = followFlow(article(), OUTWARD);
  const dead = article({ deadNextHops: ["10.112.0.1"] });
  const fates = outcomes.map(({ connection, egress }) => {
    if (connection === undefined || egress.kind !== "out") {
      throw new Error("no connection");
    }
    const [next] = followNext(dead, connection);
    return [egress.interface, next?.fate, shares(next?.afterwards ?? [])];
  });
  expect(fates).toEqual([
    ["wlan1", "renewed", { "wlan2 via 10.111.0.1 from 10.111.0.2": 1 }],
    ["wlan2", "kept", {}],
  ]);
});

test("WANs without masquerade keep the sources of the LAN", () => {
  const rows = rowsOfGateway(articleGateway(2, { healthCheck: HealthCheck.none() }));
  const { "/ip/firewall/nat": _, ...routed } = rows;
  expect(shares(followFlow(RouterState.of(routed), OUTWARD))).toEqual({
    "wlan1 via 10.112.0.1 from 192.168.0.9": 0.5,
    "wlan2 via 10.111.0.1 from 192.168.0.9": 0.5,
  });
});

test("the trace tells the story, row by row", () => {
  const state = article();
  const { connection, trace } = only(followFlow(state, inward("wlan1", "10.112.0.2")));
  expect(rowsIn(trace)).toEqual(["/ip/address wlan1/address", "/ip/firewall/mangle wlan1/mark-connection"]);
  if (connection === undefined) {
    throw new Error("no connection");
  }
  const reply = only(followReply(state, connection)).trace;
  expect(formatTrace(reply.slice(-2))).toBe(
    [
      "The packet gets the routing mark to_wlan1.",
      "    /ip/firewall/mangle wlan1/mark-routing (gateway/wlan1/mark-routing)",
      "Table to_wlan1 leads to 10.112.0.1%wlan1.",
      "    /ip/route wlan1/policy-route (gateway/wlan1/policy-route)",
    ].join("\n"),
  );
});
