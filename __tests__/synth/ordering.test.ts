import { DataRouterosIpAddresses } from "@cdktf/provider-routeros/lib/data-routeros-ip-addresses";
import { InterfaceList } from "@cdktf/provider-routeros/lib/interface-list";
import { RouterosProvider } from "@cdktf/provider-routeros/lib/provider";
import { type App, TerraformHclModule, TerraformStack, Token } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { Balancing, ClassifyBy, EcmpMasqueradeGateway, HashPolicy, Otherwise, Wan } from "../../lib";
import {
  article,
  newApp,
  resourcesOf,
  routerStack,
  type Synthesized,
  synthesize,
  synthesizeGateway,
  wlan1,
  wlan2,
} from "./synthesize";

/** All that a resource waits for, near and far, of a synthesized stack. */
function ancestorsOf(synthesized: Synthesized, address: string): Set<string> {
  const resources = resourcesOf(synthesized);
  const found = new Set<string>();
  const visit = (from: string) => {
    for (const next of (resources[from]?.depends_on ?? []) as string[]) {
      if (!found.has(next)) {
        found.add(next);
        visit(next);
      }
    }
  };
  visit(address);
  return found;
}

const addressOf = (synthesized: Synthesized, comment: string) => {
  const [address] = Object.entries(resourcesOf(synthesized)).find(([, row]) => row.comment === comment) ?? [];
  if (address === undefined) {
    throw new Error(`no row ${comment}`);
  }
  return address;
};

describe("apply order, and destroy order in reverse", () => {
  const synthesized = synthesizeGateway({
    policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["wlan1"]] }],
  });
  const waits = (later: string, earlier: string) =>
    ancestorsOf(synthesized, addressOf(synthesized, later)).has(addressOf(synthesized, earlier));

  test.each(["wlan1", "wlan2"])("each row of %s waits for what it relies on", (wan) => {
    const chain = [
      "Local/address",
      ...["routing-table", "masquerade", "address", "policy-route", "default-route"].map(
        (role) => `${wan}/${role}`,
      ),
    ];
    for (const mark of ["mark-connection", "mark-routing"]) {
      const steps = [...chain, `${wan}/${mark}`].map((role) => `gateway/${role}`);
      steps.slice(1).forEach((later, i) => {
        expect([later, waits(later, steps[i] ?? "")]).toEqual([later, true]);
      });
    }
  });

  test("no WAN waits for another", () => {
    expect(waits("gateway/wlan1/mark-routing", "gateway/wlan2/address")).toBe(false);
    expect(waits("gateway/wlan2/mark-routing", "gateway/wlan1/address")).toBe(false);
  });

  test("a pin waits for its WAN's policy route", () => {
    expect(waits("gateway/wlan1/pin:203.0.113.80", "gateway/wlan1/policy-route")).toBe(true);
  });

  test("the routing rule of a pin on a DHCP WAN waits for the WAN's client", () => {
    const leased = synthesizeGateway({
      wans: [Wan.dhcp({ name: "cable", interface: "cable" }), Wan.static(wlan2)],
      policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["cable"]] }],
    });
    expect(ancestorsOf(leased, addressOf(leased, "gateway/cable/pin:203.0.113.80"))).toContain(
      addressOf(leased, "gateway/cable/dhcp-client"),
    );
  });

  test("a WAN that is not masqueraded still waits for its table", () => {
    const routed = synthesizeGateway({
      wans: [Wan.static({ ...wlan1, masquerade: false }), Wan.static(wlan2)],
    });
    const before = ancestorsOf(routed, addressOf(routed, "gateway/wlan1/address"));
    expect(before.has(addressOf(routed, "gateway/wlan1/routing-table"))).toBe(true);
  });

  test("a backup route waits for the interface and the masquerade of the WAN that it leads to", () => {
    const password = Token.asString({ resolve: () => "secret" });
    const pppoe = { interface: "ether3", user: "customer", password };
    const kept = synthesizeGateway({
      wans: [Wan.static(wlan1), Wan.pointToPoint({ name: "dsl", interface: "pppoe-out1", pppoe })],
      balancing: Balancing.perConnectionClassifier({ by: ClassifyBy.SOURCE_ADDRESS }),
    });
    const before = ancestorsOf(kept, addressOf(kept, "gateway/wlan1/backup-route-dsl"));
    expect(before).toContain(addressOf(kept, "gateway/dsl/pppoe-client"));
    expect(before).toContain(addressOf(kept, "gateway/dsl/masquerade"));
    expect(ancestorsOf(kept, addressOf(kept, "gateway/dsl/backup-route-wlan1"))).toContain(
      addressOf(kept, "gateway/wlan1/masquerade"),
    );
  });

  test("nothing leads to a WAN before the guards that keep it from an open resolver", () => {
    const guarded = synthesizeGateway({
      wans: [Wan.static(wlan1), Wan.dhcp({ name: "cable", interface: "ether2" })],
      dns: { allowRemoteRequests: true },
    });
    for (const [row, guard] of [
      ["wlan1/address", "wlan1/dns-guard-udp"],
      ["wlan1/default-route", "wlan1/dns-guard-tcp6"],
      ["cable/dhcp-client", "cable/dns-guard-tcp"],
    ]) {
      expect([row, [...ancestorsOf(guarded, addressOf(guarded, `gateway/${row}`))]]).toEqual([
        row,
        expect.arrayContaining([addressOf(guarded, `gateway/${guard}`)]),
      ]);
    }
  });

  test("dependencies grow with the WANs, not with their square", () => {
    const edges = (count: number) => {
      const wans = Array.from({ length: count }, (_, i) =>
        Wan.static({ name: `w${i}`, interface: `w${i}`, address: `10.${i}.0.2/24`, gateway: `10.${i}.0.1` }),
      );
      return Object.values(resourcesOf(synthesizeGateway({ wans })))
        .map(({ depends_on }) => ((depends_on ?? []) as string[]).length)
        .reduce((sum, length) => sum + length, 0);
    };
    expect(edges(20)).toBe(2 * edges(10));
  });
});

