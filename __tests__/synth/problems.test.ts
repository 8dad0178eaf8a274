import { TerraformVariable } from "cdktf";
import {
  Balancing,
  EcmpMasqueradeGateway,
  type EcmpMasqueradeGatewayProps,
  HealthCheck,
  Wan,
} from "../../lib";
import {
  article,
  gatewayOf,
  problemsWith,
  type Reason,
  reasonsWith,
  routerStack,
  synthesize,
  synthesizeGateway,
  wlan1,
  wlan2,
  wlan3,
} from "./synthesize";

const lan = { interface: "Local", address: "192.168.0.1/24" };
const withWan1 = (options: Partial<typeof wlan1> & { renamedFrom?: string; routerName?: string }) => ({
  wans: [Wan.static({ ...wlan1, ...options }), Wan.static(wlan2)],
});
const withPin = (pin: object) => ({
  destinationPins: [{ destination: "203.0.113.80", wan: "wlan2", ...pin }],
});
const reserved = { fault: { id: "reserved-name" }, remedy: { id: "write-another-name" } } as const;

const cases: [what: string, props: Partial<EcmpMasqueradeGatewayProps>, reason: Reason][] = [
  [
    "no LAN",
    { lans: [] },
    {
      path: "lans",
      fault: { id: "empty" },
      remedy: { id: "write", code: '[{ interface: "Local", address: "192.168.0.1/24" }]' },
    },
  ],
  [
    "no WAN",
    { wans: [] },
    {
      path: "wans",
      fault: { id: "empty" },
      remedy: { id: "write", code: "[Wan.static({ ... }), Wan.static({ ... })]" },
    },
  ],

  [
    "a WAN's name with a space",
    withWan1({ name: "wan 1" }),
    { path: "wans[0].name", fault: { id: "illegal-name" }, remedy: { id: "write-legal-name" } },
  ],
  [
    "a WAN's name that is empty",
    withWan1({ name: "" }),
    { path: "wans[0].name", fault: { id: "illegal-name" }, remedy: { id: "write-legal-name" } },
  ],
  [
    "a WAN's name that the gateway uses",
    withWan1({ name: "dns" }),
    { path: "wans[0].name", fault: { id: "reserved-name" }, remedy: { id: "write-another-name" } },
  ],
  [
    "a WAN's name twice",
    withWan1({ name: "wlan2" }),
    {
      path: "wans[1].name",
      fault: { id: "duplicate", earlier: "wans[0].name" },
      remedy: { id: "write-another-name" },
    },
  ],
  [
    "a WAN with the name of a LAN",
    { lans: [{ ...lan, name: "wlan1" }] },
    {
      path: "wans[0].name",
      fault: { id: "duplicate", earlier: "lans[0].name" },
      remedy: { id: "write-another-name" },
    },
  ],
  [
    "a LAN whose interface cannot name it",
    { lans: [{ interface: "bridge LAN" }] },
    { path: "lans[0].interface", fault: { id: "illegal-name" }, remedy: { id: "add-legal-name" } },
  ],
  [
    "a LAN's name with a slash",
    { lans: [{ ...lan, name: "a/b" }] },
    { path: "lans[0].name", fault: { id: "illegal-name" }, remedy: { id: "write-legal-name" } },
  ],
  [
    "a gateway's name with a space",
    { name: "my gw" },
    { path: "name", fault: { id: "illegal-name" }, remedy: { id: "write-legal-name" } },
  ],
  [
    "a comment with an equals sign",
    { comment: "owner=me" },
    { path: "comment", fault: { id: "illegal-comment" }, remedy: { id: "write-legal-comment" } },
  ],
  [
    "renamedFrom that is still a name",
    withWan1({ renamedFrom: "wlan2" }),
    {
      path: "wans[0].renamedFrom",
      fault: { id: "current-name", of: "wans[1].name" },
      remedy: { id: "write-former-name" },
    },
  ],
  [
    "renamedFrom twice",
    {
      wans: [Wan.static({ ...wlan1, renamedFrom: "old" }), Wan.static({ ...wlan2, renamedFrom: "old" })],
    },
    {
      path: "wans[1].renamedFrom",
      fault: { id: "duplicate", earlier: "wans[0].renamedFrom" },
      remedy: { id: "remove-one" },
    },
  ],
  [
    "renamedFrom that is no name",
    withWan1({ renamedFrom: "a b" }),
    { path: "wans[0].renamedFrom", fault: { id: "illegal-name" }, remedy: { id: "write-legal-name" } },
  ],
  [
    "routerName that is no name",
    withWan1({ routerName: "a b" }),
    { path: "wans[0].routerName", fault: { id: "illegal-name" }, remedy: { id: "write-legal-name" } },
  ],
  [
    "routerName of another WAN",
    withWan1({ routerName: "wlan2" }),
    {
      path: "wans[0].routerName",
      fault: { id: "router-names-of-wan", mark: "wlan2_conn", table: "to_wlan2", wan: "wlan2" },
      remedy: { id: "write-another-router-name" },
    },
  ],

  [
    "an empty interface",
    withWan1({ interface: "" }),
    {
      path: "wans[0].interface",
      fault: { id: "not-an-interface" },
      remedy: { id: "write-name-on-router", example: '"ether1"' },
    },
  ],
  [
    "an interface that RouterOS would read as its opposite",
    withWan1({ interface: "!ether1" }),
    {
      path: "wans[0].interface",
      fault: { id: "not-an-interface" },
      remedy: { id: "write-name-on-router", example: '"ether1"' },
    },
  ],
  [
    "a WAN interface twice",
    withWan1({ interface: "wlan2" }),
    {
      path: "wans[1].interface",
      fault: { id: "duplicate", earlier: "wans[0].interface" },
      remedy: { id: "own-interface-per-wan" },
    },
  ],
  [
    "a WAN on a LAN's interface",
    withWan1({ interface: "Local" }),
    {
      path: "wans[0].interface",
      fault: { id: "duplicate", earlier: "lans[0].interface" },
      remedy: { id: "separate-interfaces" },
    },
  ],

  [
    "an address without prefix length",
    withWan1({ address: "10.112.0.2" }),
    {
      path: "wans[0].address",
      fault: { id: "no-prefix-length" },
      remedy: { id: "write", code: '"10.112.0.2/24"' },
    },
  ],
  [
    "an address that is none",
    withWan1({ address: "10.112.0.256/24" }),
    {
      path: "wans[0].address",
      fault: { id: "not-a-cidr" },
      remedy: { id: "write-such-as", example: '"10.112.0.2/24"' },
    },
  ],
  [
    "an IPv6 address",
    { lans: [{ interface: "Local", address: "fd00::1/64" }] },
    {
      path: "lans[0].address",
      fault: { id: "not-a-cidr" },
      remedy: { id: "write-such-as", example: '"10.112.0.2/24"' },
    },
  ],
  [
    "a network address",
    { lans: [{ interface: "Local", address: "192.168.0.0/24" }] },
    {
      path: "lans[0].address",
      fault: { id: "network-or-broadcast", network: "192.168.0.0/24" },
      remedy: { id: "write-router-address" },
    },
  ],
  [
    "a broadcast address",
    withWan1({ address: "10.112.0.255/24" }),
    {
      path: "wans[0].address",
      fault: { id: "network-or-broadcast", network: "10.112.0.0/24" },
      remedy: { id: "write-router-address" },
    },
  ],
  [
    "overlapping networks",
    { lans: [{ interface: "Local", address: "10.111.0.129/25" }] },
    {
      path: "wans[1].address",
      fault: { id: "overlapping-network", network: "10.111.0.128/25", of: "lans[0].address" },
      remedy: { id: "own-networks" },
    },
  ],
  [
    "a list of gateways",
    withWan1({ gateway: "10.112.0.1,10.111.0.1" }),
    { path: "wans[0].gateway", fault: { id: "gateway-list" }, remedy: { id: "wan-per-gateway" } },
  ],
  [
    "a gateway that is no address",
    withWan1({ gateway: "wlan1" }),
    { path: "wans[0].gateway", fault: { id: "not-an-address" }, remedy: { id: "write-isp-address" } },
  ],
  [
    "the article's own slip: the router as its own gateway",
    withWan1({ gateway: "10.112.0.2" }),
    {
      path: "wans[0].gateway",
      fault: { id: "own-address" },
      remedy: { id: "write-isp-address", network: "10.112.0.0/24" },
    },
  ],
  [
    "the article's other slip: the other WAN's gateway",
    withWan1({ gateway: "10.111.0.1" }),
    {
      path: "wans[0].gateway",
      fault: { id: "outside-network", network: "10.112.0.0/24" },
      remedy: { id: "write-isp-address", network: "10.112.0.0/24" },
    },
  ],
  [
    "a gateway that is the broadcast address",
    withWan1({ gateway: "10.112.0.255" }),
    {
      path: "wans[0].gateway",
      fault: { id: "not-a-host", network: "10.112.0.0/24" },
      remedy: { id: "write-isp-address", network: "10.112.0.0/24" },
    },
  ],

  [
    "a pin by an unknown WAN",
    withPin({ wan: "wlan9" }),
    {
      path: "destinationPins[0].wan",
      fault: { id: "unknown-wan" },
      remedy: { id: "write-either", choices: ['"wlan1"', '"wlan2"'] },
    },
  ],
  [
    "a pin of a name",
    withPin({ destination: "isp.example" }),
    {
      path: "destinationPins[0].destination",
      fault: { id: "not-a-prefix" },
      remedy: { id: "write-such-as", example: '"203.0.113.80" or "198.51.100.0/24"' },
    },
  ],
  [
    "a pin with host bits",
    withPin({ destination: "203.0.113.80/24" }),
    {
      path: "destinationPins[0].destination",
      fault: { id: "host-bits" },
      remedy: { id: "write", code: '"203.0.113.0/24" or "203.0.113.80"' },
    },
  ],
  [
    "a pin of everything",
    withPin({ destination: "0.0.0.0/0" }),
    {
      path: "destinationPins[0].destination",
      fault: { id: "everything" },
      remedy: { id: "write-narrower-prefix", instead: "remove the other WANs" },
    },
  ],
  [
    "a pin of the router's neighbour",
    withPin({ destination: "10.112.0.1" }),
    {
      path: "destinationPins[0].destination",
      fault: { id: "in-own-network", network: "10.112.0.0/24" },
      remedy: { id: "write-distant-destination" },
    },
  ],
  [
    "a prefix pinned twice",
    {
      destinationPins: [
        { destination: "203.0.113.80", wan: "wlan1" },
        { destination: "203.0.113.80/32", wan: "wlan2" },
      ],
    },
    {
      path: "destinationPins[1].destination",
      fault: { id: "duplicate", earlier: "destinationPins[0].destination" },
      remedy: { id: "write-once", what: "prefix" },
    },
  ],
  [
    "a pin's name twice",
    {
      destinationPins: [
        { destination: "203.0.113.80", wan: "wlan1", name: "portal" },
        { destination: "203.0.113.81", wan: "wlan2", name: "portal" },
      ],
    },
    {
      path: "destinationPins[1].name",
      fault: { id: "name-of", of: "destinationPins[0]" },
      remedy: { id: "write-another-name" },
    },
  ],
  [
    "a pin's name with a space",
    withPin({ name: "a b" }),
    { path: "destinationPins[0].name", fault: { id: "illegal-name" }, remedy: { id: "write-legal-name" } },
  ],

  [
    "no DNS server",
    { dns: { servers: [] } },
    { path: "dns.servers", fault: { id: "empty" }, remedy: { id: "remove-or-write", code: '["9.9.9.9"]' } },
  ],
  [
    "a DNS server by name",
    { dns: { servers: ["9.9.9.9", "dns.example"] } },
    {
      path: "dns.servers[1]",
      fault: { id: "not-an-ip-address" },
      remedy: { id: "write-such-as", example: '"9.9.9.9"' },
    },
  ],
  [
    "a record in capitals",
    { dns: { staticRecords: [{ name: "Portal", address: "203.0.113.80" }] } },
    {
      path: "dns.staticRecords[0].name",
      fault: { id: "not-a-host-name" },
      remedy: { id: "write-such-as", example: '"portal.isp.example"' },
    },
  ],
  [
    "a record without address",
    { dns: { staticRecords: [{ name: "portal", address: "" }] } },
    {
      path: "dns.staticRecords[0].address",
      fault: { id: "not-an-address" },
      remedy: { id: "write-such-as", example: '"203.0.113.80"' },
    },
  ],
  [
    "a record's time in words",
    { dns: { staticRecords: [{ name: "portal", address: "203.0.113.80", ttl: "one day" }] } },
    {
      path: "dns.staticRecords[0].ttl",
      fault: { id: "not-a-time" },
      remedy: { id: "write-such-as", example: '"30m" or "1d"' },
    },
  ],
  [
    "a record's name twice",
    {
      dns: {
        staticRecords: [
          { name: "portal", address: "203.0.113.80" },
          { name: "portal", address: "203.0.113.81" },
        ],
      },
    },
    {
      path: "dns.staticRecords[1].name",
      fault: { id: "duplicate", earlier: "dns.staticRecords[0].name" },
      remedy: { id: "write-once", what: "name" },
    },
  ],
];

