import { type Flow, followFlow, followReply, RouterState } from "../../lib/simulator";
import { OUTWARD, only, rowsIn, shares } from "./article";

const BASE: Record<string, object[]> = {
  "/ip/address": [
    { address: "192.168.0.1/24", interface: "Local" },
    { address: "10.112.0.2/24", interface: "wlan1" },
    { address: "10.111.0.2/24", interface: "wlan2" },
  ],
  "/interface/list": [{ name: "WAN" }, { name: "ANY", include: "WAN", exclude: "NOT" }, { name: "NOT" }],
  "/interface/list/member": [
    { list: "WAN", interface: "wlan1" },
    { list: "WAN", interface: "wlan2" },
    { list: "NOT", interface: "wlan2" },
  ],
  "/ip/firewall/address-list": [
    { list: "friends", address: "192.168.0.0/28" },
    { list: "friends", address: "198.51.100.1-198.51.100.3" },
    { list: "names", address: "example.org" },
  ],
  "/routing/table": [
    { name: "a", fib: "" },
    { name: "b", fib: "" },
  ],
  "/ip/route": [
    { gateway: "10.112.0.1" },
    { gateway: "10.111.0.1", "routing-table": "a" },
    { gateway: "10.111.0.1", "routing-table": "b" },
  ],
};

const router = (more: Record<string, object[]>) => RouterState.of({ ...BASE, ...more });
const mangle = (...rules: object[]) => ({ "/ip/firewall/mangle": rules });
const nat = (...rules: object[]) => ({ "/ip/firewall/nat": rules });

const VIA_1 = { "wlan1 via 10.112.0.1 from 192.168.0.9": 1 };
const VIA_2 = { "wlan2 via 10.111.0.1 from 192.168.0.9": 1 };

/** Whether a prerouting rule with these matchers catches a flow: `undefined` where that cannot be told. */
function catches(matchers: object, flow: Partial<Flow> = {}): boolean | undefined {
  const rule = { chain: "prerouting", action: "mark-routing", "new-routing-mark": "a", ...matchers };
  const { egress } = only(followFlow(router(mangle(rule)), { ...OUTWARD, ...flow }));
  return egress.kind === "unknown" ? undefined : egress.kind === "out" && egress.interface === "wlan2";
}

