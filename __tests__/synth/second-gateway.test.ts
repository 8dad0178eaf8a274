import { RouterosProvider } from "@cdktf/provider-routeros/lib/provider";
import { TerraformStack } from "cdktf";
import {
  Balancing,
  EcmpMasqueradeGateway,
  type EcmpMasqueradeGatewayProps,
  HashPolicy,
  HealthCheck,
  Wan,
} from "../../lib";
import { article, newApp, resourcesOf, routerStack, synthesize, wlan1, wlan3 } from "./synthesize";

const guests: EcmpMasqueradeGatewayProps = {
  name: "guests",
  routingTable: "guests",
  lans: [{ interface: "Guests", address: "192.168.9.1/24" }],
  wans: [Wan.static(wlan3)],
};

/** The rows of a type, without what every resource says, by comment. */
function rows(stack: TerraformStack, type: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(resourcesOf(synthesize(stack)))
      .filter(([address]) => address.startsWith(`${type}.`))
      .map(([, { comment, depends_on: _, disabled: __, ...row }]) => [comment, row])
      .filter(([comment]) => String(comment).startsWith("guests/")),
  );
}

/** What synthesis says of the second gateway, a line each. */
function problemsOf(stack: TerraformStack): string[] {
  try {
    synthesize(stack);
    return [];
  } catch (error) {
    const lines = String(error).split("\n");
    return lines.flatMap((line) => /^\s*\[site\/second\] (.*)/.exec(line)?.slice(1) ?? []);
  }
}

function both(second: Partial<EcmpMasqueradeGatewayProps> = {}, first = article): TerraformStack {
  const stack = routerStack();
  new EcmpMasqueradeGateway(stack, "first", first);
  new EcmpMasqueradeGateway(stack, "second", { ...guests, ...second });
  return stack;
}

test("a second gateway has a table of its own, which two rules per LAN choose", () => {
  const rules = rows(both(), "routeros_routing_rule");
  expect(rules).toEqual({
    "guests/Guests/specific-routes": {
      interface: "Guests",
      action: "lookup",
      table: "main",
      min_prefix: 0,
    },
    "guests/Guests/routing-rule": {
      interface: "Guests",
      action: "lookup-only-in-table",
      table: "guests",
    },
  });
  expect(rows(both(), "routeros_routing_table")).toMatchObject({
    "guests/settings/routing-table": { name: "guests", fib: true },
    "guests/wlan3/routing-table": { name: "guests_to_wlan3" },
  });
});

test("the order of the rules is kept: what is specific comes first", () => {
  const { resource } = synthesize(both());
  const [order] = Object.values(resource["routeros_move_items"] ?? {});
  expect(order).toMatchObject({
    resource_path: "/routing/rule",
    sequence: [
      expect.stringMatching(/^\$\{routeros_routing_rule\.second_Guests_specific-routes_\w+\.id\}$/),
      expect.stringMatching(/^\$\{routeros_routing_rule\.second_Guests_routing-rule_\w+\.id\}$/),
    ],
  });
});

test("its defaults, pins and blackholes never enter main", () => {
  const pinned = both({
    policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["wlan3"]], otherwise: "block" as never }],
  });
  const tables = Object.values(rows(pinned, "routeros_ip_route")).map(
    (route) => (route as Record<string, unknown>)["routing_table"],
  );
  expect(tables.sort()).toEqual(["guests", "guests", "guests", "guests_to_wlan3"]);
});

test("the rules stand before the LAN's address, and go after it", () => {
  const resources = resourcesOf(synthesize(both()));
  const [, address] = Object.entries(resources).find(
    ([, { comment }]) => comment === "guests/Guests/address",
  ) as [string, { depends_on: string[] }];
  expect(address.depends_on).toEqual([expect.stringContaining("second_Guests_routing-rule")]);
});

test("its resources are fields too", () => {
  const gateway = new EcmpMasqueradeGateway(routerStack(), "second", guests);
  expect(gateway.defaultRouteTable?.nameInput).toBe("guests");
  expect(gateway.routingRules.map(({ tableInput }) => tableInput)).toEqual(["main", "guests"]);
});