const more: [what: string, props: Partial<EcmpMasqueradeGatewayProps>, reason: Reason][] = [
  ...["pins", "settings"].map((name): (typeof cases)[number] => [
    `a LAN named ${name}`,
    { lans: [{ ...lan, name }] },
    { path: "lans[0].name", ...reserved },
  ]),
  ...["dns", "pins", "settings"].map((name): (typeof cases)[number] => [
    `a WAN renamed from ${name}`,
    withWan1({ renamedFrom: name }),
    { path: "wans[0].renamedFrom", ...reserved },
  ]),
  ...["constructor", "toString"].map((name): (typeof cases)[number] => [
    `a WAN named ${name}`,
    withWan1({ name }),
    { path: "wans[0].name", ...reserved },
  ]),
  [
    "two LANs on one interface",
    { lans: [lan, { interface: "Local", address: "192.168.1.1/24" }] },
    {
      path: "lans[1].interface",
      fault: { id: "duplicate", earlier: "lans[0].interface" },
      remedy: { id: "add-name" },
    },
  ],
  [
    "routerName of a LAN",
    withWan1({ routerName: "Local" }),
    {
      path: "wans[0].routerName",
      fault: { id: "comments-of-lan", lan: "lans[0]" },
      remedy: { id: "write-another-router-name" },
    },
  ],
  [
    "a pin that has the name of another's destination",
    {
      destinationPins: [
        { destination: "203.0.113.0/24", wan: "wlan1" },
        { destination: "198.51.100.0/24", wan: "wlan2", name: "203.0.113.0-24" },
      ],
    },
    {
      path: "destinationPins[1].name",
      fault: { id: "name-of", of: "destinationPins[0]" },
      remedy: { id: "write-another-name" },
    },
  ],
  [
    "a pin inside a LAN",
    withPin({ destination: "192.168.0.128/25" }),
    {
      path: "destinationPins[0].destination",
      fault: { id: "in-own-network", network: "192.168.0.0/24" },
      remedy: { id: "write-distant-destination" },
    },
  ],
  [
    "a pin of multicast",
    withPin({ destination: "224.0.0.0/4" }),
    {
      path: "destinationPins[0].destination",
      fault: { id: "special-use", use: "multicast" },
      remedy: { id: "write-distant-destination" },
    },
  ],
  [
    "a prefix length with a leading zero",
    withWan1({ address: "10.112.0.2/024" }),
    {
      path: "wans[0].address",
      fault: { id: "not-a-cidr" },
      remedy: { id: "write-such-as", example: '"10.112.0.2/24"' },
    },
  ],
  [
    "a loopback address",
    withWan1({ address: "127.0.0.2/24", gateway: "127.0.0.1" }),
    {
      path: "wans[0].address",
      fault: { id: "special-use", use: "loopback" },
      remedy: { id: "write-such-as", example: '"10.112.0.2/24"' },
    },
  ],
  [
    "an address of everything",
    { lans: [{ interface: "Local" }], wans: [Wan.static({ ...wlan1, address: "10.112.0.2/0" })] },
    {
      path: "wans[0].address",
      fault: { id: "too-wide" },
      remedy: { id: "write-such-as", example: '"10.112.0.2/24"' },
    },
  ],
  [
    "two interfaces in one",
    withWan1({ interface: "ether1,ether2" }),
    {
      path: "wans[0].interface",
      fault: { id: "not-an-interface" },
      remedy: { id: "write-name-on-router", example: '"ether1"' },
    },
  ],
  [
    "an IPv6 server in a spelling that a router changes",
    { dns: { servers: ["2620:FE::FE"] } },
    {
      path: "dns.servers[0]",
      fault: { id: "not-canonical" },
      remedy: { id: "write", code: '"2620:fe::fe"' },
    },
  ],
  [
    "an IPv6 server with a zone",
    { dns: { servers: ["fe80::1%wlan1"] } },
    {
      path: "dns.servers[0]",
      fault: { id: "not-an-ip-address" },
      remedy: { id: "write-such-as", example: '"9.9.9.9"' },
    },
  ],
  [
    "a record with a label of 64 letters",
    { dns: { staticRecords: [{ name: "a".repeat(64), address: "203.0.113.80" }] } },
    {
      path: "dns.staticRecords[0].name",
      fault: { id: "not-a-host-name" },
      remedy: { id: "write-such-as", example: '"portal.isp.example"' },
    },
  ],
];

