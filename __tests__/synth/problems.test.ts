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
const names = "write letters, digits, _ . - and begin with a letter or digit";

const cases: [what: string, props: Partial<EcmpMasqueradeGatewayProps>, problem: string][] = [
  ["no LAN", { lans: [] }, 'lans: [] is empty: write [{ interface: "Local", address: "192.168.0.1/24" }]'],
  ["no WAN", { wans: [] }, "wans: [] is empty: write [Wan.static({ ... }), Wan.static({ ... })]"],

  [
    "a WAN's name with a space",
    withWan1({ name: "wan 1" }),
    `wans[0].name: "wan 1" cannot name resources and rows: ${names}`,
  ],
  [
    "a WAN's name that is empty",
    withWan1({ name: "" }),
    `wans[0].name: "" cannot name resources and rows: ${names}`,
  ],
  [
    "a WAN's name that the gateway uses",
    withWan1({ name: "dns" }),
    'wans[0].name: "dns" is what the gateway calls a group of its own resources: write another name',
  ],
  [
    "a WAN's name twice",
    withWan1({ name: "wlan2" }),
    'wans[1].name: "wlan2" is already used in wans[0].name: write another name',
  ],
  [
    "a WAN with the name of a LAN",
    { lans: [{ ...lan, name: "wlan1" }] },
    'wans[0].name: "wlan1" is already used in lans[0].name: write another name',
  ],
  [
    "a LAN whose interface cannot name it",
    { lans: [{ interface: "bridge LAN" }] },
    `lans[0].interface: "bridge LAN" cannot name resources and rows: give it a name: ${names}`,
  ],
  [
    "a LAN's name with a slash",
    { lans: [{ ...lan, name: "a/b" }] },
    `lans[0].name: "a/b" cannot name resources and rows: ${names}`,
  ],
  [
    "a gateway's name with a space",
    { name: "my gw" },
    `name: "my gw" cannot name resources and rows: ${names}`,
  ],
  [
    "a comment with an equals sign",
    { comment: "owner=me" },
    'comment: "owner=me" does not survive `terraform import` by comment: write letters, digits, _ . / : -',
  ],
  [
    "renamedFrom that is still a name",
    withWan1({ renamedFrom: "wlan2" }),
    'wans[0].renamedFrom ("wlan1"): "wlan2" is still the name given in wans[1].name: write the name this WAN had before, or leave it out',
  ],
  [
    "renamedFrom twice",
    {
      wans: [Wan.static({ ...wlan1, renamedFrom: "old" }), Wan.static({ ...wlan2, renamedFrom: "old" })],
    },
    'wans[1].renamedFrom ("wlan2"): "old" is also given in wans[0].renamedFrom: one WAN had that name: leave the other out',
  ],
  [
    "renamedFrom that is no name",
    withWan1({ renamedFrom: "a b" }),
    `wans[0].renamedFrom ("wlan1"): "a b" cannot name resources and rows: ${names}`,
  ],
  [
    "routerName that is no name",
    withWan1({ routerName: "a b" }),
    `wans[0].routerName ("wlan1"): "a b" cannot name resources and rows: ${names}`,
  ],
  [
    "routerName of another WAN",
    withWan1({ routerName: "wlan2" }),
    'wans[0].routerName ("wlan1"): "wlan2" would give it the mark wlan2_conn and table to_wlan2 of WAN "wlan2": write another routerName',
  ],

  [
    "an empty interface",
    withWan1({ interface: "" }),
    'wans[0].interface ("wlan1"): "" is not an interface: write its name on the router, such as "ether1"',
  ],
  [
    "an interface that RouterOS would read as its opposite",
    withWan1({ interface: "!ether1" }),
    'wans[0].interface ("wlan1"): "!ether1" is not an interface: write its name on the router, such as "ether1"',
  ],
  [
    "a WAN interface twice",
    withWan1({ interface: "wlan2" }),
    'wans[1].interface ("wlan2"): "wlan2" is also the interface of wans[0].interface: give each WAN an interface of its own',
  ],
  [
    "a WAN on a LAN's interface",
    withWan1({ interface: "Local" }),
    'wans[0].interface ("wlan1"): "Local" is also the interface of lans[0].interface: a WAN and a LAN need different interfaces',
  ],

  [
    "an address without prefix length",
    withWan1({ address: "10.112.0.2" }),
    'wans[0].address ("wlan1"): "10.112.0.2" lacks its prefix length: write it as a CIDR, such as "10.112.0.2/24"',
  ],
  [
    "an address that is none",
    withWan1({ address: "10.112.0.256/24" }),
    'wans[0].address ("wlan1"): "10.112.0.256/24" is not an IPv4 address with a prefix length: write a CIDR, such as "10.112.0.2/24"',
  ],
  [
    "an IPv6 address",
    { lans: [{ interface: "Local", address: "fd00::1/64" }] },
    'lans[0].address ("Local"): "fd00::1/64" is not an IPv4 address with a prefix length: write a CIDR, such as "10.112.0.2/24"',
  ],
  [
    "a network address",
    { lans: [{ interface: "Local", address: "192.168.0.0/24" }] },
    'lans[0].address ("Local"): "192.168.0.0/24" is the network address of 192.168.0.0/24: write the router\'s own address in it',
  ],
  [
    "a broadcast address",
    withWan1({ address: "10.112.0.255/24" }),
    'wans[0].address ("wlan1"): "10.112.0.255/24" is the broadcast address of 10.112.0.0/24: write the router\'s own address in it',
  ],
  [
    "overlapping networks",
    { lans: [{ interface: "Local", address: "10.111.0.129/25" }] },
    'wans[1].address ("wlan2"): "10.111.0.2/24" overlaps 10.111.0.128/25 of lans[0].address: give every LAN and WAN a network of its own',
  ],
  [
    "a list of gateways",
    withWan1({ gateway: "10.112.0.1,10.111.0.1" }),
    'wans[0].gateway ("wlan1"): "10.112.0.1,10.111.0.1" is a list, which RouterOS 7 does not take: give each gateway a WAN of its own; equal routes form the ECMP group',
  ],
  [
    "a gateway that is no address",
    withWan1({ gateway: "wlan1" }),
    'wans[0].gateway ("wlan1"): "wlan1" is not an IPv4 address: write the ISP\'s address, such as "10.112.0.1"',
  ],
  [
    "the article's own slip: the router as its own gateway",
    withWan1({ gateway: "10.112.0.2" }),
    'wans[0].gateway ("wlan1"): "10.112.0.2" is the router\'s own address: write the ISP\'s address in 10.112.0.0/24',
  ],
  [
    "the article's other slip: the other WAN's gateway",
    withWan1({ gateway: "10.111.0.1" }),
    'wans[0].gateway ("wlan1"): "10.111.0.1" lies outside the WAN\'s network 10.112.0.0/24: write the ISP\'s address in that network',
  ],
  [
    "a gateway that is the broadcast address",
    withWan1({ gateway: "10.112.0.255" }),
    'wans[0].gateway ("wlan1"): "10.112.0.255" is not a host address in 10.112.0.0/24: write the ISP\'s address in that network',
  ],

  [
    "a pin by an unknown WAN",
    withPin({ wan: "wlan9" }),
    'destinationPins[0].wan ("203.0.113.80"): "wlan9" is not a WAN of this gateway: write one of "wlan1", "wlan2"',
  ],
  [
    "a pin of a name",
    withPin({ destination: "isp.example" }),
    'destinationPins[0].destination: "isp.example" is not an IPv4 host or prefix: write "203.0.113.80" or "198.51.100.0/24"',
  ],
  [
    "a pin with host bits",
    withPin({ destination: "203.0.113.80/24" }),
    'destinationPins[0].destination: "203.0.113.80/24" has host bits set: write "203.0.113.0/24", or the host without a prefix length',
  ],
  [
    "a pin of everything",
    withPin({ destination: "0.0.0.0/0" }),
    'destinationPins[0].destination: "0.0.0.0/0" matches every destination: pin a narrower prefix, or remove the other WANs',
  ],
  [
    "a pin of the router's neighbour",
    withPin({ destination: "10.112.0.1" }),
    'destinationPins[0].destination: "10.112.0.1" lies in the router\'s own network 10.112.0.0/24: pin destinations beyond the WANs only',
  ],
  [
    "a prefix pinned twice",
    {
      destinationPins: [
        { destination: "203.0.113.80", wan: "wlan1" },
        { destination: "203.0.113.80/32", wan: "wlan2" },
      ],
    },
    'destinationPins[1].destination: "203.0.113.80/32" is already pinned by destinationPins[0].destination: pin each prefix once',
  ],
  [
    "a pin's name twice",
    {
      destinationPins: [
        { destination: "203.0.113.80", wan: "wlan1", name: "portal" },
        { destination: "203.0.113.81", wan: "wlan2", name: "portal" },
      ],
    },
    'destinationPins[1].name: "portal" is already the name of destinationPins[0]: write another name',
  ],
  [
    "a pin's name with a space",
    withPin({ name: "a b" }),
    `destinationPins[0].name: "a b" cannot name resources and rows: ${names}`,
  ],

  [
    "no DNS server",
    { dns: { servers: [] } },
    "dns.servers: [] is empty: write the servers' addresses, or leave it out",
  ],
  [
    "a DNS server by name",
    { dns: { servers: ["9.9.9.9", "dns.example"] } },
    'dns.servers[1]: "dns.example" is not an IP address: write one, such as "9.9.9.9"',
  ],
  [
    "a record in capitals",
    { dns: { staticRecords: [{ name: "Portal", address: "203.0.113.80" }] } },
    'dns.staticRecords[0].name: "Portal" is not a host name: write one in lower case, such as "portal.isp.example"',
  ],
  [
    "a record without address",
    { dns: { staticRecords: [{ name: "portal", address: "" }] } },
    'dns.staticRecords[0].address ("portal"): "" is not an IPv4 address: write one, such as "203.0.113.80"',
  ],
  [
    "a record's time in words",
    { dns: { staticRecords: [{ name: "portal", address: "203.0.113.80", ttl: "one day" }] } },
    'dns.staticRecords[0].ttl ("portal"): "one day" is not a time of RouterOS: write one, such as "30m" or "1d"',
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
    'dns.staticRecords[1].name: "portal" already has its address in dns.staticRecords[0].name: write one record per name',
  ],
];

