import { readFileSync } from "node:fs";
import { toMatchFile } from "jest-file-snapshot";
import {
  formatMarkdown,
  formatRsc,
  formatSarif,
  type Plan,
  PlanError,
  readPlan,
  review,
} from "../../../lib/plan-review";
import type { Resources } from "../../terraform";
import { planJson } from "../plans";
import { STATES, stateFile } from "./states";

expect.extend({ toMatchFile });

const site = STATES.map((state) =>
  readPlan(readFileSync(stateFile("state.plan.json", state), "utf8"), `${state}/plan.json`),
);

/** A plan whose provider block takes its host from a variable; from the environment, if it has none. */
function plan(source: string, before: Resources, after: Resources, host?: string): Plan {
  const json = planJson(before, after) as { configuration: object };
  const provider = { name: "routeros", full_name: "registry.terraform.io/terraform-routeros/routeros" };
  const { configuration } = json as { configuration: { root_module: object } };
  return readPlan(
    JSON.stringify({
      ...json,
      variables: host === undefined ? {} : { router: { value: host } },
      configuration: {
        ...configuration,
        provider_config: {
          routeros:
            host === undefined
              ? provider
              : { ...provider, expressions: { hosturl: { references: ["var.router"] } } },
        },
        root_module: { ...configuration.root_module, variables: { router: {} } },
      },
    }),
    source,
  );
}

const address = (value: string, name = "a", port = "ether1"): Resources => ({
  routeros_ip_address: { [name]: { address: value, interface: port } },
});
const lan = address("192.168.0.1/24", "lan", "ether5");
const wan = address("10.0.0.2/24", "wan", "ether1");
const route: Resources = {
  routeros_ip_route: { default: { dst_address: "0.0.0.0/0", gateway: "10.0.0.1", check_gateway: "ping" } },
};
const masquerade: Resources = {
  routeros_ip_firewall_nat: { masq: { chain: "srcnat", action: "masquerade", out_interface: "ether1" } },
};
const A = "https://192.0.2.1";
const B = "https://192.0.2.2:8443/";

test("four states of one router are reviewed as one, and the second WAN has no false alarm", () => {
  const report = review(site, { sameRouter: true });
  expect(report.routers).toHaveLength(1);
  expect(report.findings.filter(({ severity }) => severity !== "note")).toEqual([]);
  expect(formatMarkdown(report)).toMatchFile(stateFile("report.md"));
});

test("plans that name no host are of different routers unless somebody says otherwise", () => {
  const report = review(site);
  expect(report.routers.map(({ name }) => name)).toEqual(
    STATES.map((state) => `${state}/plan.json: routeros`),
  );
  expect(report.method.join("\n")).toContain("4 plans do not name the host of a router");
  expect(review(site, { sameRouter: true }).method.join("\n")).not.toContain("do not name the host");
});

test.each([
  ["one host", [A, A], ["192.0.2.1"]],
  ["one host, written otherwise", ["https://R1.example", "r1.EXAMPLE/"], ["r1.example"]],
  ["two hosts", [A, B], ["a.json: 192.0.2.1", "b.json: 192.0.2.2:8443"]],
])("plans whose variables give %s", (_, [first, second], names) => {
  const plans = [plan("a.json", {}, lan, first), plan("b.json", {}, wan, second)];
  expect(review(plans).routers.map(({ name }) => name)).toEqual(names);
});

test("plans of two hosts cannot be of one router", () => {
  const plans = [plan("a.json", {}, lan, A), plan("b.json", {}, wan, B)];
  expect(() => review(plans, { sameRouter: true })).toThrow(PlanError);
  expect(() => review(plans, { sameRouter: true })).toThrow("they name 192.0.2.1 and 192.0.2.2:8443");
});

test("a plan without a host joins the others of the router that they name", () => {
  const plans = [plan("a.json", {}, lan), plan("b.json", {}, wan, A)];
  expect(review(plans, { sameRouter: true }).routers.map(({ name }) => name)).toEqual(["192.0.2.1"]);
});

test("two states may use one address for two rows", () => {
  const plans = [
    plan("a.json", {}, address("10.0.0.1/24"), A),
    plan("b.json", {}, address("10.0.1.1/24"), A),
  ];
  const commands = formatRsc(review(plans));
  expect(commands).toContain("address=10.0.0.1/24");
  expect(commands).toContain("address=10.0.1.1/24");
});

describe("plans are applied in the order of the arguments", () => {
  const base = plan(
    "base.json",
    { ...lan },
    { routeros_ip_address: { ...lan["routeros_ip_address"], ...wan["routeros_ip_address"] } },
    A,
  );
  const routing = plan("routing.json", {}, route, A);
  const nat = plan("nat.json", {}, masquerade, A);
  const faults = (...plans: Plan[]): readonly string[] =>
    review(plans)
      .findings.filter(({ id }) => id.startsWith("transient-"))
      .map(({ id, resources }) => `${id} ${resources.join(" ")}`);

  test("a route before the masquerade leaks", () => {
    expect(faults(base, routing, nat)).toEqual([
      "transient-unmasqueraded routing.json: routeros_ip_route.default nat.json: routeros_ip_firewall_nat.masq",
    ]);
  });

  test("a masquerade before the route does not", () => {
    expect(faults(base, nat, routing)).toEqual([]);
  });

  test("a value that one plan gives up is free for the next, and not for the one before", () => {
    const giver = plan("giver.json", address("10.0.0.1/24"), address("10.0.0.9/24"), A);
    const taker = plan("taker.json", {}, address("10.0.0.1/24", "b", "ether2"), A);
    const verdicts = (...plans: Plan[]) =>
      review(plans)
        .findings.filter(({ id }) => id === "value-in-use")
        .map(({ verdict }) => verdict);
    expect([verdicts(giver, taker), verdicts(taker, giver)]).toEqual([["pass"], ["unknown"]]);
  });

  test("the commands, the method and the rollback say it", () => {
    const report = review([base, nat, routing]);
    expect(
      formatRsc(report)
        .split("\n")
        .filter((line) => line.startsWith("/"))
        .map((line) => line.split(" ")[0]),
    ).toEqual(["/ip/address", "/ip/firewall/nat", "/ip/route"]);
    expect(report.method.join("\n")).toContain(
      "base.json, nat.json, routing.json are plans of one router, 192.0.2.1; the report assumes that they are applied one after the other, in this order.",
    );
    expect(report.routers[0]?.rollback.steps.at(-1)).toBe(
      "Apply the plans in the reverse order: routing.json, nat.json, base.json.",
    );
  });

  test("code scanning finds the file of the plan that a finding is about", () => {
    const [run] = JSON.parse(formatSarif(review([base, routing, nat]))).runs;
    const uris = run.results
      .filter(({ ruleId }: { ruleId: string }) => ruleId.startsWith("transient-"))
      .map(
        (result: { locations: [{ physicalLocation: { artifactLocation: { uri: string } } }] }) =>
          result.locations[0].physicalLocation.artifactLocation.uri,
      );
    expect(uris).toEqual(["routing.json"]);
  });
});
