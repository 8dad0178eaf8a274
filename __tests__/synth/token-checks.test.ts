import { TerraformVariable, Token } from "cdktf";
import {
  Balancing,
  ClassifyBy,
  EcmpMasqueradeGateway,
  type EcmpMasqueradeGatewayProps,
  Wan,
} from "../../lib";
import { article, resourcesOf, routerStack, synthesize, synthesizeGateway, wlan1, wlan2 } from "./synthesize";

/** The preconditions of each resource that has any, by its comment. */
function preconditionsOf(synthesized: Parameters<typeof resourcesOf>[0]): Record<string, unknown[]> {
  return Object.fromEntries(
    Object.values(resourcesOf(synthesized)).flatMap(({ comment, lifecycle }) => {
      const { precondition } = (lifecycle ?? {}) as { precondition?: unknown[] };
      return precondition === undefined ? [] : [[comment, precondition]];
    }),
  );
}

const withGateway = (gateway: string) => ({ wans: [Wan.static({ ...wlan1, gateway }), Wan.static(wlan2)] });
const everything: Partial<EcmpMasqueradeGatewayProps> = {
  portForwards: [{ name: "web", ports: "443", to: "192.168.0.10" }],
  policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["wlan1"]] }],
  dns: { staticRecords: [{ name: "a.example", address: "203.0.113.80" }] },
};

test("literals have no preconditions: they were checked before anything was made", () => {
  expect(preconditionsOf(synthesizeGateway(everything))).toEqual({});
});

test("a gateway that only a variable knows is checked on the first route by it, beside the user's own conditions", () => {
  const stack = routerStack();
  const token = new TerraformVariable(stack, "isp", { type: "string" }).stringValue;
  const mine = { condition: "${var.isp != null}", errorMessage: "there is none" };
  const lifecycle = { preventDestroy: true, precondition: [mine] };
  new EcmpMasqueradeGateway(stack, "gateway", { ...article, ...withGateway(token), lifecycle });
  const given = { condition: mine.condition, error_message: mine.errorMessage };
  const { "gateway/wlan1/policy-route": checked, ...others } = preconditionsOf(synthesize(stack));
  expect(checked?.[0]).toEqual(given);
  expect(checked?.slice(1)).toContainEqual({
    condition:
      '${try((cidrhost(join("/", [var.isp, element(split("/", "10.112.0.2/24"), 1)]), 0) == cidrhost("10.112.0.2/24", 0)), true)}',
    error_message:
      'wans[0].gateway ("wlan1"): "${var.isp}" is outside the WAN\'s network 10.112.0.0/24; write the ISP\'s address in 10.112.0.0/24',
  });
  expect(Object.values(others)).toEqual(Object.values(others).map(() => [given]));
  const [route] = Object.values(resourcesOf(synthesize(stack))).filter(
    ({ comment }) => comment === "gateway/wlan1/policy-route",
  );
  expect(route?.lifecycle).toMatchObject({ prevent_destroy: true });
});

test("a token that comes to a text has none: Terraform refuses a condition that refers to nothing", () => {
  const token = Token.asString({ resolve: () => "10.112.0.1" });
  expect(Object.values(preconditionsOf(synthesizeGateway(withGateway(token)))).flat()).toEqual([]);
});

test("a forward that is added later is checked like the others", () => {
  const stack = routerStack();
  const token = new TerraformVariable(stack, "host", { type: "string" }).stringValue;
  const gateway = new EcmpMasqueradeGateway(stack, "gateway", article);
  gateway.addPortForward({ name: "web", ports: "443", to: token });
  expect(Object.keys(preconditionsOf(synthesize(stack)))).toEqual(["gateway/wlan1/forward:web"]);
});

describe("a forward to a host of no LAN", () => {
  const warningsOf = (gateway: EcmpMasqueradeGateway) =>
    gateway.node.metadata.filter(({ type }) => type === "@cdktf/warn").map(({ data }) => data);
  const gatewayWith = (props: Partial<EcmpMasqueradeGatewayProps>) =>
    new EcmpMasqueradeGateway(routerStack(), "gateway", { ...article, ...props });
  const web = (to: string) => ({ name: "web", ports: "443", to });
  const WARNING =
    '[gateway:forward-host] portForwards[0].to ("web"): "192.168.1.10" is not in a network of the LANs (192.168.0.0/24), so its packets may leave through a WAN; write a host of a LAN, or make sure that a route leads to it';

  test("is a warning, also where it is added later", () => {
    expect(warningsOf(gatewayWith({ portForwards: [web("192.168.1.10")] }))).toEqual([WARNING]);
    const later = gatewayWith({});
    later.addPortForward(web("192.168.1.10"));
    expect(warningsOf(later)).toEqual([WARNING]);
  });

  test("is none where a LAN or an exception of the classifier holds it, or where nobody can say", () => {
    const lans = [...article.lans, { interface: "Guests" }];
    const unknown = [{ interface: "Local", address: Token.asString({ resolve: () => "192.168.1.1/24" }) }];
    const balancing = Balancing.perConnectionClassifier({
      by: ClassifyBy.BOTH_ADDRESSES,
      exclude: ["192.168.1.0/24"],
    });
    const foreign = { portForwards: [web("192.168.1.10")] };
    for (const props of [
      { portForwards: [web("192.168.0.10")] },
      { ...foreign, lans },
      { ...foreign, lans: unknown },
      { ...foreign, balancing },
    ]) {
      expect(warningsOf(gatewayWith(props))).toEqual([]);
    }
  });
});
