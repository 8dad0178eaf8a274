import {
  CannotTell,
  type Circumstances,
  followFlow,
  formatEgress,
  formatImmediate,
  RouterState,
  UNKNOWN,
  unknownText,
  unreachableText,
} from "../../lib/simulator";

const ADDRESSES = [
  { address: "192.168.0.1/24", interface: "Local" },
  { address: "10.112.0.2/24", interface: "wlan1" },
  { address: "10.111.0.2/24", interface: "wlan2" },
];

interface Shown {
  readonly state: string;
  readonly immediate: string;
}

/** `active`, `waiting` (usable, but another is better), `inactive: why`, or `unknown`; `+` where several share. */
function judge(routes: object[], circumstances: Circumstances = {}, more: Record<string, object[]> = {}) {
  const state = RouterState.of(
    { "/ip/address": ADDRESSES, "/routing/table": [{ name: "a", fib: "" }], "/ip/route": routes, ...more },
    circumstances,
  );
  const shown: Record<string, Shown> = {};
  for (const { route, reachability, active, ecmp } of state.rib.statuses) {
    if (route.connected) {
      continue;
    }
    const immediate =
      reachability instanceof CannotTell || !reachability.reachable
        ? ""
        : reachability.immediate.map(formatImmediate).join(",");
    const usable = reachability instanceof CannotTell || reachability.reachable;
    const verdict = active ? `active${ecmp ? "+" : ""}` : active === undefined ? "unknown" : "waiting";
    shown[route.row.reference.id] = {
      state:
        usable || reachability instanceof CannotTell
          ? verdict
          : `inactive: ${unreachableText(reachability.reason)}`,
      immediate,
    };
  }
  return shown;
}

const one = (route: object, ...more: [Circumstances?, Record<string, object[]>?]) =>
  judge([{ ".id": "r", ...route }], ...more)["r"];

test.each<[string, object, string, string]>([
  ["by address in a connected network", { gateway: "10.112.0.1" }, "active", "10.112.0.1%wlan1"],
  ["by address and interface", { gateway: "10.0.0.1%wlan2" }, "active", "10.0.0.1%wlan2"],
  ["by interface", { gateway: "wlan1" }, "active", "wlan1"],
  ["by address in table main", { gateway: "10.112.0.1@main" }, "active", "10.112.0.1%wlan1"],
  [
    "by address in a table that has no way to it",
    { gateway: "10.112.0.1@a" },
    "inactive: no route with a scope up to 10 leads to 10.112.0.1",
    "",
  ],
  [
    "by address in a table that is not there",
    { gateway: "10.112.0.1@b" },
    "inactive: there is no table b",
    "",
  ],
  [
    "in no connected network",
    { gateway: "172.16.0.1" },
    "inactive: no route with a scope up to 10 leads to 172.16.0.1",
    "",
  ],
  ["the router itself", { gateway: "10.112.0.2" }, "inactive: 10.112.0.2 is the router's own address", ""],
  [
    "of another table, resolved in main",
    { gateway: "10.112.0.1", "routing-table": "a" },
    "active",
    "10.112.0.1%wlan1",
  ],
  [
    "in a table that is not there",
    { gateway: "10.112.0.1", "routing-table": "b" },
    "waiting",
    "10.112.0.1%wlan1",
  ],
  ["none: a blackhole, whatever the property says", { blackhole: "" }, "active", ""],
])("a gateway %s", (_, route, state, immediate) => {
  expect(one(route)).toEqual({ state, immediate });
});

test("a comma list is no gateway of RouterOS 7", () => {
  expect(one({ gateway: "10.111.0.1,10.112.0.1" })).toEqual({ state: "unknown", immediate: "" });
});

test("nothing is reached through an interface that is down, disabled or missing", () => {
  const down = { state: "inactive: no route with a scope up to 10 leads to 10.112.0.1", immediate: "" };
  const route = { gateway: "10.112.0.1" };
  expect(one(route, { downInterfaces: ["wlan1"] })).toEqual(down);
  for (const port of [{ disabled: "true" }, { running: "false" }, { name: "ether1" }]) {
    expect(one(route, {}, { "/interface": [{ name: "wlan1", running: "true", ...port }] })).toEqual(down);
  }
  expect(one({ gateway: "wlan1" }, { downInterfaces: ["wlan1"] })?.state).toBe(
    "inactive: wlan1 is not running",
  );
});

test("disabled addresses connect nothing, disabled routes and tables carry nothing", () => {
  const addresses = ADDRESSES.map((row) => ({ ...row, disabled: "true" }));
  expect(one({ gateway: "10.112.0.1" }, {}, { "/ip/address": addresses })?.state).toMatch(/^inactive/);
  expect(one({ gateway: "10.112.0.1", disabled: "true" })).toBeUndefined();
  const tables = { "/routing/table": [{ name: "a", fib: "", disabled: "true" }] };
  expect(one({ gateway: "10.112.0.1", "routing-table": "a" }, {}, tables)?.state).toBe("waiting");
});