test.each<[string, object, boolean | undefined]>([
  ["nothing", {}, true],
  ["in-interface", { "in-interface": "Local" }, true],
  ["another in-interface", { "in-interface": "wlan1" }, false],
  ["not that in-interface", { "in-interface": "!wlan1" }, true],
  ["a kind of interface", { "in-interface": "all-ethernet" }, undefined],
  ["in-interface-list", { "in-interface-list": "WAN" }, false],
  ["not that in-interface-list", { "in-interface-list": "!WAN" }, true],
  ["the list of all", { "in-interface-list": "all" }, true],
  ["the list of none", { "in-interface-list": "none" }, false],
  ["a list that is not there", { "in-interface-list": "nowhere" }, undefined],
  ["src-address", { "src-address": "192.168.0.9" }, true],
  ["src-address in a prefix", { "src-address": "192.168.0.0/29" }, false],
  ["src-address in a range", { "src-address": "192.168.0.8-192.168.0.10" }, true],
  ["not that range", { "src-address": "!192.168.0.8-192.168.0.10" }, false],
  ["dst-address outside a prefix", { "dst-address": "!10.112.0.0/24" }, true],
  ["src-address-list", { "src-address-list": "friends" }, true],
  ["dst-address-list by range", { "dst-address-list": "friends" }, true],
  ["not that dst-address-list", { "dst-address-list": "!friends" }, false],
  ["an empty list", { "dst-address-list": "strangers" }, false],
  ["a list of names", { "dst-address-list": "names" }, undefined],
  ["dst-address-type", { "dst-address-type": "unicast" }, true],
  ["dst-address-type=!local", { "dst-address-type": "!local" }, true],
  ["dst-address-type=local", { "dst-address-type": "local" }, false],
  ["a type that is a route's", { "dst-address-type": "blackhole" }, undefined],
  ["src-address-type", { "src-address-type": "unicast" }, true],
  ["src-address-type=local", { "src-address-type": "local" }, false],
  ["no connection mark", { "connection-mark": "no-mark" }, true],
  ["a connection mark", { "connection-mark": "m" }, false],
  ["not that connection mark", { "connection-mark": "!m" }, true],
  ["connection-state", { "connection-state": "new" }, true],
  ["several states", { "connection-state": "established,new" }, true],
  ["another state", { "connection-state": "established,related" }, false],
  ["connection-nat-state, before NAT", { "connection-nat-state": "dstnat" }, false],
  ["not translated", { "connection-nat-state": "!srcnat,dstnat" }, true],
  ["a routing mark", { "routing-mark": "b" }, false],
  ["protocol", { protocol: "tcp" }, true],
  ["protocol by number", { protocol: "6" }, true],
  ["another protocol", { protocol: "udp" }, false],
  ["dst-port", { protocol: "tcp", "dst-port": "80,443" }, true],
  ["dst-port in ranges", { protocol: "tcp", "dst-port": "1-79,81-442,444-9999" }, false],
  ["src-port", { protocol: "tcp", "src-port": "40000" }, true],
  ["either port", { protocol: "tcp", port: "443" }, true],
  ["no IPsec", { "ipsec-policy": "out,none" }, true],
  ["IPsec", { "ipsec-policy": "in,ipsec" }, false],
  ["a matcher that is not modelled", { hotspot: "auth" }, undefined],
  ["what packets carry, which a first packet does not", { "layer7-protocol": "x" }, false],
  ["the TLS host of a first packet", { "tls-host": "*.example" }, false],
  ["one of those beside a matcher that says no", { random: "50", protocol: "udp" }, false],
  ["disabled", { disabled: "true" }, false],
  ["invalid", { invalid: "true" }, false],
])("mangle matches %s", (_, matchers, expected) => {
  expect(catches(matchers)).toBe(expected);
});

test("ports of a flow that does not name them cannot be told, those of ICMP are none", () => {
  const rule = { "dst-port": "443" };
  expect(catches(rule, { dstPort: undefined })).toBeUndefined();
  expect(catches(rule, { protocol: "icmp", dstPort: undefined, srcPort: undefined })).toBe(false);
});

test("src-address-type is of the source, where the destination is of another type", () => {
  const drop = { chain: "input", action: "drop", "src-address-type": "local" };
  const state = router({ "/ip/firewall/filter": [drop] });
  const toRouter = { ...OUTWARD, dstAddress: "192.168.0.1" };
  expect(shares(followFlow(state, toRouter))).toEqual({ local: 1 });
  expect(catches({ "src-address-type": "!local" }, toRouter)).toBe(true);
});

test("an address list that a rule adds to may hold any address", () => {
  const add = {
    chain: "prerouting",
    action: "add-src-to-address-list",
    "address-list": "seen",
    "src-address": "192.168.0.77",
  };
  const mark = { chain: "prerouting", action: "mark-routing", "new-routing-mark": "a" };
  const state = router({
    ...mangle(add, { ...mark, "src-address-list": "seen" }),
    "/ip/firewall/address-list": [{ list: "seen", address: "192.168.0.200" }],
  });
  expect(only(followFlow(state, OUTWARD)).egress.kind).toBe("unknown");
});

test("lists include and exclude lists: an exclusion wins", () => {
  for (const [port, marked] of [
    ["wlan1", true],
    ["wlan2", false],
  ] as const) {
    const rule = {
      chain: "input",
      "in-interface-list": "ANY",
      action: "mark-connection",
      "new-connection-mark": "m",
    };
    const flow = { ...OUTWARD, inInterface: port, dstAddress: "192.168.0.1" };
    expect(only(followFlow(router(mangle(rule)), flow)).connectionMark).toBe(marked ? "m" : undefined);
  }
});

