import {
  Balancing,
  ClassifyBy,
  EcmpMasqueradeGateway,
  type GatewayDescription,
  HealthCheck,
  Otherwise,
  Wan,
} from "../../lib";
import { type Report, type ReportedFinding, readPlan, review } from "../../lib/plan-review";
import { Deployment } from "../deploy/deployment";
import { articleGateway } from "../simulator/article";
import { withTerraform } from "../terraform";
import { sampled } from "../tier";
import { resourcesOf } from "./gateway-resources";
import { plan } from "./plans";

const wlan = (i: number, more = {}) =>
  Wan.static({
    name: `wlan${i}`,
    interface: `wlan${i}`,
    address: `10.${113 - i}.0.2/24`,
    gateway: `10.${113 - i}.0.1`,
    ...more,
  });

/** The review of the plan that makes gateways on an empty router. */
const reviewOf = (...gateways: Partial<GatewayDescription>[]): Report =>
  review([plan({}, resourcesOf(...gateways.map((more) => articleGateway(2, more))))]);

/** The same of the plan that the real provider makes, for an empty lab router. */
async function reviewOfReal(...gateways: readonly Partial<GatewayDescription>[]): Promise<Report> {
  let report: Report = { routers: [], findings: [], method: [] };
  await withTerraform(Deployment, async (_, terraform) => {
    terraform.write((stack) => {
      gateways.forEach((more, i) => {
        new EcmpMasqueradeGateway(stack, i === 0 ? "gateway" : `gateway${i + 1}`, articleGateway(2, more));
      });
    });
    report = review([readPlan(await terraform.plannedJson(), "plan.json")]);
  });
  return report;
}

const faults = ({ findings }: Report): string[] =>
  findings
    .filter(({ severity, verdict }) => severity !== "note" && verdict !== "pass")
    .map(({ id, message }: ReportedFinding) => `${id}: ${message}`);

const sharesOf = ({ routers: [router] }: Report) =>
  [...(router?.shares[0]?.after?.shares ?? [])].map(([name, share]) => `${name} ${share.toFixed(3)}`).sort();

const GATEWAYS: readonly (readonly [string, Partial<GatewayDescription>, readonly string[]])[] = [
  [
    "two DHCP WANs",
    { wans: [Wan.dhcp({ name: "a", interface: "a" }), Wan.dhcp({ name: "b", interface: "b" })] },
    ["a 0.500", "b 0.500"],
  ],
  [
    "PPPoE beside a static WAN",
    { wans: [Wan.pointToPoint({ name: "p", interface: "p" }), wlan(1)] },
    ["p 0.500", "wlan1 0.500"],
  ],
  [
    "targets behind each ISP",
    {
      wans: [
        wlan(1, { healthCheck: HealthCheck.recursive({ targets: ["9.9.9.9"] }) }),
        wlan(2, { healthCheck: HealthCheck.recursive({ targets: ["1.1.1.1"] }) }),
      ],
    },
    ["wlan1 0.500", "wlan2 0.500"],
  ],
  ["a WAN in reserve", { wans: [wlan(1), wlan(2, { tier: 2 })] }, ["wlan1 1.000"]],
  ["connections that stay on their WAN", { stickyConnections: true }, ["wlan1 0.500", "wlan2 0.500"]],
  [
    "a pinned destination",
    { policies: [{ name: "pinned", to: ["203.0.113.80"], via: [["wlan2"]] }] },
    ["wlan1 0.500", "wlan2 0.500"],
  ],
  [
    "port forwards, a resolver for the LAN, a domain of an ISP, management and IPsec",
    {
      portForwards: [{ name: "web", ports: "443", to: "192.168.0.10", hairpin: true }],
      dns: {
        servers: ["9.9.9.9"],
        allowRemoteRequests: true,
        domains: [{ domain: "isp.example", server: "203.0.113.53", wan: "wlan2" }],
      },
      management: { sources: ["10.99.0.0/24"] },
      excludeIpsec: true,
    },
    ["wlan1 0.500", "wlan2 0.500"],
  ],
  [
    "a disabled WAN",
    { wans: [wlan(1), wlan(2), wlan(3, { disabled: true })] },
    ["wlan1 0.500", "wlan2 0.500"],
  ],
  [
    "shares of 1:5",
    {
      wans: [wlan(1), wlan(2, { weight: 5 })],
      balancing: Balancing.perConnectionClassifier({ by: ClassifyBy.SOURCE_ADDRESS }),
    },
    ["wlan1 0.167", "wlan2 0.833"],
  ],
];

test.each(GATEWAYS)("the review of a gateway with %s finds no fault, and its shares", (_, more, shares) => {
  const report = reviewOf(more);
  expect(faults(report)).toEqual([]);
  expect(sharesOf(report)).toEqual(shares);
});

const REPEATED = { wans: [wlan(1), wlan(2, { weight: 5 })], balancing: Balancing.repeatedRoutes() };

test("weights by repeated routes are said to be open", () => {
  const report = reviewOf(REPEATED);
  const ids = new Set(report.findings.filter(({ severity }) => severity !== "note").map(({ id }) => id));
  expect([...ids]).toEqual(["gateway-repeated"]);
});

const BY_SOURCE = {
  policies: [
    { name: "camera", from: ["192.168.0.64/28"], via: [["wlan2"]], otherwise: Otherwise.BLOCK },
    { name: "phones", from: ["192.168.0.128/28"], via: [["wlan1"], ["wlan2"]] },
    { name: "bank", to: ["203.0.113.80"], via: [["wlan1"]], otherwise: Otherwise.BLOCK },
  ],
};

test("policies by source are no fault, but a setting of RouterOS 7.22 may ask their rules before the marks", () => {
  const report = reviewOf(BY_SOURCE);
  expect(faults(report)).toEqual([
    expect.stringContaining("ambiguous-policy-routing: The plan uses both routing rules and routing marks"),
  ]);
  expect(sharesOf(report)).toEqual(["wlan1 0.500", "wlan2 0.500"]);
});

const SECOND = {
  name: "guests",
  routingTable: "guests",
  lans: [{ interface: "Guests", address: "192.168.9.1/24" }],
  wans: [wlan(3), wlan(4)],
};

test("a second gateway in a table of its own is no fault of the first one's", () => {
  const report = reviewOf({}, SECOND);
  // Routing rules choose its table, and RouterOS 7.22 lets others change when they are asked.
  expect(faults(report)).toEqual([
    expect.stringContaining("ambiguous-policy-routing: The plan uses both routing rules and routing marks"),
  ]);
  expect(sharesOf(report)).toEqual(["wlan3 0.500", "wlan4 0.500"]);
});

test.each(
  sampled(
    [
      ...GATEWAYS.map(([name, more]) => [name, [more]] as const),
      ["repeated routes", [REPEATED]],
      ["policies by source", [BY_SOURCE]],
      ["a second", [{}, SECOND]],
    ] as const,
    1,
  ),
)("Terraform's own plan is reviewed alike: %s", async (_, gateways) => {
  const [real, made] = [await reviewOfReal(...gateways), reviewOf(...gateways)];
  expect([faults(real), sharesOf(real)]).toEqual([faults(made), sharesOf(made)]);
});
