import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import Ajv, { type ValidateFunction } from "ajv";
import { type TerraformStack, TerraformVariable } from "cdktf";
import { parse } from "yaml";
import {
  Balancing,
  ClassifyBy,
  EcmpMasqueradeGateway,
  type EcmpMasqueradeGatewayProps,
  ForwardProtocol,
  type GatewayData,
  GatewayProblemsError,
  HealthCheck,
  Otherwise,
  Wan,
} from "../../lib";
import { article, routerStack, synthesize, wlan1, wlan2, wlan3 } from "./synthesize";

const ROOT = resolve(__dirname, "../..");
const schema = JSON.parse(readFileSync(join(ROOT, "docs/gateway.schema.json"), "utf8"));

/** Says whether an editor with the published schema would accept data. */
const accepts: ValidateFunction = new Ajv({
  allErrors: true,
  strict: false,
}).compile(schema);

const of = (data: unknown) => {
  const stack = routerStack();
  EcmpMasqueradeGateway.fromData(stack, "gateway", data as GatewayData);
  return synthesize(stack);
};

const ofProps = (make: (stack: TerraformStack) => EcmpMasqueradeGatewayProps) => {
  const stack = routerStack();
  new EcmpMasqueradeGateway(stack, "gateway", make(stack));
  return synthesize(stack);
};

const { lans } = article;
const dhcp = { name: "cable", interface: "ether2" };
const pppoe = { interface: "ether9", user: "customer" };

/** What each factory makes in a program, and the same in a file. */
const ALIKE: readonly [string, (stack: TerraformStack) => EcmpMasqueradeGatewayProps, string][] = [
  [
    "static WANs, a check for all and one of a WAN",
    () => ({
      lans,
      wans: [
        Wan.static(wlan1),
        Wan.static({
          ...wlan2,
          healthCheck: HealthCheck.recursive({ targets: ["9.9.9.9"] }),
        }),
      ],
      healthCheck: HealthCheck.arp(),
    }),
    `
      lans: [{ interface: Local, address: 192.168.0.1/24 }]
      wans:
        - { kind: static, name: wlan1, interface: wlan1, address: 10.112.0.2/24, gateway: 10.112.0.1 }
        - kind: static
          name: wlan2
          interface: wlan2
          address: 10.111.0.2/24
          gateway: 10.111.0.1
          healthCheck: { targets: [9.9.9.9] }
      healthCheck: arp
    `,
  ],
  [
    "a WAN with a lease, a PPPoE client and weights",
    (stack) => {
      const password = new TerraformVariable(stack, "dsl_password", {
        type: "string",
        sensitive: true,
      });
      return {
        lans,
        wans: [
          Wan.dhcp({ ...dhcp, weight: 2, healthCheck: HealthCheck.none() }),
          Wan.pointToPoint({
            name: "dsl",
            interface: "pppoe-dsl",
            pppoe: { ...pppoe, password: password.stringValue },
          }),
        ],
        balancing: Balancing.perConnectionClassifier({
          by: ClassifyBy.SOURCE_ADDRESS,
          excludePrivate: true,
        }),
      };
    },
    `
      lans: [{ interface: Local, address: 192.168.0.1/24 }]
      wans:
        - { kind: dhcp, name: cable, interface: ether2, weight: 2, healthCheck: none }
        - kind: point-to-point
          name: dsl
          interface: pppoe-dsl
          pppoe: { interface: ether9, user: customer, passwordVariable: dsl_password }
      balancing: { kind: per-connection-classifier, by: src-address, excludePrivate: true }
    `,
  ],
  [
    "repeated routes, a policy and a forward",
    () => ({
      lans,
      wans: [Wan.static({ ...wlan1, weight: 2 }), Wan.static(wlan3)],
      balancing: Balancing.repeatedRoutes(),
      policies: [
        {
          name: "bank",
          to: ["198.51.100.0/24"],
          via: [["wlan1"]],
          otherwise: Otherwise.BLOCK,
        },
      ],
      portForwards: [
        {
          name: "dns",
          protocol: ForwardProtocol.UDP,
          ports: "53",
          to: "192.168.0.10",
        },
      ],
    }),
    `
      lans: [{ interface: Local, address: 192.168.0.1/24 }]
      wans:
        - { kind: static, name: wlan1, interface: wlan1, address: 10.112.0.2/24, gateway: 10.112.0.1, weight: 2 }
        - { kind: static, name: wlan3, interface: wlan3, address: 10.113.0.2/24, gateway: 10.113.0.1 }
      balancing: { kind: repeated-routes }
      policies: [{ name: bank, to: [198.51.100.0/24], via: [[wlan1]], otherwise: block }]
      portForwards: [{ name: dns, protocol: udp, ports: "53", to: 192.168.0.10 }]
    `,
  ],
];

test.each(ALIKE)("data make the same stack as a program, and the schema takes them: %s", (_, make, yaml) => {
  const data = parse(yaml);
  expect(of(data)).toEqual(ofProps(make));
  expect([accepts(data), accepts.errors]).toEqual([true, null]);
});