describe("chains (manual: mangle, packet flow)", () => {
  const toA = { chain: "prerouting", action: "mark-routing", "new-routing-mark": "a" };
  const markM = { chain: "prerouting", action: "mark-connection", "new-connection-mark": "m" };
  const go = (...rules: object[]) => shares(followFlow(router(mangle(...rules)), OUTWARD));

  test.each<[string, object[], Record<string, number>]>([
    ["accept ends the table", [{ chain: "prerouting", action: "accept" }, toA], VIA_1],
    [
      "passthrough and log do nothing",
      [
        { chain: "prerouting", action: "passthrough" },
        { chain: "prerouting", action: "log", random: "5" },
        toA,
      ],
      VIA_2,
    ],
    [
      "passthrough=yes is the default, and marks are seen by later rules",
      [markM, { ...toA, "connection-mark": "m" }],
      VIA_2,
    ],
    ["passthrough=no ends the table", [{ ...markM, passthrough: "false" }, toA], VIA_1],
    [
      "a jump",
      [
        { chain: "prerouting", action: "jump", "jump-target": "own" },
        { ...toA, chain: "own" },
      ],
      VIA_2,
    ],
    ["a jump comes back", [{ chain: "prerouting", action: "jump", "jump-target": "own" }, toA], VIA_2],
    [
      "return leaves a chain",
      [
        { chain: "prerouting", action: "jump", "jump-target": "own" },
        { chain: "own", action: "return" },
        { ...toA, chain: "own" },
      ],
      VIA_1,
    ],
    [
      "return goes on in the chain that jumped",
      [
        { chain: "prerouting", action: "jump", "jump-target": "own" },
        { chain: "own", action: "return" },
        toA,
      ],
      VIA_2,
    ],
    [
      "accept in a chain of one's own ends the table too",
      [
        { chain: "prerouting", action: "jump", "jump-target": "own" },
        { chain: "own", action: "accept" },
        toA,
      ],
      VIA_1,
    ],
    ["later marks replace earlier ones", [{ ...toA, "new-routing-mark": "none-such" }, toA], VIA_2],
    [
      "TTL and MSS change no way",
      [{ chain: "prerouting", action: "change-ttl", "new-ttl": "set:64" }, toA],
      VIA_2,
    ],
    ["marks in forward come too late to route", [{ ...toA, chain: "forward" }], VIA_1],
  ])("%s", (_, rules, expected) => {
    expect(go(...rules)).toEqual(expected);
  });

  test.each([
    ["an action that is not modelled", [{ chain: "prerouting", action: "route", "route-dst": "10.0.0.1" }]],
    ["a jump in a circle", [{ chain: "prerouting", action: "jump", "jump-target": "prerouting" }]],
    ["a mark without a name", [{ chain: "prerouting", action: "mark-routing" }]],
  ])("%s cannot be told", (_, rules) => {
    expect(Object.keys(go(...rules))).toEqual([expect.stringMatching(/^unknown: /)]);
  });

  test("a rule that changes the packet and not its way leaves the way alone, whether or not it matches", () => {
    const clamp = {
      chain: "forward",
      action: "change-mss",
      "new-mss": "clamp-to-pmtu",
      hotspot: "auth",
    };
    const go = (rule: object) => shares(followFlow(router(mangle(rule)), OUTWARD));
    expect(go(clamp)).toEqual(VIA_1);
    expect(Object.keys(go({ ...clamp, passthrough: "no" }))).toEqual([expect.stringContaining("unknown")]);
  });

  test("an action that is not modelled matters only to what it matches", () => {
    expect(go({ chain: "prerouting", action: "route", protocol: "udp" }, toA)).toEqual(VIA_2);
  });

  test("the router's chains see a packet in their order, with the interfaces that are known there", () => {
    const chains = ["prerouting", "input", "forward", "output", "postrouting"];
    const step = (chain: string) => ({
      ".id": chain,
      chain,
      action: "mark-connection",
      "new-connection-mark": chain,
    });
    const state = router(mangle(...[...chains].reverse().map(step)));
    const passed = (flow: Flow) =>
      rowsIn(only(followFlow(state, flow)).trace).filter((row) => row.includes("mangle"));
    const in_ = (names: string[]) => names.map((name) => `/ip/firewall/mangle ${name}`);
    expect(passed(OUTWARD)).toEqual(in_(["prerouting", "forward", "postrouting"]));
    expect(passed({ ...OUTWARD, dstAddress: "192.168.0.1" })).toEqual(in_(["prerouting", "input"]));
    expect(passed({ protocol: "udp", dstAddress: "198.51.100.1" })).toEqual(in_(["output", "postrouting"]));
  });
});

