import { PlanError, readPlan, review } from "../../lib/plan-review";
import { UNKNOWN } from "../../lib/simulator";
import { articleResources, LATER, plan, planJson } from "./plans";

const problemOf = (text: string): string => {
  try {
    readPlan(text, "plan.json");
  } catch (error) {
    expect(error).toBeInstanceOf(PlanError);
    return (error as Error).message;
  }
  throw new Error("it was read");
};

const article = JSON.stringify(planJson({}, articleResources()));

test.each([
  ["nothing", "", "the file is empty"],
  ["half a plan", article.slice(0, article.length / 2), "not a complete JSON document"],
  ["the plan file itself", "PK\u0003\u0004rest", "this is a binary plan file, not JSON"],
  [
    "a plan file that OpenTofu encrypted",
    '{"meta":{"key_provider.pbkdf2.k":"e30="},"encrypted_data":"UqsyTI3u","encryption_version":"v0"}',
    "encrypted by OpenTofu; write a JSON plan with: tofu show -json",
  ],
  ["the log of a plan", '{"@level":"info"}\n{"@level":"info"}', 'the log of "terraform plan -json"'],
  ["a list", "[]", "not a plan of Terraform or OpenTofu"],
  ["another tool's JSON", '{"Resources":{}}', "it has no format_version"],
  ["a state", '{"format_version":"1.0","values":{}}', "is a state or a schema, not a plan"],
  [
    "a newer format",
    '{"format_version":"2.0","planned_values":{}}',
    'format_version "2.0", but this tool reads 1.x',
  ],
  [
    "a plan that failed",
    '{"format_version":"1.2","planned_values":{},"errored":true}',
    "incomplete because planning failed",
  ],
  [
    "an action that nobody knows",
    JSON.stringify({
      format_version: "1.2",
      planned_values: {},
      resource_changes: [
        { address: "routeros_ip_route.r", type: "routeros_ip_route", change: { actions: ["defer"] } },
      ],
    }),
    'does not know the action "defer" of routeros_ip_route.r',
  ],
  [
    "changes that are no list",
    '{"format_version":"1.2","resource_changes":{"a":1}}',
    "resource_changes must be a list",
  ],
])("%s gets one line that says so", (_, text, message) => {
  const problem = problemOf(text);
  expect(problem).toContain(message);
  expect(problem.split("\n")).toHaveLength(1);
});

test("a value is unknown only where the configuration says something about it", () => {
  const { changes } = plan({}, { routeros_ip_route: { r: { gateway: LATER, routing_table: "main" } } });
  expect(changes[0]?.after?.get("gateway")).toBe(UNKNOWN);
  expect(changes[0]?.after?.has("dynamic")).toBe(false);
});

test("a sensitive value is not kept, not even in what is left of the plan", () => {
  const json = planJson({}, articleResources()) as { resource_changes: { type: string; change: object }[] };
  const resource_changes = json.resource_changes.map((item) =>
    item.type === "routeros_ip_route"
      ? { ...item, change: { ...item.change, after_sensitive: { gateway: true } } }
      : item,
  );
  const read = readPlan(JSON.stringify({ ...json, resource_changes }), "plan.json");
  const routes = read.changes.filter(({ type }) => type === "routeros_ip_route");
  expect(routes.map(({ after }) => after?.get("gateway"))).toEqual([UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN]);
  const report = review([read]);
  expect(report.method).toContainEqual(expect.stringContaining("4 values are marked as sensitive"));
  expect(report.findings.filter(({ id }) => id === "distribution-change")[0]).toMatchObject({
    verdict: "unknown",
  });
});

test("each provider block is a router of its own, named by its host without the login", () => {
  const json = planJson({}, articleResources()) as {
    configuration: { root_module: { resources: object[] } };
  };
  const resources = json.configuration.root_module.resources.map((block, i) =>
    i % 2 === 0 ? { ...block, provider_config_key: "routeros.branch" } : block,
  );
  const full_name = "registry.opentofu.org/terraform-routeros/routeros";
  const provider_config = {
    routeros: {
      full_name,
      expressions: { hosturl: { constant_value: "https://admin:secret@gw.example:8443/rest" } },
    },
    "routeros.branch": { full_name },
  };
  const configuration = { provider_config, root_module: { resources } };
  const report = review([readPlan(JSON.stringify({ ...json, configuration }), "plan.json")]);
  expect(report.routers.map(({ name }) => name).sort()).toEqual(["gw.example:8443", "routeros.branch"]);
});

test.each<[what: string, hosturl: object, name: string]>([
  [
    "a template of JSON",
    { constant_value: "https://${var.host}:8443", references: ["var.host"] },
    "gw.example:8443",
  ],
  ["a variable in JSON", { constant_value: "${var.url}", references: ["var.url"] }, "gw.example"],
  ["a variable in HCL", { references: ["var.url"] }, "gw.example"],
  ["a part of a name in HCL", { references: ["var.site"] }, "routeros"],
  ["two variables in HCL", { references: ["var.host", "var.site"] }, "routeros"],
  [
    "a sensitive variable in JSON",
    { constant_value: "${var.secret}", references: ["var.secret"] },
    "routeros",
  ],
  ["a sensitive variable in HCL", { references: ["var.secret"] }, "routeros"],
  ["an expression", { constant_value: "${lower(var.host)}", references: ["var.host"] }, "routeros"],
])("a router whose hosturl is %s is named by it where the plan tells it", (_, hosturl, name) => {
  const json = planJson({}, articleResources()) as { configuration: { root_module: object } };
  const variables = {
    host: { value: "gw.example" },
    url: { value: "https://admin:hush@gw.example" },
    site: { value: "berlin" },
    secret: { value: "https://hidden.example" },
  };
  const configuration = {
    provider_config: { routeros: { expressions: { hosturl } } },
    root_module: {
      ...json.configuration.root_module,
      variables: { host: {}, url: {}, site: {}, secret: { sensitive: true } },
    },
  };
  const report = review([readPlan(JSON.stringify({ ...json, variables, configuration }), "plan.json")]);
  expect(report.routers.map((router) => router.name)).toEqual([name]);
  expect(JSON.stringify(report)).not.toMatch(/hidden|hush/);
});
