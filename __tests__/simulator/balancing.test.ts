import { Balancing, ClassifyBy, RouterTraffic } from "../../lib/gateway/balancing/balancing";
import type { GatewayDescription } from "../../lib/gateway/gateway-description";
import { Otherwise } from "../../lib/gateway/policies/policy";
import { Wan } from "../../lib/gateway/wan/wan";
import { type Flow, followFlow, followNext, type Outcome, RouterState } from "../../lib/simulator";
import { articleGateway, OUTWARD, only, rowsOfGateway } from "./article";

const PINNED = "203.0.113.80";

/** WANs of the article's kind with these weights, and whatever else each says. */
function weighted(
  weights: readonly number[],
  by: ClassifyBy,
  more: Partial<GatewayDescription> = {},
  ofWans: readonly { readonly tier?: number; readonly disabled?: boolean }[] = [],
): GatewayDescription {
  const { wans } = articleGateway(weights.length);
  return articleGateway(weights.length, {
    wans: wans.map(({ name, interface: port, address = "", gateway = "" }, i) =>
      Wan.static({ name, interface: port, address, gateway, weight: weights[i], ...ofWans[i] }),
    ),
    balancing: Balancing.perConnectionClassifier({ by, exclude: ["10.20.0.0/16"] }),
    ...more,
  });
}

const stateOf = (description: GatewayDescription, dead: readonly string[] = []) =>
  RouterState.of(rowsOfGateway(description), {
    deadNextHops: description.wans.flatMap(({ name, gateway }) =>
      dead.includes(name) && gateway !== undefined ? [gateway] : [],
    ),
  });

/** The share of each WAN, in parts of a whole. */
function parts(outcomes: readonly Outcome[], whole: number): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { egress, share } of outcomes) {
    const where = egress.kind === "out" ? egress.interface : egress.kind;
    sums[where] = (sums[where] ?? 0) + share * whole;
  }
  return Object.fromEntries(Object.entries(sums).map(([where, part]) => [where, Number(part.toFixed(6))]));
}

const to = (dstAddress: string): Flow => ({ ...OUTWARD, dstAddress });

describe("weights 3:2:1", () => {
  const gateway = weighted([3, 2, 1], ClassifyBy.BOTH_ADDRESSES);

  test("hold while all WANs live", () => {
    expect(parts(followFlow(stateOf(gateway), OUTWARD), 6)).toEqual({ wlan1: 3, wlan2: 2, wlan3: 1 });
  });

  test.each([
    ["wlan1", { wlan2: 7, wlan3: 5 }],
    ["wlan2", { wlan1: 8, wlan3: 4 }],
    ["wlan3", { wlan1: 7, wlan2: 5 }],
  ])("without %s its flows fall through to table main, which shares them equally", (dead, expected) => {
    expect(parts(followFlow(stateOf(gateway, [dead]), OUTWARD), 12)).toEqual(expected);
  });

  test("hold for the router's own connections, whose source is a LAN's until they leave", () => {
    const own: Flow = { protocol: "tcp", dstAddress: "198.51.100.1", srcPort: 40_000, dstPort: 443 };
    const outcomes = followFlow(stateOf(gateway), own);
    expect(parts(outcomes, 6)).toEqual({ wlan1: 3, wlan2: 2, wlan3: 1 });
    expect(new Set(outcomes.map(({ connection }) => connection?.ends.srcAddress))).toEqual(
      new Set(["192.168.0.1"]),
    );
  });

  test("do not move what the router sends from a WAN's address", () => {
    const bound: Flow = {
      protocol: "udp",
      srcAddress: "10.110.0.2",
      dstAddress: "198.51.100.1",
      srcPort: 500,
      dstPort: 500,
    };
    expect(parts(followFlow(stateOf(gateway), bound), 1)).toEqual({ wlan3: 1 });
  });

  test.each(["10.110.0.1", "10.110.0.9"])("do not move %s, a host of a WAN's own network", (host) => {
    expect(parts(followFlow(stateOf(gateway), to(host)), 1)).toEqual({ wlan3: 1 });
  });

  test("leave to table main what is to be excepted", () => {
    const [outcome] = followFlow(stateOf(gateway), to("10.20.1.1"));
    expect(outcome?.table).toBe("main");
  });
});

test("with the same weight for all, no WAN has more than one bucket", () => {
  const rows = rowsOfGateway(weighted([4, 4, 4], ClassifyBy.BOTH_ADDRESSES))["/ip/firewall/mangle"] ?? [];
  const classifiers = rows.map((row) => (row as Record<string, unknown>)["per-connection-classifier"]);
  expect(classifiers.filter((value) => value !== undefined).sort()).toEqual(
    ["both-addresses:3/0", "both-addresses:3/1", "both-addresses:3/2"].flatMap((value) => [value, value]),
  );
});