test("what is wrong in data is one error that lists all of it, in the words of the file", () => {
  const stack = routerStack();
  const data = {
    lans: [{ interface: "Local", adress: "192.168.0.1/24" }],
    wans: [
      { kind: "statc", ...wlan1 },
      { ...wlan2 },
      { kind: "dhcp", ...dhcp, gateway: "10.0.0.1", healthCheck: "pong" },
      {
        kind: "point-to-point",
        name: "dsl",
        interface: "dsl",
        pppoe: { ...pppoe, passwordVariable: "hunter-2" },
      },
      "fibre",
    ],
    balancing: { kind: "per-connection-classifier", by: "source" },
    healthCheck: { targets: "9.9.9.9" },
  };
  let problems: readonly string[] = [];
  try {
    EcmpMasqueradeGateway.fromData(stack, "gateway", data as unknown as GatewayData);
  } catch (error) {
    problems = (error as GatewayProblemsError).problems;
  }
  expect(problems).toMatchInlineSnapshot(`
    [
      "lans[0].adress ("Local"): is not a property of a LAN; write address",
      "wans[0].kind: must be "static", "dhcp" or "point-to-point", got "statc"",
      "wans[1].kind: is missing; write "static", "dhcp" or "point-to-point"",
      "wans[2].healthCheck ("cable"): must be "ping", "arp", "none" or { "targets": ["9.9.9.9"] }, got "pong"",
      "wans[2].gateway ("cable"): is not a property of a WAN of kind "dhcp"; remove it or write name, interface, renamedFrom, routerName, healthCheck, masquerade, disabled, tier or weight",
      "wans[3].pppoe.passwordVariable ("dsl"): must be the name of a Terraform variable: letters, digits and _, no digit first; write one such as dsl_password, and its value into TF_VAR_dsl_password",
      "wans[4]: must be an object, got "fibre"; write { "kind": "static", ... }",
      "healthCheck.targets: must be a list, got "9.9.9.9"; write ["9.9.9.9"]",
      "balancing.by: must be "both-addresses", "src-address" or "both-addresses-and-ports", got "source"",
    ]
  `);
  expect(problems.join()).not.toContain("hunter-2");
  expect(stack.node.children.map(({ node }) => node.id)).toEqual(["routeros"]);
  expect(accepts(data)).toBe(false);
});

test.each([
  ["nothing", undefined],
  ["a text", "lans"],
  ["a list", []],
])("data that are %s are refused", (_, data) => {
  expect(() => EcmpMasqueradeGateway.fromData(routerStack(), "gateway", data as never)).toThrow(
    GatewayProblemsError,
  );
});

test("what contradicts itself is found as in a program, and leaves no variable behind", () => {
  const stack = routerStack();
  const wan = {
    kind: "point-to-point" as const,
    name: "dsl",
    interface: "dsl",
  };
  const data: GatewayData = {
    lans,
    wans: [{ ...wan, pppoe: { ...pppoe, passwordVariable: "dsl_password" } }, wan],
  };
  expect(() => EcmpMasqueradeGateway.fromData(stack, "gateway", data)).toThrow('"dsl"');
  expect(stack.node.tryFindChild("dsl_password")).toBeUndefined();
});

test("a variable that the stack has is used, and two gateways share one", () => {
  const stack = routerStack();
  new TerraformVariable(stack, "dsl_password", {
    type: "string",
    sensitive: true,
    description: "of the line",
  });
  const data: GatewayData = {
    lans: [],
    wans: [
      {
        kind: "point-to-point",
        name: "dsl",
        interface: "dsl",
        pppoe: { ...pppoe, passwordVariable: "dsl_password" },
      },
      { kind: "dhcp", ...dhcp },
    ],
  };
  EcmpMasqueradeGateway.fromData(stack, "gateway", { ...data, lans });
  const { variable, resource } = synthesize(stack);
  expect(variable).toEqual({
    dsl_password: {
      description: "of the line",
      sensitive: true,
      type: "string",
    },
  });
  expect(Object.values(resource["routeros_interface_pppoe_client"] ?? {})[0]).toMatchObject({
    password: "${var.dsl_password}",
  });
});

test("the props of Terraform are those of a program", () => {
  const stack = routerStack();
  const data: GatewayData = {
    lans,
    wans: [
      { kind: "dhcp", ...dhcp },
      { kind: "static", ...wlan1 },
    ],
  };
  EcmpMasqueradeGateway.fromData(stack, "gateway", data, {
    lifecycle: { preventDestroy: true },
  });
  const { resource } = synthesize(stack);
  expect(Object.values(resource["routeros_ip_dhcp_client"] ?? {})[0]).toMatchObject({
    lifecycle: { prevent_destroy: true },
  });
});

test("the example's sites are what its schema says", () => {
  const folder = join(ROOT, "examples/network-stack");
  const [sites, ofSites] = ["sites.json", "sites.schema.json"].map((name) =>
    JSON.parse(readFileSync(join(folder, name), "utf8")),
  );
  const ajv = new Ajv({ strict: false });
  // The path of the schema's reference, as a file beside the example has it.
  ajv.addSchema(schema, "file:///docs/gateway.schema.json");
  const validate = ajv.compile({
    $id: "file:///examples/network-stack/sites.schema.json",
    ...ofSites,
  });
  expect([validate(sites), validate.errors]).toEqual([true, null]);
  sites.sites[0].wans[0].kind = "statc";
  expect(validate(sites)).toBe(false);
});

test("the data of the page make a gateway, and are what the schema says", () => {
  const page = readFileSync(join(ROOT, "docs/composition.md"), "utf8");
  const data = parse(/```yaml\n(.*?)```/s.exec(page)?.[1] ?? "");
  expect([accepts(data), accepts.errors]).toEqual([true, null]);
  expect(Object.keys(of(data)["variable"] as object)).toEqual(["dsl_password"]);
});

test("where a prop takes an enum, a program may write its value", () => {
  const props = (by: EcmpMasqueradeGatewayProps["balancing"]) => ({
    ...article,
    balancing: by,
  });
  expect(ofProps(() => props(Balancing.perConnectionClassifier({ by: "src-address" })))).toEqual(
    ofProps(() => props(Balancing.perConnectionClassifier({ by: ClassifyBy.SOURCE_ADDRESS }))),
  );
});