test.each([...cases, ...more])("fails on %s", (_, props, reason) => {
  expect(reasonsWith(props)).toEqual([reason]);
});

test("fails on an id that cannot begin a comment, unless a comment is given", () => {
  expect(problemsWith({}, "my gateway")).toEqual([
    'id: "my gateway" cannot be used in the comments of rows; set comment to a string of letters, digits, _ . / : and -',
  ]);
  expect(problemsWith({ comment: "site-7/gateway" }, "my gateway")).toEqual([]);
});

test("lists every problem in one error", () => {
  const wans = [
    Wan.static({ ...wlan1, gateway: "10.112.0.2" }),
    Wan.static({ ...wlan2, interface: "wlan1" }),
  ];
  expect(() => gatewayOf({ wans, ...withPin({ wan: "wlan3" }) })).toThrow(
    new Error(
      `the gateway "site/gateway" has 3 problems:
  - wans[1].interface ("wlan2"): "wlan1" is already used in wans[0].interface; give each WAN its own interface
  - wans[0].gateway ("wlan1"): "10.112.0.2" is the router's own address; write the ISP's address in 10.112.0.0/24
  - destinationPins[0].wan ("203.0.113.80"): "wlan3" is not a WAN of this gateway; write "wlan1" or "wlan2"`,
    ),
  );
});

