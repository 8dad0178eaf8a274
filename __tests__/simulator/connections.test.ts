import {
  type Circumstances,
  type Connection,
  followFlow,
  followNext,
  followReply,
  RouterState,
  UNKNOWN,
  type UnknownReason,
} from "../../lib/simulator";
import { OUTWARD, only, shares } from "./article";

const ROWS: Record<string, object[]> = {
  "/ip/address": [
    { address: "192.168.0.1/24", interface: "Local" },
    { address: "10.112.0.2/24", interface: "wlan1" },
    { address: "10.111.0.2/24", interface: "wlan2" },
  ],
  "/ip/route": [
    { gateway: "10.112.0.1", distance: "1", "check-gateway": "ping" },
    { gateway: "10.111.0.1", distance: "2", "check-gateway": "ping" },
  ],
  "/ip/firewall/nat": [
    { chain: "srcnat", action: "masquerade", "out-interface": "wlan1" },
    { chain: "srcnat", action: "masquerade", "out-interface": "wlan2" },
  ],
};

const SOURCE_NAT = [
  { chain: "srcnat", action: "src-nat", "to-addresses": "10.112.0.2", "out-interface": "wlan1" },
  { chain: "srcnat", action: "src-nat", "to-addresses": "10.111.0.2", "out-interface": "wlan2" },
];

const dead = { deadNextHops: ["10.112.0.1"] };

function begun(rows: Record<string, object[]>, circumstances: Circumstances = {}): Connection {
  const { connection } = only(followFlow(RouterState.of(rows, circumstances), OUTWARD));
  if (connection === undefined) {
    throw new Error("no connection");
  }
  return connection;
}

const next = (rows: Record<string, object[]>, circumstances: Circumstances, connection = begun(rows)) => {
  const [continuation, ...others] = followNext(RouterState.of(rows, circumstances), connection);
  expect(others).toEqual([]);
  return continuation;
};

test("a connection whose way did not change keeps everything", () => {
  const continuation = next(ROWS, { deadNextHops: ["10.111.0.1"] });
  expect(continuation).toMatchObject({ fate: "kept", source: "10.112.0.2", egress: { interface: "wlan1" } });
});

test("masquerade: at a dead gateway one packet is dropped and the rest go on as new (Linux since 3.8; likely in RouterOS 7)", () => {
  const continuation = next(ROWS, dead);
  expect(continuation).toMatchObject({ fate: "renewed", forgotten: true, egress: { kind: "dropped" } });
  expect(shares(continuation?.afterwards ?? [])).toEqual({ "wlan2 via 10.111.0.1 from 10.111.0.2": 1 });
});

test.each<[string, Record<string, object[]>, Circumstances]>([
  ["a link that is down", ROWS, { downInterfaces: ["wlan1"] }],
  [
    "an address that is gone",
    {
      ...ROWS,
      "/ip/address": (ROWS["/ip/address"] ?? []).filter(
        (row) => !("interface" in row) || row.interface !== "wlan1",
      ),
    },
    {},
  ],
])(
  "masquerade: %s forgets the connection at once, no packet lost (manual: NAT)",
  (_, rows, circumstances) => {
    const continuation = next(rows, circumstances, begun(ROWS));
    expect(continuation).toMatchObject({ fate: "renewed", forgotten: false, source: "10.111.0.2" });
    expect(continuation?.egress).toMatchObject({ interface: "wlan2" });
  },
);

test("src-nat: the connection keeps its address on a foreign WAN, and comes home with it", () => {
  const rows = { ...ROWS, "/ip/firewall/nat": SOURCE_NAT };
  const continuation = next(rows, dead);
  expect(continuation).toMatchObject({ fate: "moved", source: "10.112.0.2", egress: { interface: "wlan2" } });
  expect(next(rows, {}, continuation?.connection)).toMatchObject({ egress: { interface: "wlan1" } });
});

test("src-nat: the connection keeps its address when the interface that it left by is down", () => {
  const rows = { ...ROWS, "/ip/firewall/nat": SOURCE_NAT };
  expect(next(rows, { downInterfaces: ["wlan1"] })).toMatchObject({
    fate: "moved",
    source: "10.112.0.2",
    egress: { interface: "wlan2" },
  });
});

test("a connection that began without NAT stays without it on any way", () => {
  const backup = { ...ROWS, "/ip/firewall/nat": (ROWS["/ip/firewall/nat"] ?? []).slice(0, 1) };
  const connection = begun(backup, dead);
  // Its first packets went out of wlan2, which has no rule; back on wlan1 it leaks the LAN's source.
  expect(next(backup, {}, connection)).toMatchObject({
    fate: "moved",
    source: "192.168.0.9",
    egress: { interface: "wlan1" },
  });
});

test("a connection to the router ends where its interface is down", () => {
  const state = RouterState.of(ROWS);
  const flow = { ...OUTWARD, inInterface: "wlan1", srcAddress: "203.0.113.7", dstAddress: "10.112.0.2" };
  const { connection } = only(followFlow(state, flow));
  if (connection === undefined) {
    throw new Error("no connection");
  }
  expect(next(ROWS, {}, connection)?.fate).toBe("kept");
  expect(next(ROWS, { downInterfaces: ["wlan1"] }, connection)?.fate).toBe("ended");
});

