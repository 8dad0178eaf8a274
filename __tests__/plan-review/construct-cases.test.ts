import { type GatewayDescription, Wan } from "../../lib";
import { formatMarkdown, readPlan, review, verdictLine } from "../../lib/plan-review";
import type { Resources } from "../terraform";
import { resourcesOf } from "./gateway-resources";
import { plan, planJson } from "./plans";

const site = (gateway = "198.51.100.1"): Resources => {
  const description: GatewayDescription = {
    lans: [{ name: "office", interface: "bridge", address: "192.168.10.1/24" }],
    wans: [
      Wan.static({ name: "fibre", interface: "ether1", address: "198.51.100.2/30", gateway: "198.51.100.1" }),
      Wan.static({ name: "radio", interface: "ether2", address: "10.112.0.2/24", gateway: "10.112.0.1" }),
    ],
  };
  // What a variable makes of it at plan time: the construct itself refuses the literal.
  return JSON.parse(
    JSON.stringify(resourcesOf(description)).replaceAll('"gateway":"198.51.100.1"', `"gateway":"${gateway}"`),
  );
};

test("a gateway from a variable that is outside its network is an error of the review", () => {
  const { findings } = review([plan(site(), site("198.51.100.9"))]);
  expect(
    findings.filter(({ severity, since }) => severity === "error" && since === "new").map(({ id }) => id),
  ).toContain("gateway-outside-subnet");
});

/** A plan of a router whose host only a variable knows, as CDKTF's JSON shows it. */
const planOf = (name: string, source: string, host?: string) => {
  const json = planJson({}, site()) as {
    configuration: {
      provider_config: { routeros: object };
      root_module: { variables?: object };
    };
  };
  json.configuration.provider_config.routeros = {
    ...json.configuration.provider_config.routeros,
    expressions: {
      hosturl: { constant_value: `\${var.${name}}`, references: [`var.${name}`] },
    },
  };
  json.configuration.root_module.variables = { [name]: {} };
  const variables = host === undefined ? {} : { [name]: { value: host } };
  return readPlan(JSON.stringify({ ...json, variables }), source);
};

test("a router is named by the host that a variable resolves to", () => {
  const report = review([
    planOf("host_a", "porto.json", "https://porto.example"),
    planOf("host_b", "faro.json", "https://faro.example:8443"),
  ]);
  expect(report.routers.map(({ name }) => name)).toEqual([
    "porto.json: porto.example",
    "faro.json: faro.example:8443",
  ]);
  expect(verdictLine(report)).toContain("on 2 of 2 routers");
  expect(formatMarkdown(report)).not.toContain("var.host");
});

test("a host that is not known is not named by its template", () => {
  const report = review([planOf("host_a", "porto.json")]);
  expect(report.routers.map(({ name }) => name)).toEqual(["routeros"]);
});