describe("fails with two gateways on one router that share", () => {
  const on = (path: string, what: string, remedy: string) =>
    `[site/second] ${path}: the ${what} is also used by the gateway "site/first" on the same router; ${remedy}`;
  const settings: EcmpMasqueradeGatewayProps = {
    ...article,
    balancing: Balancing.ecmp({ hashPolicy: HashPolicy.L4 }),
    dns: { servers: ["9.9.9.9"], staticRecords: [{ name: "portal", address: "203.0.113.80" }] },
  };
  const setsToo =
    'the gateway "site/first" on the same router manages this device-wide setting too; remove it here';
  const cases: [string, Partial<EcmpMasqueradeGatewayProps>, string, EcmpMasqueradeGatewayProps?][] = [
    [
      "table main",
      { routingTable: undefined },
      on(
        "routingTable",
        'routing table "main"',
        "describe all WANs in one gateway, give this one its own routingTable, or pass the provider of another router",
      ),
    ],
    [
      "the table of one WAN",
      {},
      on("wans[0]", 'routing table "guests_to_wlan3"', "give one of the gateways a name"),
      { ...article, routingTable: "guests_to_wlan3" },
    ],
    [
      "no name",
      { name: undefined },
      '[site/second] name: the gateway "site/first" on the same router has no name either; give each gateway its own name, which starts its marks, tables and lists',
    ],
    [
      "a name",
      {},
      on("name", 'name "guests"', "give each gateway its own name, which starts its marks, tables and lists"),
      { ...article, name: "guests" },
    ],
    [
      "a comment",
      { comment: "first" },
      on("comment", 'comment "first"', "give this gateway another comment"),
    ],
    [
      "the device's resolver",
      { dns: { allowRemoteRequests: true } },
      `[site/second] dns.allowRemoteRequests: ${setsToo}`,
      { ...settings, dns: { ...settings.dns, guardWans: true } },
    ],
    [
      "a resolver that the first opens to the WANs of both",
      {},
      '[site/second] dns.guardWans: the gateway "site/first" on the same router opens its resolver to the WANs of this gateway too; write true, and make the gateway "site/first" depend on this one',
      { ...article, dns: { allowRemoteRequests: true } },
    ],
    [
      "a resolver that the second opens to the WANs of both",
      { dns: { allowRemoteRequests: true } },
      '[site/second] dns.allowRemoteRequests: opens the resolver to the WANs of the gateway "site/first" on the same router too; give the gateway "site/first" dns.guardWans: true, and make this one depend on it',
    ],
    [
      "an ISP's resolver",
      { dns: { domains: [{ domain: "b.example", server: "203.0.113.53", wan: "wlan3" }] } },
      on("dns.domains[0].server", 'resolver "203.0.113.53"', "use each resolver in one gateway only"),
      { ...article, dns: { domains: [{ domain: "a.example", server: "203.0.113.53", wan: "wlan1" }] } },
    ],
    [
      "a domain",
      { dns: { domains: [{ domain: "a.example", server: "203.0.113.54", wan: "wlan3" }] } },
      on("dns.domains[0].domain", 'DNS name "a.example"', "use each DNS name in one gateway only"),
      { ...article, dns: { domains: [{ domain: "a.example", server: "203.0.113.53", wan: "wlan1" }] } },
    ],
    [
      "a LAN's interface",
      { lans: [{ interface: "Local" }] },
      on("lans[0].interface", 'interface "Local"', "use each interface in one gateway only"),
    ],
    [
      "a WAN's interface",
      { wans: [Wan.static({ ...wlan3, interface: "wlan1" })] },
      on("wans[0].interface", 'interface "wlan1"', "use each interface in one gateway only"),
    ],
    [
      "a network",
      { wans: [Wan.static({ ...wlan1, name: "wlan3", interface: "wlan3", address: "10.112.0.9/24" })] },
      '[site/second] wans[0].address: "10.112.0.9/24" overlaps 10.112.0.0/24 of the gateway "site/first" on the same router; give every LAN and WAN its own network',
    ],
    [
      "the device's hash policy",
      { balancing: Balancing.ecmp({ hashPolicy: HashPolicy.L3 }) },
      `[site/second] balancing.hashPolicy: ${setsToo}`,
      settings,
    ],
    [
      "the device's servers",
      { dns: { servers: ["1.1.1.1"] } },
      `[site/second] dns.servers: ${setsToo}`,
      settings,
    ],
    [
      "a static record",
      { dns: { staticRecords: [{ name: "portal", address: "203.0.113.81" }] } },
      on("dns.staticRecords[0].name", 'DNS name "portal"', "use each DNS name in one gateway only"),
      settings,
    ],
  ];
  test.each(cases.map(([what, second, message, first = article]) => ({ what, second, message, first })))(
    "$what",
    ({ second, message, first }) => {
      expect(() => synthesize(both(second, first))).toThrow(message);
    },
  );

  test("everything, in one error", () => {
    const stack = routerStack();
    new EcmpMasqueradeGateway(stack, "first", article);
    new EcmpMasqueradeGateway(stack, "second", { ...article, comment: "first" });
    const said = problemsOf(stack).map((line) => line.split(":")[0]);
    expect(said).toEqual([
      "routingTable",
      "wans[0]",
      "wans[1]",
      "name",
      "comment",
      "lans[0].interface",
      "wans[0].interface",
      "wans[1].interface",
      "lans[0].address",
      "wans[0].address",
      "wans[1].address",
    ]);
  });

  test("a provider that both were given", () => {
    const stack = new TerraformStack(newApp(), "site");
    const provider = new RouterosProvider(stack, "east", { alias: "east" });
    new EcmpMasqueradeGateway(stack, "first", { ...article, provider });
    new EcmpMasqueradeGateway(stack, "second", { ...guests, routingTable: undefined, provider });
    expect(() => synthesize(stack)).toThrow(
      '[site/second] routingTable: the routing table "main" is also used',
    );
  });
});