describe("distance and groups (manual: route selection)", () => {
  test("the smallest distance of a destination wins, and waits for nobody", () => {
    const routes = [
      { ".id": "first", gateway: "10.112.0.1", distance: "1", "check-gateway": "ping" },
      { ".id": "second", gateway: "10.111.0.1", distance: "2" },
      { ".id": "table", gateway: "10.111.0.1", distance: "2", "routing-table": "a" },
    ];
    const states = (circumstances: Circumstances) =>
      Object.values(judge(routes, circumstances)).map(({ state }) => state.split(":")[0]);
    expect(states({})).toEqual(["active", "waiting", "active"]);
    expect(states({ deadNextHops: ["10.112.0.1"] })).toEqual(["inactive", "active", "active"]);
  });

  test("equal routes share, also with one gateway; a connected route wins over any", () => {
    const routes = [
      { ".id": "a", gateway: "10.112.0.1" },
      { ".id": "b", gateway: "10.112.0.1" },
      { ".id": "connected", gateway: "10.111.0.1", "dst-address": "10.112.0.0/24" },
    ];
    expect(Object.values(judge(routes)).map(({ state }) => state)).toEqual(["active+", "active+", "waiting"]);
  });
});

describe("checks (manual: one next-hop object for each combination of scope and check)", () => {
  const dead = { deadNextHops: ["10.112.0.1"] };

  test("a dead gateway takes away only the routes that check it", () => {
    const routes = [
      { ".id": "ping", gateway: "10.112.0.1", "check-gateway": "ping" },
      { ".id": "arp", gateway: "10.112.0.1", "check-gateway": "arp", "routing-table": "a" },
      { ".id": "none", gateway: "10.112.0.1", "dst-address": "198.51.100.0/24" },
    ];
    expect(Object.values(judge(routes, dead)).map(({ state }) => state)).toEqual([
      "inactive: 10.112.0.1 does not answer its ping check",
      "inactive: 10.112.0.1 does not answer its arp check",
      "active",
    ]);
  });

  test("an interface has nobody to check", () => {
    expect(one({ gateway: "wlan1", "check-gateway": "ping" }, dead)?.state).toBe("active");
  });

  test("of two namesakes one may be dead", () => {
    const routes = [
      { ".id": "1", gateway: "100.64.0.1%wlan1", "check-gateway": "ping" },
      { ".id": "2", gateway: "100.64.0.1%wlan2", "check-gateway": "ping" },
    ];
    const states = Object.values(judge(routes, { deadNextHops: ["100.64.0.1%wlan1"] })).map(
      ({ state }) => state,
    );
    expect(states).toEqual(["inactive: 100.64.0.1 does not answer its ping check", "active"]);
  });

  test("BFD needs more than a route", () => {
    expect(one({ gateway: "10.112.0.1", "check-gateway": "bfd" })?.state).toBe("unknown");
  });
});

describe("recursive next hops (manual: failover with recursive routes)", () => {
  const probed = (scope: string, target: string) => [
    { ".id": "host", "dst-address": "8.8.8.8/32", gateway: "10.112.0.1", scope },
    { ".id": "default", gateway: "8.8.8.8", "target-scope": target, "check-gateway": "ping" },
  ];

  test.each([
    // The official set: the host route's own scope is not greater than its target scope, so it counts as 11.
    ["10", "11", true],
    ["10", "10", false],
    ["11", "11", true],
    ["11", "10", false],
    ["30", "11", false],
    ["30", "30", true],
  ])("a host route of scope %s serves a target scope of %s: %s", (scope, target, resolves) => {
    const shown = judge(probed(scope, target))["default"];
    expect(shown?.immediate).toBe(resolves ? "10.112.0.1%wlan1" : "");
  });

  test.each([
    ["the probe target", "8.8.8.8"],
    ["the gateway before it", "10.112.0.1"],
  ])("%s is dead: the default goes, the host route stays", (_, dead) => {
    const states = Object.values(judge(probed("10", "11"), { deadNextHops: [dead] })).map(
      ({ state }) => state,
    );
    expect(states).toEqual(["active", "inactive: 8.8.8.8 does not answer its ping check"]);
  });

  test("two targets behind one gateway are two routes and one way", () => {
    const routes = ["8.8.8.8", "8.8.4.4"].flatMap((address) => [
      { "dst-address": `${address}/32`, gateway: "10.112.0.1", scope: "10" },
      { ".id": address, gateway: address, "target-scope": "11" },
    ]);
    const shown = judge(routes);
    expect([shown["8.8.8.8"], shown["8.8.4.4"]]).toEqual([
      { state: "active+", immediate: "10.112.0.1%wlan1" },
      { state: "active+", immediate: "10.112.0.1%wlan1" },
    ]);
  });

  test("two routes that lead to each other lead nowhere", () => {
    const routes = [
      {
        ".id": "a",
        "dst-address": "172.16.0.1/32",
        gateway: "172.16.0.2",
        scope: "10",
        "target-scope": "30",
      },
      {
        ".id": "b",
        "dst-address": "172.16.0.2/32",
        gateway: "172.16.0.1",
        scope: "10",
        "target-scope": "30",
      },
    ];
    expect(Object.values(judge(routes)).map(({ immediate }) => immediate)).toEqual(["", ""]);
  });
});

