import { RouterosProvider } from "@cdktf/provider-routeros/lib/provider";
import { type App, TerraformProvider, TerraformResource, TerraformStack } from "cdktf";

import { EcmpMasqueradeGateway } from "../../lib";
import { article, newApp, routerStack, synthesize } from "./synthesize";

class RandomProvider extends TerraformProvider {}

const everything = {
  ...article,
  dns: { servers: ["9.9.9.9"], staticRecords: [{ name: "portal", address: "203.0.113.80" }] },
  policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["wlan1"]] }],
};

function emptyStack(app = newApp(), id = "site"): TerraformStack {
  return new TerraformStack(app, id);
}

test("a provider given to the gateway reaches every resource of it", () => {
  const stack = routerStack();
  const provider = new RouterosProvider(stack, "east", { alias: "east" });
  const gateway = new EcmpMasqueradeGateway(stack, "gateway", { ...everything, provider });
  const resources = gateway.node.findAll().filter(TerraformResource.isTerraformResource);
  expect(resources).toHaveLength(18);
  expect(new Set(resources.map((resource) => resource.provider))).toEqual(new Set([provider]));
  for (const byName of Object.values(synthesize(stack).resource)) {
    for (const resource of Object.values(byName)) {
      expect(resource.provider).toBe("routeros.east");
    }
  }
});

test("it reaches what orders the rules, too", () => {
  const stack = routerStack();
  const provider = new RouterosProvider(stack, "east", { alias: "east" });
  const placeBefore = { mangle: "*5", nat: "*6" };
  new EcmpMasqueradeGateway(stack, "gateway", { ...article, provider, placeBefore });
  const orders = Object.values(synthesize(stack).resource["routeros_move_items"] ?? {});
  expect(orders.map((order) => order.provider)).toEqual(["routeros.east", "routeros.east"]);
});

describe("fails", () => {
  test("without a provider", () => {
    const stack = emptyStack();
    new EcmpMasqueradeGateway(stack, "gateway", article);
    expect(() => synthesize(stack)).toThrow(
      '[site/gateway] provider: the stack "site" has no routeros provider; add new RouterosProvider(this, "routeros", {})',
    );
  });

  test("with several providers and none given", () => {
    const stack = routerStack();
    new RouterosProvider(stack, "east", { alias: "east" });
    new EcmpMasqueradeGateway(stack, "gateway", article);
    expect(() => synthesize(stack)).toThrow(
      '[site/gateway] provider: the stack "site" has several routeros providers (routeros, routeros.east); pass the provider of this gateway\'s router',
    );
  });

  test("with one provider that no resource takes by itself", () => {
    const stack = emptyStack();
    new RouterosProvider(stack, "east", { alias: "east" });
    new EcmpMasqueradeGateway(stack, "gateway", article);
    expect(() => synthesize(stack)).toThrow(
      '[site/gateway] provider: "routeros.east" has an alias, so Terraform does not use it by default; pass it to the gateway',
    );
  });

  test("with a provider of another stack, which would configure another router", () => {
    const app = newApp();
    const provider = new RouterosProvider(emptyStack(app, "there"), "routeros", { alias: "there" });
    const here = routerStack(app, "here");
    expect(() => new EcmpMasqueradeGateway(here, "gateway", { ...article, provider })).toThrow(
      'provider: "routeros.there" belongs to the stack "there"; pass a RouterosProvider of the stack "here"',
    );
  });

  test("with a provider of something else", () => {
    const stack = routerStack();
    const provider = new RandomProvider(stack, "random", { terraformResourceType: "random" });
    expect(() => new EcmpMasqueradeGateway(stack, "gateway", { ...article, provider })).toThrow(
      'provider: "random" is not a routeros provider; pass a RouterosProvider of the stack',
    );
  });
});

describe("stacks inside stacks have providers of their own", () => {
  test("fails where only the inner stack has one", () => {
    const outer = emptyStack();
    routerStack(outer as unknown as App, "inner");
    new EcmpMasqueradeGateway(outer, "gateway", article);
    expect(() => synthesize(outer)).toThrow('the stack "site" has no routeros provider');
  });

  test("each takes its own", () => {
    const outer = routerStack();
    routerStack(outer as unknown as App, "inner");
    new EcmpMasqueradeGateway(outer, "gateway", article);
    expect(Object.keys(synthesize(outer).resource.routeros_routing_table ?? {})).toHaveLength(2);
  });
});

test("a provider of something else beside it disturbs nothing", () => {
  const stack = routerStack();
  new RandomProvider(stack, "random", {
    terraformResourceType: "random",
    terraformProviderSource: "hashicorp/random",
  });
  new EcmpMasqueradeGateway(stack, "gateway", article);
  expect(Object.keys(synthesize(stack).resource.routeros_routing_table ?? {})).toHaveLength(2);
});

test("two gateways on two routers synthesize", () => {
  const stack = emptyStack();
  for (const site of ["east", "west"]) {
    const provider = new RouterosProvider(stack, site, { alias: site });
    new EcmpMasqueradeGateway(stack, `${site}-gateway`, { ...article, provider });
  }
  expect(Object.keys(synthesize(stack).resource.routeros_routing_table ?? {})).toHaveLength(4);
});