describe("order around the gateway", () => {
  const setUp = () => {
    const stack = routerStack();
    const before = new InterfaceList(stack, "before", { name: "before" });
    const after = new InterfaceList(stack, "after", { name: "after" });
    return { stack, before, after };
  };
  const FIRST = "gateway/Local/address";
  const LAST = ["mark-connection", "mark-routing"].flatMap((role) => [
    `gateway/wlan1/${role}`,
    `gateway/wlan2/${role}`,
  ]);

  test("`dependsOn` stands before all of it, `dependables` are what the rest can wait for", () => {
    const { stack, before } = setUp();
    const everything = {
      ...article,
      balancing: Balancing.ecmp({ hashPolicy: HashPolicy.L4 }),
      dns: { servers: ["9.9.9.9"], staticRecords: [{ name: "portal", address: "203.0.113.80" }] },
      policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["wlan1"]], otherwise: Otherwise.BLOCK }],
      stickyConnections: true,
    };
    const gateway = new EcmpMasqueradeGateway(stack, "gateway", { ...everything, dependsOn: [before] });
    new InterfaceList(stack, "last", { name: "last", dependsOn: gateway.dependables });
    const synthesized = synthesize(stack);
    for (const address of Object.keys(resourcesOf(synthesized)).filter((name) =>
      name.includes(".gateway_"),
    )) {
      expect(ancestorsOf(synthesized, address)).toContain("routeros_interface_list.before");
      expect(ancestorsOf(synthesized, "routeros_interface_list.last")).toContain(address);
    }
  });

  test("`node.addDependency` on and by the gateway takes effect", () => {
    const { stack, before, after } = setUp();
    const gateway = new EcmpMasqueradeGateway(stack, "gateway", article);
    gateway.node.addDependency(before);
    after.node.addDependency(gateway);
    const synthesized = synthesize(stack);
    expect(resourcesOf(synthesized)[addressOf(synthesized, FIRST)]?.depends_on).toEqual([
      "routeros_interface_list.before",
    ]);
    expect(resourcesOf(synthesized)["routeros_interface_list.after"]?.depends_on).toEqual(
      expect.arrayContaining(LAST.map((comment) => addressOf(synthesized, comment))),
    );
  });

  test("it takes effect on what holds the gateway, and on a part of it", () => {
    const { stack, before, after } = setUp();
    const site = new Construct(stack, "site");
    const gateway = new EcmpMasqueradeGateway(site, "gateway", article);
    site.node.addDependency(before);
    gateway.wan("wlan1").address?.node.addDependency(after);
    const synthesized = synthesize(stack);
    expect(ancestorsOf(synthesized, addressOf(synthesized, FIRST))).toContain(
      "routeros_interface_list.before",
    );
    const wlan1Address = resourcesOf(synthesized)[addressOf(synthesized, "gateway/wlan1/address")];
    expect(wlan1Address?.depends_on).toEqual([
      addressOf(synthesized, "gateway/wlan1/masquerade"),
      "routeros_interface_list.after",
    ]);
  });

  test("it changes nothing between constructs that are not the gateway's", () => {
    const { stack, before, after } = setUp();
    new EcmpMasqueradeGateway(stack, "gateway", article);
    after.node.addDependency(before);
    expect(resourcesOf(synthesize(stack))["routeros_interface_list.after"]?.depends_on).toBeUndefined();
  });

  test("a second synthesis adds nothing", () => {
    const { stack, before } = setUp();
    new EcmpMasqueradeGateway(stack, "gateway", article).node.addDependency(before);
    expect(synthesize(stack)).toEqual(synthesize(stack));
  });

  test("fails across stacks, and names what works there", () => {
    const app = newApp();
    const here = routerStack(app, "here");
    const there = new TerraformStack(app, "there");
    new RouterosProvider(there, "routeros", {});
    const gateway = new EcmpMasqueradeGateway(here, "gateway", article);
    gateway.node.addDependency(new InterfaceList(there, "list", { name: "list" }));
    expect(() => synthesize(here)).toThrow(
      'node.addDependency: "here/gateway" depends on "there/list" in another stack, which Terraform cannot order; call addDependency on the stack "here" with the stack "there"',
    );
  });

  test("fails when a whole stack depends on a resource of another: Terraform has one dependency there", () => {
    const app = newApp();
    const here = routerStack(app, "here");
    const there = routerStack(app, "there");
    new EcmpMasqueradeGateway(here, "gateway", article);
    here.node.addDependency(new InterfaceList(there, "list", { name: "list" }));
    expect(() => synthesize(here)).toThrow(
      'node.addDependency: "here" depends on "there/list" in another stack, which Terraform cannot order; call addDependency on the stack "here" with the stack "there"',
    );
  });

  test.each<
    [string, (stack: TerraformStack, gateway: EcmpMasqueradeGateway) => [IConstruct, IConstruct], string]
  >([
    [
      "the gateway on its own WAN",
      (_, gateway) => [gateway, gateway.wan("wlan1")],
      '"site/gateway" contains "site/gateway/wlan1"',
    ],
    [
      "a WAN on its gateway",
      (_, gateway) => [gateway.wan("wlan1"), gateway],
      '"site/gateway" contains "site/gateway/wlan1"',
    ],
    ["the gateway on its stack", (stack, gateway) => [gateway, stack], '"site" contains "site/gateway"'],
  ])("fails where neither can wait for the other: %s", (_, choose, fault) => {
    const stack = routerStack();
    const [dependent, dependency] = choose(stack, new EcmpMasqueradeGateway(stack, "gateway", article));
    dependent.node.addDependency(dependency);
    expect(() => synthesize(stack)).toThrow(
      `node.addDependency: ${fault}, so neither can depend on the other; name another construct inside "site`,
    );
  });

  test("a gateway in a stack inside another one waits for nothing of the outer", () => {
    const outer = routerStack(newApp(), "outer");
    const inner = routerStack(outer as unknown as App, "inner");
    const gateway = new EcmpMasqueradeGateway(inner, "gateway", article);
    gateway.node.addDependency(new InterfaceList(outer, "list", { name: "list" }));
    expect(() => synthesize(outer)).toThrow('"outer/inner/gateway" depends on "outer/list" in another stack');
  });

  test("what is said twice stands once", () => {
    const { stack, before } = setUp();
    const gateway = new EcmpMasqueradeGateway(stack, "gateway", { ...article, dependsOn: [before] });
    gateway.node.addDependency(before);
    const synthesized = synthesize(stack);
    expect(resourcesOf(synthesized)[addressOf(synthesized, FIRST)]?.depends_on).toEqual([
      "routeros_interface_list.before",
    ]);
  });

  test("data sources and modules can wait for a gateway, and it for them", () => {
    const { stack } = setUp();
    const gateway = new EcmpMasqueradeGateway(stack, "gateway", article);
    const addresses = new DataRouterosIpAddresses(stack, "addresses", {});
    const module = new TerraformHclModule(stack, "module", { source: "example/module/routeros" });
    addresses.node.addDependency(gateway);
    gateway.node.addDependency(module);
    const synthesized = synthesize(stack) as Synthesized & { data: Record<string, Record<string, object>> };
    const [data] = Object.values(synthesized.data.routeros_ip_addresses ?? {});
    expect(data).toMatchObject({
      depends_on: expect.arrayContaining([addressOf(synthesized, LAST[0] ?? "")]),
    });
    expect(resourcesOf(synthesized)[addressOf(synthesized, FIRST)]?.depends_on).toEqual(["module.module"]);
  });

  test("fails when a construct of another stack depends on the gateway", () => {
    const app = newApp();
    const here = routerStack(app, "here");
    const there = routerStack(app, "there");
    const gateway = new EcmpMasqueradeGateway(here, "gateway", article);
    new InterfaceList(there, "list", { name: "list" }).node.addDependency(gateway);
    expect(() => synthesize(here)).toThrow(
      'node.addDependency: "there/list" depends on "here/gateway" in another stack, which Terraform cannot order; call addDependency on the stack "there" with the stack "here"',
    );
  });
});
