import { InterfaceBridge } from "@cdktf/provider-routeros/lib/interface-bridge";
import { RouterosProvider } from "@cdktf/provider-routeros/lib/provider";
import { App, TerraformStack, TerraformVariable, Token } from "cdktf";
import * as library from "../../lib";
import { Balancing, ClassifyBy, EcmpMasqueradeGateway, HealthCheck, Wan } from "../../lib";
import { GatewayProblemsError } from "../../lib/gateway/terraform/report-problems";
import {
  article,
  gatewayOf,
  newApp,
  problemsWith,
  routerStack,
  synthesize,
  wlan1,
  wlan2,
} from "./synthesize";

// biome-ignore lint/suspicious/noExplicitAny: these are what TypeScript would refuse.
type Anything = any;

const stack = routerStack();
const bridge = new InterfaceBridge(stack, "bridge", { name: "bridge" });
const variable = new TerraformVariable(stack, "text", { type: "string" });
const list = new TerraformVariable(stack, "list", { type: "list(string)" });
const elsewhere = new InterfaceBridge(routerStack(newApp(), "there"), "bridge", { name: "bridge" });
const token = variable.stringValue;
const listToken = list.listValue;

const wan1 = (options: Anything) => ({ wans: [Wan.static({ ...wlan1, ...options }), Wan.static(wlan2)] });
const lan = (options: Anything) => ({
  lans: [{ interface: "Local", address: "192.168.0.1/24", ...options }],
});
const pin = (options: Anything) => ({
  policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["wlan1"]], ...options }],
});
const forward = (options: Anything) => ({
  portForwards: [{ name: "web", ports: "443", to: "192.168.0.10", ...options }],
});
const dsl = (pppoe: Anything) => ({
  wans: [Wan.static(wlan1), Wan.pointToPoint({ name: "dsl", interface: "pppoe-out1", pppoe })],
});
const client = { interface: "ether3", user: "customer", password: token };
const circular: Anything = {};
circular.self = circular;
const holed = [Wan.static(wlan1), Wan.static(wlan1), Wan.static(wlan2)];
delete holed[1];
const throwing = {
  enumerable: true,
  get: (): string => {
    throw new Error("no lease");
  },
};