describe("by source address", () => {
  const gateway = weighted([3, 2, 1], ClassifyBy.SOURCE_ADDRESS, {
    policies: [{ name: "pinned", to: [PINNED], via: [["wlan2"]], otherwise: Otherwise.BLOCK }],
  });

  test("a dead WAN's users all go to the next, and theirs to the one after", () => {
    expect(parts(followFlow(stateOf(gateway, ["wlan1"]), OUTWARD), 6)).toEqual({ wlan2: 5, wlan3: 1 });
    expect(parts(followFlow(stateOf(gateway, ["wlan3"]), OUTWARD), 6)).toEqual({ wlan1: 4, wlan2: 2 });
    expect(parts(followFlow(stateOf(gateway, ["wlan1", "wlan2"]), OUTWARD), 1)).toEqual({ wlan3: 1 });
  });

  test("a blocked destination is reached by its WAN, and while that is dead by no backup either", () => {
    const outcome = only(followFlow(stateOf(gateway), to(PINNED)));
    expect(parts([outcome], 1)).toEqual({ wlan2: 1 });
    expect(parts(followFlow(stateOf(gateway, ["wlan2"]), to(PINNED)), 1)).toEqual({ blackhole: 1 });
    if (outcome.connection === undefined) {
      throw new Error("no connection");
    }
    const next = followNext(stateOf(gateway, ["wlan2"]), outcome.connection);
    expect(next.map(({ egress }) => egress.kind)).toEqual(["blackhole"]);
    expect(followNext(stateOf(gateway, ["wlan1"]), outcome.connection).map(({ fate }) => fate)).toEqual([
      "kept",
    ]);
  });
});

test("a lower tier has new connections only when all of the upper are dead", () => {
  const gateway = weighted([3, 1, 1], ClassifyBy.BOTH_ADDRESSES, {}, [{}, {}, { tier: 2 }]);
  expect(parts(followFlow(stateOf(gateway), OUTWARD), 4)).toEqual({ wlan1: 3, wlan2: 1 });
  expect(parts(followFlow(stateOf(gateway, ["wlan1"]), OUTWARD), 1)).toEqual({ wlan2: 1 });
  expect(parts(followFlow(stateOf(gateway, ["wlan1", "wlan2"]), OUTWARD), 1)).toEqual({ wlan3: 1 });
});

test("a disabled WAN has no share, and the others keep theirs to each other", () => {
  const gateway = weighted([3, 2, 1], ClassifyBy.BOTH_ADDRESSES, {}, [{ disabled: true }]);
  expect(parts(followFlow(stateOf(gateway), OUTWARD), 3)).toEqual({ wlan2: 2, wlan3: 1 });
});

describe("with RouterTraffic.FAILOVER", () => {
  const gateway = weighted([3, 2, 1], ClassifyBy.BOTH_ADDRESSES, {
    balancing: Balancing.perConnectionClassifier({
      by: ClassifyBy.BOTH_ADDRESSES,
      routerTraffic: RouterTraffic.FAILOVER,
    }),
  });
  const own: Flow = { protocol: "udp", dstAddress: "198.51.100.1", srcPort: 13_231, dstPort: 40_000 };

  test("the LANs have their shares, and a dead WAN's go to the first that lives", () => {
    expect(parts(followFlow(stateOf(gateway), OUTWARD), 6)).toEqual({ wlan1: 3, wlan2: 2, wlan3: 1 });
    expect(parts(followFlow(stateOf(gateway, ["wlan1"]), OUTWARD), 6)).toEqual({ wlan2: 5, wlan3: 1 });
    expect(parts(followFlow(stateOf(gateway, ["wlan2"]), OUTWARD), 6)).toEqual({ wlan1: 5, wlan3: 1 });
  });

  test("the router leaves by one WAN, from that WAN's address, and then by the next", () => {
    for (const [dead, wan, source] of [
      [[], "wlan1", "10.112.0.2"],
      [["wlan1"], "wlan2", "10.111.0.2"],
    ] as const) {
      const outcome = only(followFlow(stateOf(gateway, dead), own));
      expect([parts([outcome], 1), outcome.source]).toEqual([{ [wan]: 1 }, source]);
    }
  });
});

test.each([
  ["merge", { wlan1: 1, wlan2: 1 }],
  ["count", { wlan1: 1, wlan2: 3 }],
] as const)(
  "repeated routes give the article's shares only where a router counts them: %s",
  (repeatedNextHops, expected) => {
    const gateway = weighted([1, 3], ClassifyBy.BOTH_ADDRESSES, { balancing: Balancing.repeatedRoutes() });
    const state = RouterState.of(rowsOfGateway(gateway), { repeatedNextHops });
    const whole = Object.values(expected).reduce((sum, part) => sum + part, 0);
    expect(parts(followFlow(state, OUTWARD), whole)).toEqual(expected);
  },
);