describe("filter and raw", () => {
  const drop = { action: "drop", "in-interface-list": "WAN" };
  const inward = { ...OUTWARD, inInterface: "wlan1", srcAddress: "203.0.113.7", dstAddress: "10.112.0.2" };

  test.each(["filter", "raw"])("%s discards packets", (table) => {
    const chain = table === "raw" ? "prerouting" : "input";
    const state = router({ [`/ip/firewall/${table}`]: [{ chain, ...drop }] });
    expect(shares(followFlow(state, inward))).toEqual({ dropped: 1 });
    expect(shares(followFlow(state, OUTWARD))).toEqual(VIA_1);
  });

  test("what a rule accepts, later rules do not discard", () => {
    const rules = [
      { chain: "input", action: "accept", protocol: "tcp" },
      { chain: "input", ...drop },
    ];
    expect(shares(followFlow(router({ "/ip/firewall/filter": rules }), inward))).toEqual({ local: 1 });
  });

  test("a FastTracked connection passes mangle by: its later packets cannot be told", () => {
    const state = router({
      ...mangle({ chain: "postrouting", action: "mark-packet", "new-packet-mark": "p" }),
      "/ip/firewall/filter": [{ chain: "forward", action: "fasttrack-connection" }],
    });
    const { connection } = only(followFlow(state, OUTWARD));
    if (connection === undefined) {
      throw new Error("no connection");
    }
    expect(only(followReply(state, connection)).egress.kind).toBe("unknown");
  });
});