test("marks stay on the connection: a rule for new connections does not see later packets", () => {
  const rows = {
    ...ROWS,
    "/routing/table": [{ name: "a", fib: "" }],
    "/ip/route": [...(ROWS["/ip/route"] ?? []), { gateway: "10.111.0.1", "routing-table": "a" }],
    "/ip/firewall/mangle": [
      {
        chain: "prerouting",
        "connection-state": "new",
        action: "mark-connection",
        "new-connection-mark": "m",
      },
      {
        chain: "prerouting",
        "in-interface": "Local",
        "connection-mark": "m",
        action: "mark-routing",
        "new-routing-mark": "a",
      },
    ],
  };
  const connection = begun(rows);
  expect(connection.mark).toBe("m");
  const later = { ...rows, "/ip/firewall/mangle": rows["/ip/firewall/mangle"].slice(1) };
  expect(next(later, {}, connection)).toMatchObject({
    connectionMark: "m",
    egress: { interface: "wlan2" },
    fate: "kept",
  });
  expect(shares(followFlow(RouterState.of(later), OUTWARD))).toEqual({
    "wlan1 via 10.112.0.1 from 10.112.0.2": 1,
  });
});

test("later packets of a connection hash as the first did", () => {
  const rows = { ...ROWS, "/ip/route": [{ gateway: "10.112.0.1" }, { gateway: "10.111.0.1" }] };
  const state = RouterState.of(rows);
  for (const { connection, egress } of followFlow(state, OUTWARD)) {
    if (connection === undefined || egress.kind !== "out") {
      throw new Error("no connection");
    }
    const [continuation, ...others] = followNext(state, connection);
    expect(others).toEqual([]);
    expect(continuation).toMatchObject({ fate: "kept", share: 1, egress });
  }
});

test("a reply can be sent in by another interface than the one its address lives on", () => {
  const connection = begun(ROWS);
  const state = RouterState.of(ROWS, { downInterfaces: ["wlan2"] });
  expect(only(followReply(state, connection)).egress.kind).toBe("out");
  expect(only(followReply(state, connection, "wlan2")).egress.kind).toBe("dropped");
});

describe("values not known yet", () => {
  const go = (more: Record<string, object[]>) =>
    only(followFlow(RouterState.of({ ...ROWS, ...more }), OUTWARD));

  test("an address that an ISP will give leaves the way known, and the source open", () => {
    const dialled = {
      "/ip/address": [
        ...(ROWS["/ip/address"] ?? []).slice(0, 1),
        { address: UNKNOWN, interface: "pppoe", dynamic: "true" },
      ],
      "/ip/route": [{ gateway: "pppoe" }],
      "/ip/firewall/nat": [{ chain: "srcnat", action: "masquerade" }],
    };
    const outcome = go(dialled);
    expect(outcome).toMatchObject({ source: UNKNOWN, egress: { kind: "out", interface: "pppoe" } });
    const state = RouterState.of(dialled);
    const { connection } = outcome;
    if (connection === undefined) {
      throw new Error("no connection");
    }
    expect(followNext(state, connection)[0]?.fate).toBe("kept");
    expect(() => followReply(state, connection)).toThrow("reply-address-unknown");
  });

  test.each<[string, Record<string, object[]>, UnknownReason]>([
    [
      "a gateway",
      { "/ip/route": [{ ".id": "*1", gateway: UNKNOWN }] },
      { kind: "value-after-apply", property: "gateway", row: { menu: "/ip/route", id: "*1" } },
    ],
    [
      "a matcher",
      {
        "/ip/firewall/mangle": [
          { ".id": "*1", chain: "prerouting", "in-interface": UNKNOWN, action: "accept" },
        ],
      },
      { kind: "value-after-apply", property: "in-interface", row: { menu: "/ip/firewall/mangle", id: "*1" } },
    ],
    [
      "whether a rule is disabled",
      { "/ip/firewall/mangle": [{ ".id": "*1", chain: "prerouting", disabled: UNKNOWN, action: "accept" }] },
      { kind: "value-after-apply", property: "disabled", row: { menu: "/ip/firewall/mangle", id: "*1" } },
    ],
    [
      "an address of a WAN",
      {
        "/ip/address": [
          ...(ROWS["/ip/address"] ?? []),
          { ".id": "*9", address: UNKNOWN, interface: "wlan3" },
        ],
      },
      { kind: "own-address-undecided", address: "198.51.100.1", row: { menu: "/ip/address", id: "*9" } },
    ],
  ])("%s makes the egress unknown, and says why", (_, rows, reason) => {
    const { egress, trace } = go(rows);
    expect(egress).toEqual({ kind: "unknown", reason });
    expect(trace.at(-1)?.rows[0]?.id).toMatch(/^\*/);
  });

  test.each<[string, Record<string, object[]>]>([
    ["a comment", { "/ip/route": [{ gateway: "10.112.0.1", comment: UNKNOWN }] }],
    [
      "a route to elsewhere",
      { "/ip/route": [{ gateway: "10.112.0.1" }, { "dst-address": "203.0.113.0/24", gateway: UNKNOWN }] },
    ],
    [
      "a rule that another matcher rules out",
      {
        "/ip/firewall/mangle": [
          { chain: "prerouting", protocol: "udp", "in-interface": UNKNOWN, action: "accept" },
        ],
      },
    ],
    [
      "a connected network beats any route to it",
      { "/ip/route": [{ gateway: "10.112.0.1" }, { "dst-address": "192.168.0.0/24", gateway: UNKNOWN }] },
    ],
  ])("%s does not matter", (_, rows) => {
    expect(go(rows).egress).toMatchObject({ kind: "out", interface: "wlan1" });
  });
});