test("what is not known yet makes only its own contest uncertain", () => {
  const routes = [
    { ".id": "unknown", gateway: UNKNOWN },
    { ".id": "rival", gateway: "10.112.0.1" },
    { ".id": "elsewhere", gateway: "10.112.0.1", "dst-address": "198.51.100.0/24" },
  ];
  expect(Object.values(judge(routes)).map(({ state }) => state)).toEqual(["unknown", "unknown", "active"]);
});

test("whatever is unknown or unreadable, a router can be looked at", () => {
  const tables = { "/routing/table": [{ name: "a", fib: "", disabled: UNKNOWN }] };
  expect(one({ gateway: "10.112.0.1", "routing-table": "a" }, {}, tables)?.state).toBe("unknown");
  for (const row of [
    { "dst-address": "nonsense" },
    { disabled: UNKNOWN },
    { invalid: UNKNOWN },
    { "routing-table": UNKNOWN },
  ]) {
    expect(one({ gateway: "10.112.0.1", ...row })?.state).toBe("unknown");
  }
});

test("connected routes that the API shows are not counted twice", () => {
  const state = RouterState.of({
    "ip/address": ADDRESSES,
    "ip/route": [
      {
        ".id": "*20180001",
        "dst-address": "10.112.0.0/24",
        gateway: "wlan1",
        connect: "true",
        dynamic: "true",
      },
    ],
  });
  expect(state.rib.statuses).toHaveLength(ADDRESSES.length);
});

test("several addresses of an interface in one network lead to a neighbour once, and so does each route", () => {
  const more = ["10.112.0.3/24", "10.112.0.4/24"].map((address) => ({ address, interface: "wlan1" }));
  const rows = { "/ip/address": [...ADDRESSES, ...more] };
  expect(one({ gateway: "10.112.0.1" }, {}, rows)?.immediate).toBe("10.112.0.1%wlan1");
  const routes = ["a", "b"].map((id) => ({ ".id": id, gateway: "10.112.0.1" }));
  const group = RouterState.of({ ...rows, "/ip/route": routes }).rib.lookUp("main", "198.51.100.1");
  expect(group?.hops.map((hop) => hop.rows.map(({ id }) => id))).toEqual([["a", "b"]]);
});

test("a DHCP client's route names the client's interface where others name a VRF", () => {
  const route = { gateway: "10.112.0.1", "vrf-interface": "wlan1" };
  expect(one({ ...route, dynamic: "true", dhcp: "true" })).toEqual({
    state: "active",
    immediate: "10.112.0.1%wlan1",
  });
  expect(one(route)).toEqual({ state: "unknown", immediate: "" });
});

test("what has nothing to do with a VRF is followed beside it, and the rest is unknown", () => {
  const rows = {
    "/ip/address": [...ADDRESSES, { address: "10.9.0.2/24", interface: "ether9" }],
    "/ip/vrf": [{ name: "isp9", interfaces: "ether8,ether9" }],
    "/ip/route": [
      { gateway: "10.112.0.1", "check-gateway": "ping" },
      { gateway: "10.9.0.1@isp9", distance: "2" },
    ],
  };
  const egress = (inInterface: string, circumstances: Circumstances = {}) =>
    followFlow(RouterState.of(rows, circumstances), {
      inInterface,
      protocol: "tcp",
      srcAddress: "192.168.0.9",
      dstAddress: "198.51.100.1",
      dstPort: 443,
    }).map(({ egress }) => (egress.kind === "unknown" ? unknownText(egress.reason) : formatEgress(egress)));
  expect(egress("Local")).toEqual(["wlan1 via 10.112.0.1"]);
  expect(egress("ether9")).toEqual(["this tool does not support VRFs"]);
  expect(egress("Local", { deadNextHops: ["10.112.0.1%wlan1"] })).toEqual([
    "this tool does not support VRFs",
  ]);
});

test("while a gateway is dead, a netwatch may have changed the routes; one that only logs has not", () => {
  const egress = (script: string, circumstances: Circumstances) =>
    followFlow(
      RouterState.of(
        {
          "/ip/address": ADDRESSES,
          "/ip/route": [{ gateway: "10.112.0.1" }],
          "/tool/netwatch": [{ host: "9.9.9.9", "down-script": script }],
        },
        circumstances,
      ),
      { inInterface: "Local", protocol: "tcp", srcAddress: "192.168.0.9", dstAddress: "198.51.100.1" },
    ).map(({ egress: { kind } }) => kind);
  const dead = { deadNextHops: ["10.112.0.1%wlan1"] };
  const down = { downInterfaces: ["wlan1"] };
  expect(egress("/ip/route/disable [find comment=isp]", {})).toEqual(["out"]);
  expect(egress("/ip/route/disable [find comment=isp]", dead)).toEqual(["unknown"]);
  expect(egress("/ip/route/disable [find comment=isp]", down)).toEqual(["unknown"]);
  expect(egress("/log/warning gone", dead)).toEqual(["out"]);
  expect(egress("/log/warning gone", down)).toEqual(["unreachable"]);
});