test("reports an empty list together with all the rest", () => {
  expect(problemsWith({ lans: [], ...withWan1({ gateway: "10.112.0.2" }), name: "a b" })).toHaveLength(3);
});

test("leaves nothing in the stack of a gateway that it refuses", () => {
  const stack = routerStack();
  expect(() => new EcmpMasqueradeGateway(stack, "gateway", { ...article, wans: [] })).toThrow("1 problem");
  expect(stack.node.tryFindChild("gateway")).toBeUndefined();
  new EcmpMasqueradeGateway(stack, "gateway", article);
  expect(synthesize(stack).resource.routeros_routing_table).toBeDefined();
});

/** Programs that TypeScript does not check get a sentence too, and never a TypeError. */
test.each<[unknown, string[]]>([
  [undefined, ["props: must be an object, got undefined; write { lans: [...], wans: [...] }"]],
  [
    {},
    [
      'lans: is missing; write [{ interface: "Local", address: "192.168.0.1/24" }]',
      "wans: is missing; write [Wan.static({ ... }), Wan.static({ ... })]",
    ],
  ],
  [{ ...article, lans: [null] }, ["lans[0]: must be an object, got null; write { ... }"]],
  [{ ...article, lans: [{ interface: 5 }] }, ["lans[0].interface: must be a string, got 5"]],
  [
    { ...article, wans: [Wan.static(undefined as never)] },
    ["name", "interface", "address", "gateway"].map((prop) => `wans[0].${prop}: is missing; write a string`),
  ],
  [
    { ...article, wans: [{ ...wlan1 }] },
    [
      `wans[0]: must be a Wan, got ${JSON.stringify(wlan1).slice(0, 59)}…; write Wan.static({ ... }), Wan.dhcp({ ... }) or Wan.pointToPoint({ ... })`,
    ],
  ],
  [
    { ...article, destinationPins: [{}] },
    ["destination", "wan"].map((prop) => `destinationPins[0].${prop}: is missing; write a string`),
  ],
  [
    { ...article, destinationPins: [{ destination: "203.0.113.80", wan: "wlan1", whileDown: "BLOCK" }] },
    [
      'destinationPins[0].whileDown ("203.0.113.80"): must be WhileDown.BALANCE or WhileDown.BLOCK, got "BLOCK"',
    ],
  ],
  [
    { ...article, dns: { servers: "9.9.9.9" } },
    ['dns.servers: must be a list, got "9.9.9.9"; write ["9.9.9.9", "1.1.1.1"]'],
  ],
  [
    { ...article, dns: null },
    ["dns: must be an object, got null; write { servers: [...], staticRecords: [...] }"],
  ],
  [{ ...article, dns: { servers: [53] } }, ["dns.servers[0]: must be a string, got 53"]],
  [
    { ...article, dns: { staticRecords: [null] } },
    ["dns.staticRecords[0]: must be an object, got null; write { ... }"],
  ],
  [
    { ...article, healthCheck: "ping" },
    [
      'healthCheck: must be a HealthCheck, got "ping"; write HealthCheck.ping(), HealthCheck.arp(), HealthCheck.none() or HealthCheck.recursive({ targets: [...] })',
    ],
  ],
  [
    {
      ...article,
      wans: [Wan.static({ ...wlan1, healthCheck: HealthCheck.ping as never }), Wan.static(wlan2)],
    },
    [
      'wans[0].healthCheck ("wlan1"): must be a HealthCheck, got a function; write HealthCheck.ping(), HealthCheck.arp(), HealthCheck.none() or HealthCheck.recursive({ targets: [...] })',
    ],
  ],
  [
    { ...article, wans: [Wan.static({ ...wlan1, masquerade: "no" as never }), Wan.static(wlan2)] },
    ['wans[0].masquerade ("wlan1"): must be true or false, got "no"'],
  ],
  [
    { ...article, balancing: "l4" },
    [
      'balancing: must be a Balancing, got "l4"; write Balancing.ecmp(), Balancing.perConnectionClassifier({ by: ... }) or Balancing.repeatedRoutes()',
    ],
  ],
  [
    { ...article, balancing: Balancing.ecmp({ hashPolicy: "L4" as never }) },
    ['balancing.hashPolicy: must be HashPolicy.L3, HashPolicy.L3_INNER or HashPolicy.L4, got "L4"'],
  ],
  [{ ...article, name: 7 }, ["name: must be a string, got 7"]],
  [
    { ...article, provider: "routeros" },
    ['provider: "routeros" is not a routeros provider; pass a RouterosProvider of the stack'],
  ],
])("fails on what no compiler has seen: %j", (props, problems) => {
  const stack = routerStack();
  expect(() => new EcmpMasqueradeGateway(stack, "gateway", props as never)).toThrow(
    expect.objectContaining({ problems }),
  );
});