describe("NAT (manual: NAT)", () => {
  const masquerade = { chain: "srcnat", action: "masquerade", "out-interface": "wlan1" };

  test.each<[string, object[], string]>([
    ["masquerade takes the address of the interface", [masquerade], "10.112.0.2"],
    [
      "by interface list",
      [{ chain: "srcnat", action: "masquerade", "out-interface-list": "WAN" }],
      "10.112.0.2",
    ],
    [
      "src-nat takes the address it is told",
      [{ chain: "srcnat", action: "src-nat", "to-addresses": "10.112.0.7" }],
      "10.112.0.7",
    ],
    [
      "the first rule wins",
      [{ chain: "srcnat", action: "src-nat", "to-addresses": "10.112.0.7" }, masquerade],
      "10.112.0.7",
    ],
    ["accept leaves the source alone", [{ chain: "srcnat", action: "accept" }, masquerade], "192.168.0.9"],
    ["another interface's rule does nothing", [{ ...masquerade, "out-interface": "wlan2" }], "192.168.0.9"],
  ])("%s", (_, rules, source) => {
    expect(only(followFlow(router(nat(...rules)), OUTWARD)).source).toBe(source);
  });

  test("masquerade prefers the address of the next hop's network", () => {
    const addresses = [{ address: "172.16.5.2/24", interface: "wlan1" }, ...(BASE["/ip/address"] ?? [])];
    const state = router({ "/ip/address": addresses, ...nat(masquerade) });
    expect(only(followFlow(state, OUTWARD)).source).toBe("10.112.0.2");
  });

  test("masquerade on an interface without an address discards", () => {
    const state = router({
      "/ip/route": [{ gateway: "pppoe" }],
      ...nat({ chain: "srcnat", action: "masquerade" }),
    });
    expect(shares(followFlow(state, OUTWARD))).toEqual({ dropped: 1 });
  });

  test("src-nat to a range spreads over it", () => {
    const rule = { chain: "srcnat", action: "src-nat", "to-addresses": "10.112.0.4-10.112.0.7" };
    expect(Object.values(shares(followFlow(router(nat(rule)), OUTWARD)))).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  test("marks of the connection choose the source", () => {
    const state = router({
      ...mangle({ chain: "forward", action: "mark-connection", "new-connection-mark": "m" }),
      ...nat({ chain: "srcnat", "connection-mark": "m", action: "src-nat", "to-addresses": "10.112.0.7" }),
    });
    expect(only(followFlow(state, OUTWARD))).toMatchObject({ source: "10.112.0.7", connectionMark: "m" });
  });

  describe("a port forward", () => {
    const inward: Flow = {
      inInterface: "wlan2",
      protocol: "tcp",
      srcAddress: "203.0.113.7",
      srcPort: 50000,
      dstAddress: "10.111.0.2",
      dstPort: 8080,
    };
    const forward = {
      chain: "dstnat",
      action: "dst-nat",
      protocol: "tcp",
      "dst-port": "8080",
      "to-addresses": "192.168.0.80",
      "to-ports": "80",
    };

    test("leads to the host behind, and its reply comes back from the address that was dialled", () => {
      const state = router(nat(forward, masquerade));
      const arrived = only(followFlow(state, inward));
      expect(shares([arrived])).toEqual({ "Local via 192.168.0.80 from 203.0.113.7": 1 });
      expect(arrived.destination).toBe("192.168.0.80");
      if (arrived.connection === undefined) {
        throw new Error("no connection");
      }
      // Without marks the reply goes by main, the wrong way, whatever it came in by.
      expect(shares(followReply(state, arrived.connection))).toEqual({
        "wlan1 via 10.112.0.1 from 10.111.0.2": 1,
      });
    });

    test("is answered by its WAN with marks of its own (the rule set for port forwards)", () => {
      const state = router({
        ...nat(forward, masquerade),
        ...mangle(
          {
            chain: "prerouting",
            "in-interface": "wlan2",
            "connection-state": "new",
            "connection-mark": "no-mark",
            action: "mark-connection",
            "new-connection-mark": "w2",
          },
          {
            chain: "prerouting",
            "in-interface-list": "!WAN",
            "connection-mark": "w2",
            "dst-address-type": "!local",
            action: "mark-routing",
            "new-routing-mark": "a",
            passthrough: "false",
          },
        ),
      });
      const { connection } = only(followFlow(state, inward));
      if (connection === undefined) {
        throw new Error("no connection");
      }
      expect(shares(followReply(state, connection))).toEqual({ "wlan2 via 10.111.0.1 from 10.111.0.2": 1 });
    });

    test("redirect leads to the router itself", () => {
      const state = router(
        nat({ chain: "dstnat", action: "redirect", protocol: "tcp", "dst-port": "443", "to-ports": "3128" }),
      );
      const taken = only(followFlow(state, OUTWARD));
      expect(taken).toMatchObject({ egress: { kind: "local" }, destination: "192.168.0.1" });
      if (taken.connection === undefined) {
        throw new Error("no connection");
      }
      expect(shares(followReply(state, taken.connection))).toEqual({
        "Local via 192.168.0.9 from 198.51.100.1": 1,
      });
    });
  });

  test("what is not modelled cannot be told", () => {
    const state = router(nat({ chain: "srcnat", action: "netmap", "to-addresses": "10.112.0.0/24" }));
    expect(only(followFlow(state, OUTWARD)).egress.kind).toBe("unknown");
  });
});

describe("per-connection-classifier (manual: per connection classifier)", () => {
  const classified = (fields: string, ...buckets: [remainder: string, table: string][]) =>
    mangle(
      ...buckets.map(([remainder, table]) => ({
        chain: "prerouting",
        "per-connection-classifier": `${fields}:${remainder}`,
        action: "mark-routing",
        "new-routing-mark": table,
      })),
    );
  const go = (more: Record<string, object[]>) => shares(followFlow(router(more), OUTWARD));
  const split = (first: number, second: number) => ({
    "wlan1 via 10.112.0.1 from 192.168.0.9": Number(first.toFixed(6)),
    "wlan2 via 10.111.0.1 from 192.168.0.9": Number(second.toFixed(6)),
  });

  test.each([
    "both-addresses",
    "both-ports",
    "both-addresses-and-ports",
    "src-address",
    "dst-address",
    "src-port",
    "dst-port",
    "src-address-and-port",
    "dst-address-and-port",
  ])("%s", (fields) => {
    expect(go(classified(fields, ["3/0", "a"]))).toEqual(split(2 / 3, 1 / 3));
  });

  test("remainders of one hash share all flows between them", () => {
    expect(
      go(
        classified(
          "both-addresses",
          ["6/0", "main"],
          ["6/1", "a"],
          ["6/2", "a"],
          ["6/3", "a"],
          ["6/4", "a"],
          ["6/5", "a"],
        ),
      ),
    ).toEqual(split(1 / 6, 5 / 6));
  });

  test("denominators that divide each other agree, other fields hash on their own", () => {
    const first = {
      chain: "prerouting",
      "per-connection-classifier": "src-address:2/1",
      action: "mark-routing",
      "new-routing-mark": "a",
    };
    const back = (classifier: string) => ({
      ...first,
      "per-connection-classifier": classifier,
      "new-routing-mark": "main",
    });
    // Half of those with 2/1 have 4/1; none of them has 4/2.
    expect(go(mangle(first, back("src-address:4/1")))).toEqual(split(3 / 4, 1 / 4));
    expect(go(mangle(first, back("src-address:4/2")))).toEqual(split(1 / 2, 1 / 2));
    expect(go(mangle(first, back("src-address:3/0")))).toEqual(split(2 / 3, 1 / 3));
    expect(go(mangle(first, back("dst-address:2/0")))).toEqual(split(3 / 4, 1 / 4));
    expect(go(mangle(first, back("!src-address:4/1")))).toEqual(split(3 / 4, 1 / 4));
  });

  test("an outcome that several remainders lead to keeps all their traces", () => {
    const state = router(classified("src-address", ["3/0", "a"], ["3/1", "a"]));
    const outcome = followFlow(state, OUTWARD).find(
      ({ egress }) => egress.kind === "out" && egress.interface === "wlan2",
    );
    expect([outcome?.trace, ...(outcome?.otherTraces ?? [])].map((trace) => rowsIn(trace ?? [])[0])).toEqual([
      "/ip/firewall/mangle #0",
      "/ip/firewall/mangle #1",
    ]);
  });

  test("a classifier that divides by nothing cannot be told", () => {
    const [outcome] = followFlow(router(classified("both-addresses", ["0/0", "a"])), OUTWARD);
    expect(outcome?.egress).toMatchObject({ kind: "unknown", reason: { kind: "invalid-value" } });
  });

  test("denominators that nobody could list the remainders of have their shares", () => {
    const rules = classified("both-addresses", ["65537/1", "a"], ["65539/1", "a"]);
    expect(go(rules)).toEqual(split(1 - 2 / 65_538, 2 / 65_538));
  });

  test("denominators with too many factors in common cannot be told", () => {
    const primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43];
    const products = primes.flatMap((a, i) => primes.slice(i + 1).map((b) => a * b));
    const rules = products.map((product, i) => ({
      chain: "prerouting",
      "per-connection-classifier": `both-addresses:${product}/${(i * 7919) % product}`,
      action: "mark-routing",
      "new-routing-mark": "a",
      passthrough: "false",
    }));
    const outcomes = followFlow(router(mangle(...rules)), OUTWARD);
    expect(outcomes.map(({ egress }) => egress)).toContainEqual({
      kind: "unknown",
      reason: { kind: "hash-remainders", most: 1_000 },
    });
  });

  test("the way back of both ends cannot be told", () => {
    const rules = {
      ...mangle({
        chain: "prerouting",
        "in-interface": "wlan1",
        "per-connection-classifier": "both-addresses:2/0",
        action: "mark-routing",
        "new-routing-mark": "a",
      }),
    };
    const { connection } = only(followFlow(router(rules), OUTWARD));
    if (connection === undefined) {
      throw new Error("no connection");
    }
    expect(only(followReply(router(rules), connection)).egress.kind).toBe("unknown");
  });
});
