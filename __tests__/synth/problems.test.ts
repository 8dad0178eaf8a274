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

const withWan1 = (options: Partial<typeof wlan1> & { renamedFrom?: string; routerName?: string }) => ({
  wans: [Wan.static({ ...wlan1, ...options }), Wan.static(wlan2)],
});
const withPin = (pin: object) => ({
  policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["wlan2"]], ...pin }],
});

test.each<[what: string, props: Partial<EcmpMasqueradeGatewayProps>, reason: Reason]>([
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
])("refuses %s", (_, props, reason) => {
  expect(reasonsWith(props)).toEqual([reason]);
});

test("lists every problem in one error", () => {
  const wans = [
    Wan.static({ ...wlan1, gateway: "10.112.0.2" }),
    Wan.static({ ...wlan2, interface: "wlan1" }),
  ];
  expect(() => gatewayOf({ wans, ...withPin({ via: [["wlan3"]] }) })).toThrow(
    new Error(
      `the gateway "site/gateway" has 3 problems:
  - wans[1].interface ("wlan2"): "wlan1" is already used in wans[0].interface; give each WAN its own interface
  - wans[0].gateway ("wlan1"): "10.112.0.2" is the router's own address; write the ISP's address in 10.112.0.0/24
  - policies[0].via[0][0] ("pinned"): "wlan3" is not a WAN of this gateway; write "wlan1" or "wlan2"`,
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
    { ...article, policies: [{}] },
    [
      "policies[0].name: is missing; write a string",
      'policies[0].via: is missing; write [["fibre"], ["cable"]]',
    ],
  ],
  [
    {
      ...article,
      policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["wlan1"]], otherwise: "BLOCK" }],
    },
    [
      'policies[0].otherwise ("pinned"): must be Otherwise.NEXT, Otherwise.BALANCE or Otherwise.BLOCK, got "BLOCK"',
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
      policies: [{ name: "pin", to: [token], via: [["a"]] }],
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
    expect(reasonsWith(withPin({ name: token }))).toEqual([{ path: "policies[0].name", fault }]);
    expect(reasonsWith(withPin({ to: [token, token] }))).toEqual([
      { path: "policies[0].to[1]", fault: { id: "second-token" }, remedy: { id: "policy-per-token" } },
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
    expect(problemsWith({ policies: tokens })).toEqual(
      refused("policies", "{ name: ..., to: [...], via: [[...]] }"),
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