const more: [what: string, props: Partial<EcmpMasqueradeGatewayProps>, problem: string][] = [
  ...["pins", "settings"].map((name): (typeof cases)[number] => [
    `a LAN named ${name}`,
    { lans: [{ ...lan, name }] },
    `lans[0].name: "${name}" is what the gateway calls a group of its own resources: write another name`,
  ]),
  ...["dns", "pins", "settings"].map((name): (typeof cases)[number] => [
    `a WAN renamed from ${name}`,
    withWan1({ renamedFrom: name }),
    `wans[0].renamedFrom ("wlan1"): "${name}" is what the gateway calls a group of its own resources: write another name`,
  ]),
  ...["constructor", "toString"].map((name): (typeof cases)[number] => [
    `a WAN named ${name}`,
    withWan1({ name }),
    `wans[0].name: "${name}" is a word that JavaScript keeps for itself: write another name`,
  ]),
  [
    "two LANs on one interface",
    { lans: [lan, { interface: "Local", address: "192.168.1.1/24" }] },
    'lans[1].interface: "Local" is already used in lans[0].interface: give it a name of its own',
  ],
  [
    "routerName of a LAN",
    withWan1({ routerName: "Local" }),
    'wans[0].routerName ("wlan1"): "Local" would give its rows the comments of lans[0]: write another routerName',
  ],
  [
    "a pin that has the name of another's destination",
    {
      destinationPins: [
        { destination: "203.0.113.0/24", wan: "wlan1" },
        { destination: "198.51.100.0/24", wan: "wlan2", name: "203.0.113.0-24" },
      ],
    },
    'destinationPins[1].name: "203.0.113.0-24" is already the name of destinationPins[0]: write another name',
  ],
  [
    "a pin inside a LAN",
    withPin({ destination: "192.168.0.128/25" }),
    'destinationPins[0].destination: "192.168.0.128/25" lies in the router\'s own network 192.168.0.0/24: pin destinations beyond the WANs only',
  ],
  [
    "a pin of multicast",
    withPin({ destination: "224.0.0.0/4" }),
    'destinationPins[0].destination: "224.0.0.0/4" is multicast space, which no WAN leads to: pin a destination on the Internet',
  ],
  [
    "a prefix length with a leading zero",
    withWan1({ address: "10.112.0.2/024" }),
    'wans[0].address ("wlan1"): "10.112.0.2/024" is not an IPv4 address with a prefix length: write a CIDR, such as "10.112.0.2/24"',
  ],
  [
    "a loopback address",
    withWan1({ address: "127.0.0.2/24", gateway: "127.0.0.1" }),
    'wans[0].address ("wlan1"): "127.0.0.2/24" is loopback space: write an address of a network, such as "10.112.0.2/24"',
  ],
  [
    "an address of everything",
    { lans: [{ interface: "Local" }], wans: [Wan.static({ ...wlan1, address: "10.112.0.2/0" })] },
    'wans[0].address ("wlan1"): "10.112.0.2/0" has a network wider than /8: write an address of a network, such as "10.112.0.2/24"',
  ],
  [
    "two interfaces in one",
    withWan1({ interface: "ether1,ether2" }),
    'wans[0].interface ("wlan1"): "ether1,ether2" is not an interface: write its name on the router, such as "ether1"',
  ],
  [
    "an IPv6 server in a spelling that a router changes",
    { dns: { servers: ["2620:FE::FE"] } },
    'dns.servers[0]: "2620:FE::FE" is not how a router writes it: write "2620:fe::fe"',
  ],
  [
    "an IPv6 server with a zone",
    { dns: { servers: ["fe80::1%wlan1"] } },
    'dns.servers[0]: "fe80::1%wlan1" is not an IP address: write one, such as "9.9.9.9"',
  ],
  [
    "a record with a label of 64 letters",
    { dns: { staticRecords: [{ name: "a".repeat(64), address: "203.0.113.80" }] } },
    `dns.staticRecords[0].name: "${"a".repeat(57)}…" is not a host name: write one in lower case, such as "portal.isp.example"`,
  ],
];