describe("a prop that nothing has is refused by its name, with the nearest that there is", () => {
  test.each<[props: Anything, problem: string]>([
    [{ portForward: [] }, "portForward: is not a property of a gateway; write portForwards"],
    [{ healthcheck: HealthCheck.arp() }, "healthcheck: is not a property of a gateway; write healthCheck"],
    [
      lan({ adress: "192.168.0.1/24" }),
      'lans[0].adress ("Local"): is not a property of a LAN; write address',
    ],
    [wan1({ wieght: 5 }), 'wans[0].wieght ("wlan1"): is not a property of Wan.static(); write weight'],
    [
      wan1({ masqerade: false }),
      'wans[0].masqerade ("wlan1"): is not a property of Wan.static(); write masquerade',
    ],
    [
      wan1({ pppoe: client }),
      'wans[0].pppoe ("wlan1"): is not a property of Wan.static(); remove it or write Wan.pointToPoint({ ... })',
    ],
    [
      { wans: [Wan.static(wlan1), Wan.dhcp({ ...wlan2, gateway: undefined } as Anything)] },
      'wans[1].address ("wlan2"): is not a property of Wan.dhcp(); remove it or write Wan.static({ ... })',
    ],
    [
      dsl({ ...client, pasword: "hunter2" }),
      'wans[1].pppoe.pasword ("dsl"): is not a property of a PPPoE client; write password',
    ],
    [
      wan1({ healthCheck: HealthCheck.recursive({ targets: ["9.9.9.9"], interval: "10s" } as Anything) }),
      'wans[0].healthCheck.interval ("wlan1"): is not a property of HealthCheck.recursive(); remove it or write targets',
    ],
    [
      {
        balancing: Balancing.perConnectionClassifier({
          by: ClassifyBy.BOTH_ADDRESSES,
          exclud: [],
        } as Anything),
      },
      "balancing.exclud: is not a property of Balancing.perConnectionClassifier(); write exclude",
    ],
    [
      { balancing: Balancing.ecmp({ by: ClassifyBy.BOTH_ADDRESSES } as Anything) },
      "balancing.by: is not a property of Balancing.ecmp(); remove it or write hashPolicy",
    ],
    [{ dns: { server: ["9.9.9.9"] } }, "dns.server: is not a property of dns; write servers"],
    [
      { dns: { allowRemoteRequest: true } },
      "dns.allowRemoteRequest: is not a property of dns; write allowRemoteRequests",
    ],
    [
      { dns: { staticRecords: [{ name: "portal", address: "203.0.113.80", type: "A" }] } },
      'dns.staticRecords[0].type ("portal"): is not a property of a static record; remove it or write name, address or ttl',
    ],
    [
      {
        dns: { domains: [{ domain: "isp.example", server: "203.0.113.53", wan: "wlan1", wans: ["wlan1"] }] },
      },
      'dns.domains[0].wans ("isp.example"): is not a property of a domain; write wan',
    ],
    [
      pin({ othrwise: "block" }),
      'policies[0].othrwise ("pinned"): is not a property of a policy; write otherwise',
    ],
    [
      forward({ toPorts: 8443 }),
      'portForwards[0].toPorts ("web"): is not a property of a port forward; write toPort',
    ],
    [
      { management: { source: ["10.0.0.1"] } },
      "management.source: is not a property of management; write sources",
    ],
    [{ placeBefore: { raw: "*5" } }, "placeBefore.raw: is not a property of placeBefore; write nat"],
    [
      { lifecycle: { prevent_destroy: true } },
      "lifecycle.prevent_destroy: is not a property of lifecycle; write preventDestroy",
    ],
    [{ [`a: "b"\n`]: 1 }, '["a: \\"b\\"\\n"]: is not a property of a gateway; remove it or write'],
  ])("%#", (props, problem) => {
    expect(problemsWith(props)).toEqual([expect.stringMatching(new RegExp(`^${escaped(problem)}`))]);
  });

  test("all at once, on the forward that is added later too", () => {
    const gateway = gatewayOf();
    expect(() =>
      gateway.addPortForward({ name: "web", ports: "443", host: "192.168.0.10", hair: true } as Anything),
    ).toThrow('has 3 problems:\n  - portForwards[0].to ("web"): is missing');
    expect(gateway.portForwards).toEqual([]);
  });

  test("while a prop that is undefined is as good as left out", () => {
    expect(problemsWith({ ...wan1({ weight: undefined, pppoe: undefined }), dns: undefined })).toEqual([]);
  });
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

describe("what no compiler has seen is a problem of its prop", () => {
  test.each<[what: string, props: Anything, problem: string]>([
    [
      "a resource where its attribute is meant",
      lan({ interface: bridge }),
      'lans[0].interface: must be a string, got InterfaceBridge "site/bridge"; write one of its attributes, such as its name',
    ],
    [
      "a BigInt",
      wan1({ weight: 5n }),
      'wans[0].weight ("wlan1"): must be a positive whole number, got 5n; write 1, 2, 3 ..., in proportion to the other WANs',
    ],
    ["a symbol", { name: Symbol("gw") }, "name: must be a string, got Symbol(gw)"],
    ["a function", { disabled: () => true }, "disabled: must be true or false, got a function"],
    [
      "NaN",
      wan1({ tier: Number.NaN }),
      'wans[0].tier ("wlan1"): must be a whole number from 1 to 100, got NaN',
    ],
    ["a circle", { comment: circular }, 'comment: must be a string, got {"self":{"self":{...}}}'],
    [
      "a hole in a list",
      { wans: holed },
      "wans[1]: is an empty slot in the list; write a value or remove the comma",
    ],
    [
      "an undefined WAN",
      { wans: [Wan.static(wlan1), undefined] },
      "wans[1]: must be a Wan, got undefined; write Wan.static({ ... }), Wan.dhcp({ ... }) or Wan.pointToPoint({ ... })",
    ],
    [
      "a list with one member of an enum",
      pin({ otherwise: ["block"] }),
      'policies[0].otherwise ("pinned"): must be Otherwise.NEXT, Otherwise.BALANCE or Otherwise.BLOCK, got ["block"]',
    ],
    [
      "a promise",
      { dns: Promise.resolve({}) },
      "dns: must be a plain object, got a Promise; write { servers: [...], staticRecords: [...] }",
    ],
    [
      "a map",
      { management: new Map() },
      "management: must be a plain object, got a Map; write { sources: [...], interfaces: [...] }",
    ],
    [
      "null in place of a default",
      wan1({ masquerade: null }),
      'wans[0].masquerade ("wlan1"): must be true or false, got null',
    ],
    [
      "a getter that throws",
      { dns: Object.defineProperty({}, "servers", throwing) },
      'dns.servers: throws "no lease" when it is read; write a plain value',
    ],
    [
      "what a factory of another copy made",
      { healthCheck: Object.create(HealthCheck.prototype) },
      "healthCheck: a HealthCheck was made by another copy of this package; write HealthCheck.ping(), HealthCheck.arp(), HealthCheck.none() or HealthCheck.recursive({ targets: [...] })",
    ],
    [
      "a token that is no text",
      { placeBefore: { mangle: Token.asAny(variable.value) } },
      'placeBefore.mangle: a token is not the id of a rule; write rule.id of its resource, or the .id that the router shows, such as "*5"',
    ],
    [
      "a factory that is given a text",
      { wans: [Wan.static("wlan1" as Anything), Wan.static(wlan2)] },
      'wans[0]: must be an object, got "wlan1"; write { name: ..., interface: ..., address: ..., gateway: ... }',
    ],
    [
      "a factory that is given null",
      { balancing: Balancing.ecmp(null as Anything) },
      "balancing: must be an object, got null; write { hashPolicy: ... }",
    ],
    [
      "a factory that is given its list alone",
      wan1({ healthCheck: HealthCheck.recursive(["9.9.9.9"] as Anything) }),
      'wans[0].healthCheck ("wlan1"): must be an object, got ["9.9.9.9"]; write HealthCheck.recursive({ targets: ["9.9.9.9"] })',
    ],
    [
      "a factory that is given a getter that throws",
      { wans: [Wan.static(Object.defineProperty({ ...wlan1 }, "gateway", throwing)), Wan.static(wlan2)] },
      'wans[0].gateway ("wlan1"): throws "no lease" when it is read; write a plain value',
    ],
    [
      "a secret of another type",
      dsl({ ...client, password: 12345 }),
      'wans[1].pppoe.password ("dsl"): must be a string token; write new TerraformVariable(this, "password", { sensitive: true }).stringValue',
    ],
    [
      "a secret beside a mistake",
      { wans: [{ pppoe: { password: "hunter2" } }] },
      'wans[0]: must be a Wan, got {"pppoe":{"password":"..."}}; write Wan.static({ ... }), Wan.dhcp({ ... }) or Wan.pointToPoint({ ... })',
    ],
    [
      "a version that YAML read",
      { routerOsVersion: 7.2 },
      'routerOsVersion: must be a string (YAML reads 7.20 as 7.2), got 7.2; write "7.20" or "7.2"',
    ],
    [
      "a version that YAML left as it is",
      { routerOsVersion: 7.16 },
      'routerOsVersion: must be a string (YAML reads 7.20 as 7.2), got 7.16; write "7.16"',
    ],
    [
      "a stack as provider",
      { provider: stack },
      'provider: TerraformStack "site" is not a routeros provider; pass a RouterosProvider of the stack',
    ],
    [
      "a resource that is no list of them",
      { dependsOn: bridge },
      'dependsOn: must be a list, got InterfaceBridge "site/bridge"; write [bridge]',
    ],
    [
      "a name to wait for",
      { dependsOn: ["bridge"] },
      'dependsOn[0]: "bridge" cannot be named in depends_on; write a resource, a data source or a module, and for a gateway ...gateway.dependables',
    ],
    [
      "a gateway to wait for",
      { dependsOn: [gatewayOf()] },
      'dependsOn[0]: EcmpMasqueradeGateway "site/gateway" cannot be named in depends_on; write a resource, a data source or a module, and for a gateway ...gateway.dependables',
    ],
    [
      "a resource of another stack to wait for",
      { dependsOn: [elsewhere] },
      'dependsOn[0]: InterfaceBridge "there/bridge" is in another stack, which Terraform cannot order; call addDependency on the stack of the gateway with that stack',
    ],
    [
      "a lifecycle that is a text",
      { lifecycle: "prevent_destroy" },
      'lifecycle: must be an object, got "prevent_destroy"; write { preventDestroy: true }',
    ],
    [
      "a lifecycle that ignores a text",
      { lifecycle: { ignoreChanges: "comment" } },
      'lifecycle.ignoreChanges: must be a list, got "comment"; write "all" or a list such as ["comment"]',
    ],
    [
      "a lifecycle that ignores a prop of CDKTF's",
      { lifecycle: { ignoreChanges: ["dstAddress"] } },
      'lifecycle.ignoreChanges[0]: "dstAddress" is not the name of a Terraform attribute; write its name in Terraform, such as "dst_address"',
    ],
    [
      "a management interface that RouterOS would read as its opposite",
      { management: { interfaces: ["!ether5"] } },
      'management.interfaces[0]: "!ether5" is not an interface name; write its name on the router, such as "ether5"',
    ],
    [
      "a rule in place of its id",
      { placeBefore: { nat: bridge } },
      'placeBefore.nat: InterfaceBridge "site/bridge" is not the id of a rule; write rule.id of its resource, or the .id that the router shows, such as "*5"',
    ],
  ])("%s", (_, props, problem) => {
    expect(problemsWith(props)).toEqual([problem]);
  });
});

describe("a token where a literal is needed is called a token", () => {
  const literal = "must be a literal, got a token";
  const number = Token.asNumber(variable.value);
  test.each<[props: Anything, problem: string]>([
    [{ comment: token }, `comment: ${literal}`],
    [{ routerOsVersion: token }, `routerOsVersion: ${literal}; write one such as "7.20"`],
    [pin({ via: [[token]] }), `policies[0].via[0][0] ("pinned"): ${literal}`],
    [
      pin({ otherwise: token }),
      `policies[0].otherwise ("pinned"): ${literal}; write Otherwise.NEXT, Otherwise.BALANCE or Otherwise.BLOCK`,
    ],
    [forward({ wans: [token] }), `portForwards[0].wans[0] ("web"): ${literal}`],
    [forward({ toPort: number }), `portForwards[0].toPort ("web"): ${literal}`],
    [wan1({ tier: number }), `wans[0].tier ("wlan1"): ${literal}`],
    [{ disabled: variable.booleanValue }, `disabled: ${literal}`],
    [
      { dns: { staticRecords: [{ name: token, address: "203.0.113.80" }] } },
      `dns.staticRecords[0].name: ${literal}`,
    ],
    [
      lan({ interface: listToken }),
      `lans[0].interface: must be a string, got ${JSON.stringify(listToken)}; write a string token, such as variable.stringValue`,
    ],
  ])("%#", (props, problem) => {
    expect(problemsWith(props)).toEqual([problem]);
  });
});

describe("a text", () => {
  const places: [name: string, props: (text: string) => Anything, prop: string][] = [
    ["a LAN's interface", (text) => lan({ interface: text, name: "lan" }), 'lans[0].interface ("lan")'],
    ["a WAN's gateway", (text) => wan1({ gateway: text }), 'wans[0].gateway ("wlan1")'],
    ["a PPPoE user", (text) => dsl({ ...client, user: text }), 'wans[1].pppoe.user ("dsl")'],
    [
      "a record's time",
      (ttl) => ({ dns: { staticRecords: [{ name: "portal", address: "203.0.113.80", ttl }] } }),
      'dns.staticRecords[0].ttl ("portal")',
    ],
    ["a list of the router's", (lanList) => ({ lanList }), "lanList"],
    [
      "a management interface",
      (text) => ({ management: { interfaces: [text] } }),
      "management.interfaces[0]",
    ],
  ];
  const template = "contains a Terraform template; write a string token, such as variable.stringValue";
  const control = "contains a control character or an invisible character; remove the character";
  test.each(places)(
    "that is %s holds no template, no control character, and 255 characters at most",
    (_, props, prop) => {
      expect(problemsWith(props("${var.name}"))).toEqual([`${prop}: "\${var.name}" ${template}`]);
      expect(problemsWith(props(`${token}%{ if true }`))[0]).toContain(template);
      expect(problemsWith(props("ether1\n"))).toEqual([`${prop}: "ether1\\n" ${control}`]);
      expect(problemsWith(props("\u202e1rehte"))).toEqual([`${prop}: "\\u202e1rehte" ${control}`]);
      expect(problemsWith(props("a".repeat(256)))).toEqual([
        `${prop}: "${"a".repeat(57)}…" has 256 characters, but the maximum is 255; write a shorter string`,
      ]);
    },
  );
});

test("a WAN is not the options of another, whose name on the router it would take over", () => {
  const lte = Wan.pointToPoint({ name: "lte", interface: "lte1" });
  const problem = "is not a property of Wan.pointToPoint(); remove it or write the options of that WAN again";
  expect(problemsWith({ wans: [Wan.pointToPoint({ ...lte, name: "backup" })] })).toEqual([
    `wans[0].kind ("backup"): ${problem}`,
    `wans[0].brand ("backup"): ${problem}`,
  ]);
});

test("what is done to props afterwards changes nothing", () => {
  const options = { ...wlan1 };
  const exclude = ["10.20.0.0/16"];
  const props = {
    ...article,
    wans: [Wan.static(options), Wan.static(wlan2)],
    balancing: Balancing.perConnectionClassifier({ by: ClassifyBy.BOTH_ADDRESSES, exclude }),
    portForwards: [{ name: "web", ports: "443", to: "192.168.0.10" }],
  };
  const here = routerStack();
  const gateway = new EcmpMasqueradeGateway(here, "gateway", props);
  options.name = "other";
  exclude.push("not a prefix");
  props.portForwards.push({ name: "web", ports: "443", to: "192.168.0.10" });
  expect(gateway.portForwards.map(({ name }) => name)).toEqual(["web"]);
  gateway.addPortForward({ name: "cam", ports: "554", to: "192.168.0.11" });
  expect(gateway.portForwards.map(({ name }) => name)).toEqual(["web", "cam"]);
  expect(synthesize(here).resource.routeros_routing_table).toBeDefined();
});

test("a gateway outside any stack is refused, and leaves nothing", () => {
  const app = new App({ outdir: newApp().outdir });
  expect(() => new EcmpMasqueradeGateway(app, "gateway", article)).toThrow(
    expect.objectContaining({
      problems: ["scope: is not inside a TerraformStack; pass a stack, or a construct in one"],
    }),
  );
  expect(app.node.tryFindChild("gateway")).toBeUndefined();
});

test("the error is exported, so that a program can tell it from its own", () => {
  const { GatewayProblemsError: exported } = library as Record<string, unknown>;
  expect(exported).toBe(GatewayProblemsError);
});

test("what Terraform allows is still taken", () => {
  const here = routerStack();
  const provider = new RouterosProvider(here, "east", { alias: "east" });
  const lanBridge = new InterfaceBridge(here, "bridge", { name: "bridge", provider });
  new EcmpMasqueradeGateway(here, "gateway", {
    ...article,
    provider,
    dependsOn: [lanBridge],
    lifecycle: {
      preventDestroy: false,
      replaceTriggeredBy: [lanBridge],
      precondition: [{ condition: Token.asAny(variable.value), errorMessage: "write ${var.text}" }],
    },
    lans: [{ name: "lan", interface: lanBridge.name, address: `${token}/24` }],
    placeBefore: { nat: lanBridge.id },
  });
  expect(TerraformStack.of(provider).toTerraform()).toBeDefined();
});