test.each([
  ["a point-to-point network of two addresses", { address: "10.112.0.0/31", gateway: "10.112.0.1" }],
  ["a gateway at the end of its network", { gateway: "10.112.0.254" }],
  ["an interface with a space", { interface: "ether1 to ISP" }],
])("accepts %s", (_, options) => {
  expect(problemsWith(withWan1(options))).toEqual([]);
});

test.each(["10.0.0.0/8", "10.112.0.0/16"])(
  "accepts a pin that holds a WAN's network, since the longer prefix wins: %s",
  (destination) => {
    expect(problemsWith(withPin({ destination }))).toEqual([]);
  },
);

describe("tokens", () => {
  const stack = routerStack();
  const variable = new TerraformVariable(stack, "text", { type: "string" });
  const list = new TerraformVariable(stack, "list", { type: "list(string)" });
  const token = variable.stringValue;

  test("pass through every check of a value that may come from elsewhere, and reach Terraform", () => {
    const gateway = new EcmpMasqueradeGateway(stack, "gateway", {
      lans: [{ name: "lan", interface: token, address: token }],
      wans: [
        Wan.static({ name: "a", interface: `${token}-a`, address: `${token}/24`, gateway: token }),
        Wan.static({ name: "b", interface: `${token}-b`, address: token, gateway: `${token}.1` }),
      ],
      dns: { servers: list.listValue, staticRecords: [{ name: "portal", address: token, ttl: token }] },
      destinationPins: [{ name: "pin", destination: token, wan: "a" }],
    });
    const { resource } = synthesize(stack);
    const address = resource.routeros_ip_address?.[gateway.wan("b").address?.friendlyUniqueId ?? ""];
    expect(address).toMatchObject({
      address: "${var.text}",
      network: "${cidrhost(var.text, 0)}",
      interface: "${var.text}-b",
    });
    const mark = resource.routeros_ip_firewall_mangle?.[gateway.wan("b").routingMark.friendlyUniqueId];
    expect(mark).toMatchObject({ dst_address: "!${cidrsubnet(var.text, 0, 0)}" });
    expect(Object.values(resource.routeros_ip_dns ?? {})).toMatchObject([{ servers: "${var.list}" }]);
    expect(resource.routeros_ip_route?.[gateway.pins[0]?.routes[0]?.friendlyUniqueId ?? ""]).toMatchObject({
      dst_address: '${try(cidrsubnet(var.text, 0, 0), join("/", [var.text, "32"]))}',
    });
  });

  test("are refused where a value shapes the graph", () => {
    const fault = { id: "token", because: "address" };
    expect(reasonsWith(withWan1({ name: token }))).toEqual([{ path: "wans[0].name", fault }]);
    expect(reasonsWith({ lans: [{ interface: token }] })).toEqual([
      { path: "lans[0].interface", fault, remedy: { id: "add-name" } },
    ]);
    expect(reasonsWith(withPin({ destination: token }))).toEqual([
      { path: "destinationPins[0].destination", fault, remedy: { id: "add-name" } },
    ]);
  });

  test("are refused where a list's length shapes the graph", () => {
    const tokens = list.listValue as never;
    const refused = (prop: string, remedy: string) => [
      `${prop}: must be a list of known length, got a token; write [${remedy}]`,
    ];
    expect(problemsWith({ lans: tokens })).toEqual(
      refused("lans", '{ interface: "Local", address: "192.168.0.1/24" }'),
    );
    expect(problemsWith({ wans: tokens })).toEqual(
      refused("wans", "Wan.static({ ... }), Wan.static({ ... })"),
    );
    expect(problemsWith({ destinationPins: tokens })).toEqual(
      refused("destinationPins", "{ destination: ..., wan: ... }"),
    );
    expect(problemsWith({ dns: { staticRecords: tokens } })).toEqual(
      refused("dns.staticRecords", "{ name: ..., address: ... }"),
    );
    expect(problemsWith({ dns: { servers: [token, "2620:fe::fe"] } })).toEqual([]);
  });
});

test("a valid gateway of three WANs synthesizes", () => {
  expect(
    synthesizeGateway({ ...article, wans: [wlan1, wlan2, wlan3].map((wan) => Wan.static(wan)) }).resource,
  ).toBeDefined();
});