test.each([...cases, ...more])("fails on %s", (_, props, problem) => {
  expect(problemsWith(props)).toEqual([problem]);
});

test("fails on an id that cannot begin a comment, unless a comment is given", () => {
  expect(problemsWith({}, "my gateway")).toEqual([
    'id: "my gateway" cannot begin the comments of the rows: give the gateway a comment: letters, digits, _ . / : -',
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
  - wans[1].interface ("wlan2"): "wlan1" is also the interface of wans[0].interface: give each WAN an interface of its own
  - wans[0].gateway ("wlan1"): "10.112.0.2" is the router's own address: write the ISP's address in 10.112.0.0/24
  - destinationPins[0].wan ("203.0.113.80"): "wlan3" is not a WAN of this gateway: write one of "wlan1", "wlan2"`,
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
  [undefined, ["props: undefined is not an object: write { lans: [...], wans: [...] }"]],
  [
    {},
    [
      'lans: undefined is not a list: write [{ interface: "Local", address: "192.168.0.1/24" }]',
      "wans: undefined is not a list: write [Wan.static({ ... }), Wan.static({ ... })]",
    ],
  ],
  [{ ...article, lans: [null] }, ["lans[0]: null is not an object: write { ... }"]],
  [{ ...article, lans: [{ interface: 5 }] }, ["lans[0].interface: 5 is not a text: write a string"]],
  [
    { ...article, wans: [Wan.static(undefined as never)] },
    ["name", "interface", "address", "gateway"].map(
      (prop) => `wans[0].${prop}: undefined is missing: write a string`,
    ),
  ],
  [
    { ...article, wans: [{ ...wlan1 }] },
    [
      `wans[0]: ${JSON.stringify(wlan1).slice(0, 59)}… is not a Wan: write Wan.static({ ... }), Wan.dhcp({ ... }) or Wan.pointToPoint({ ... })`,
    ],
  ],
  [
    { ...article, destinationPins: [{}] },
    ["destination", "wan"].map((prop) => `destinationPins[0].${prop}: undefined is missing: write a string`),
  ],
  [
    { ...article, destinationPins: [{ destination: "203.0.113.80", wan: "wlan1", whileDown: "BLOCK" }] },
    [
      'destinationPins[0].whileDown ("203.0.113.80"): "BLOCK" is no WhileDown: write WhileDown.BALANCE or WhileDown.BLOCK',
    ],
  ],
  [
    { ...article, dns: { servers: "9.9.9.9" } },
    ['dns.servers: "9.9.9.9" is not a list: write ["9.9.9.9", "1.1.1.1"]'],
  ],
  [{ ...article, dns: null }, ["dns: null is not an object: write { servers: [...], staticRecords: [...] }"]],
  [{ ...article, dns: { servers: [53] } }, ["dns.servers[0]: 53 is not a text: write a string"]],
  [
    { ...article, dns: { staticRecords: [null] } },
    ["dns.staticRecords[0]: null is not an object: write { ... }"],
  ],
  [
    { ...article, healthCheck: "ping" },
    [
      'healthCheck: "ping" is not a HealthCheck: write HealthCheck.ping(), .arp(), .none() or .recursive({ targets: [...] })',
    ],
  ],
  [
    {
      ...article,
      wans: [Wan.static({ ...wlan1, healthCheck: HealthCheck.ping as never }), Wan.static(wlan2)],
    },
    [
      'wans[0].healthCheck ("wlan1"): a function is not a HealthCheck: write HealthCheck.ping(), .arp(), .none() or .recursive({ targets: [...] })',
    ],
  ],
  [
    { ...article, wans: [Wan.static({ ...wlan1, masquerade: "no" as never }), Wan.static(wlan2)] },
    ['wans[0].masquerade ("wlan1"): "no" is not a boolean: write true or false'],
  ],
  [
    { ...article, balancing: "l4" },
    [
      'balancing: "l4" is not a Balancing: write Balancing.ecmp(), .classifier({ by: ... }) or .repeatedRoutes()',
    ],
  ],
  [
    { ...article, balancing: Balancing.ecmp({ hashPolicy: "L4" as never }) },
    [
      'balancing.hashPolicy: "L4" is no HashPolicy: write HashPolicy.L3 or HashPolicy.L3_INNER or HashPolicy.L4',
    ],
  ],
  [{ ...article, name: 7 }, ["name: 7 is not a text: write a string"]],
  [
    { ...article, provider: "routeros" },
    ['provider: "routeros" is not a routeros provider: pass a RouterosProvider of the stack'],
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
    const quoted = JSON.stringify(token);
    expect(problemsWith(withWan1({ name: token }))).toEqual([
      `wans[0].name: ${quoted} is a token, and names shape the plan: write it out`,
    ]);
    expect(problemsWith({ lans: [{ interface: token }] })).toEqual([
      `lans[0].interface: ${quoted} is a token, and names shape the plan: give it a name`,
    ]);
    expect(problemsWith(withPin({ destination: token }))).toEqual([
      `destinationPins[0].destination: ${quoted} is a token, and names shape the plan: give it a name`,
    ]);
  });

  test("are refused where a list's length shapes the graph", () => {
    const tokens = list.listValue as never;
    const refused = (prop: string, remedy: string) => [
      `${prop}: ${JSON.stringify(tokens)} is a token, and its length shapes the plan: write [${remedy}]`,
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