describe("a table of one's own is refused", () => {
  test.each([
    [
      "is a word for people",
      { routingTable: "my table" },
      'routingTable: "my table" cannot be used in resource addresses',
    ],
    [
      "is a WAN's",
      { routingTable: "guests_to_wlan3" },
      'routingTable: "guests_to_wlan3" is the routing table of the WAN "wlan3"; write another name',
    ],
    ["is no text", { routingTable: 7 as never }, "routingTable: must be a string, got 7"],
  ])("whose name %s", (_, props, message) => {
    expect(() => new EcmpMasqueradeGateway(routerStack(), "second", { ...guests, ...props })).toThrow(
      message,
    );
  });
});

test("one gateway opens the resolver, and the other guards its own WANs", () => {
  const stack = routerStack();
  const second = new EcmpMasqueradeGateway(stack, "second", { ...guests, dns: { guardWans: true } });
  new EcmpMasqueradeGateway(stack, "first", {
    ...article,
    dns: { allowRemoteRequests: true },
    dependsOn: second.dependables,
  });
  const { resource } = synthesize(stack);
  const guarded = Object.values(resource["routeros_ip_firewall_raw"] ?? {}).map((row) => row["in_interface"]);
  expect(new Set(guarded)).toEqual(new Set(["wlan1", "wlan2", "wlan3"]));
  expect(Object.keys(resource["routeros_ip_dns"] ?? {})).toHaveLength(1);
});

test("two gateways share no probe target, and neither leads all LANs by a rule", () => {
  const healthCheck = HealthCheck.recursive({ targets: ["9.9.9.9"] });
  const cable = Wan.dhcp({ name: "cable", interface: "ether9" });
  const first = { ...article, wans: [Wan.static({ ...wlan1, healthCheck }), cable] };
  const stack = both(
    { wans: [Wan.static({ ...wlan3, healthCheck })] },
    { ...first, policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["cable"]] }] },
  );
  expect(problemsOf(stack)).toEqual([
    'wans[0].healthCheck: the probe target "9.9.9.9" is also used by the gateway "site/first" on the same router; use each probe target in one gateway only',
    'policies[0]: the policy of the gateway "site/first" is a routing rule, because "cable" uses DHCP, and it may apply to the LANs of the gateway "site/second" too; use static WANs in the policy or remove it',
  ]);
});
