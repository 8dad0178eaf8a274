import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { run } from "../../tools/run";

const SCRIPT = resolve(__dirname, "../../examples/pipelines/compare-plans.mjs");
const folder = mkdtempSync(join(tmpdir(), "plans-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** How the comparison ends: its status, and what it prints. */
function compared(reviewed: unknown, own: unknown, env: NodeJS.ProcessEnv = {}): [boolean, string] {
  const files = Object.entries({ reviewed, own }).map(([name, plan]) => {
    const file = join(folder, `${name}.json`);
    writeFileSync(file, typeof plan === "string" ? plan : JSON.stringify(plan));
    return file;
  });
  const { PATH } = process.env;
  const { ok, stdout, stderr } = run(process.execPath, [SCRIPT, ...files], { env: { PATH, ...env } });
  return [ok, (stdout + stderr).replaceAll(`${folder}/`, "")];
}

const resource = (type: string, change: object) => ({
  address: `${type}.wan`,
  mode: "managed",
  type,
  name: "wan",
  provider_name: "registry.terraform.io/terraform-routeros/routeros",
  change,
});
const update = (before: object, after: object, after_unknown: object = {}) => ({
  actions: ["update"],
  before,
  after,
  after_unknown,
});

/** A plan that creates, updates, replaces and deletes, of a router whose counters are at some number. */
const plan = (count = 0, comment = "wan", secret = "hunter2") => ({
  format_version: "1.2",
  terraform_version: "1.11.4",
  timestamp: `2026-11-24T12:00:${10 + count}Z`,
  applyable: true,
  complete: true,
  errored: false,
  variables: { login: { value: `user-${count}` } },
  prior_state: { values: { count } },
  planned_values: { count },
  resource_drift: count === 0 ? [] : [{ count }],
  relevant_attributes: [{ count }],
  output_changes: { lease: { actions: ["update"], before: count, after: count + 1 } },
  resource_changes: [
    resource("routeros_ip_route", {
      actions: ["create"],
      before: null,
      after: { gateway: "10.112.0.1", comment },
      after_unknown: { id: true, active: true },
    }),
    resource("routeros_interface_pppoe_client", update({ password: "old" }, { password: secret })),
    resource(
      "routeros_ip_dhcp_client",
      update({ comment: "", expires_after: `${count}s` }, { comment: "wan", expires_after: `${count}s` }),
    ),
    resource("routeros_ip_dns", {
      ...update({ cache_used: count }, { cache_used: count }),
      actions: ["no-op"],
    }),
    resource("routeros_ip_address", {
      actions: ["delete", "create"],
      before: { id: "*2", interface: "ether1", status: `${count}` },
      after: { interface: "ether2" },
      after_unknown: { id: true, status: true },
      replace_paths: [["interface"]],
    }),
    resource("routeros_ip_firewall_nat", {
      actions: ["delete"],
      before: { id: "*3", counter: count },
      after: null,
      after_unknown: {},
    }),
  ],
  configuration: {
    provider_config: {
      routeros: {
        name: "routeros",
        version_constraint: "1.99.1",
        expressions: { username: { constant_value: `user-${count}` } },
      },
    },
    root_module: {
      resources: [
        { address: "routeros_ip_route.wan", expressions: { comment: { constant_value: comment } } },
      ],
    },
  },
});
type Plan = ReturnType<typeof plan>;

/** A plan in which this was changed. */
function changed(change: (copy: Plan) => void): Plan {
  const copy = structuredClone(plan());
  change(copy);
  return copy;
}

/** The same with its keys in the reverse order. */
const reversed = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(reversed)
    : value !== null && typeof value === "object"
      ? Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([key, part]) => [key, reversed(part)]),
        )
      : value;

test("plans are equal that differ in time, in the order of keys, in logins and in what a router counts", () => {
  expect(compared(plan(0), reversed(plan(7)))).toEqual([true, ""]);
});

/** A plan in which the PPPoE client's password is marked as the provider marks it, and is changed, or seems to be. */
const ofSecret = (actions: readonly string[], before: object, after: object) =>
  changed((copy) => {
    const marks = { before_sensitive: { password: true }, after_sensitive: { password: true } };
    Object.assign(change(copy, 1), { actions, before, after, ...marks });
  });

test("a password that the reading user sees as a mask does not tell the plans apart", () => {
  const masked = ofSecret(["update"], { password: "*****", user: "a" }, { password: "hunter2", user: "a" });
  const seen = ofSecret(["no-op"], { password: "hunter2", user: "a" }, { password: "hunter2", user: "a" });
  expect(compared(masked, seen)).toEqual([true, ""]);
});

test("what changes beside a password tells them apart", () => {
  const masked = ofSecret(["update"], { password: "*****", user: "a" }, { password: "hunter2", user: "b" });
  const seen = ofSecret(["update"], { password: "hunter2", user: "a" }, { password: "hunter2", user: "c" });
  expect(compared(masked, seen)).toEqual([
    false,
    expect.stringContaining("routeros_interface_pppoe_client.wan differ"),
  ]);
});

const change = (copy: Plan, i: number) => copy.resource_changes[i]?.change as Record<string, object>;
test.each<[string, string, (copy: Plan) => void]>([
  [
    "a value",
    "routeros_ip_route.wan",
    (copy) => Object.assign(change(copy, 0)["after"] ?? {}, { gateway: "x" }),
  ],
  [
    "a sensitive value",
    "routeros_interface_pppoe_client.wan",
    (copy) => Object.assign(change(copy, 1)["after"] ?? {}, { password: "x" }),
  ],
  [
    "a value on the router",
    "routeros_ip_dhcp_client.wan",
    (copy) => Object.assign(change(copy, 2)["before"] ?? {}, { comment: "by hand" }),
  ],
  ["an action", "routeros_ip_dns.wan", (copy) => Object.assign(change(copy, 3), { actions: ["update"] })],
  [
    "a value that is known later",
    "routeros_ip_address.wan",
    (copy) => Object.assign(change(copy, 4)["after_unknown"] ?? {}, { interface: true }),
  ],
  [
    "the row that is deleted",
    "routeros_ip_firewall_nat.wan",
    (copy) => Object.assign(change(copy, 5)["before"] ?? {}, { id: "*4" }),
  ],
  [
    "a resource's former address",
    "routeros_ip_dns.wan",
    (copy) => Object.assign(copy.resource_changes[3] ?? {}, { previous_address: "routeros_ip_dns.old" }),
  ],
  [
    "a resource more",
    "routeros_ip_pool.wan",
    (copy) => copy.resource_changes.push(resource("routeros_ip_pool", update({}, { name: "x" }))),
  ],
  [
    "the dependencies of a resource",
    "routeros_ip_route.wan",
    (copy) => Object.assign(copy.configuration.root_module.resources[0] ?? {}, { depends_on: [] }),
  ],
  [
    "a provisioner",
    "routeros_ip_route.wan",
    (copy) => Object.assign(copy.configuration.root_module.resources[0] ?? {}, { provisioners: [{}] }),
  ],
  [
    "a module",
    "configuration",
    (copy) => Object.assign(copy.configuration.root_module, { module_calls: { x: {} } }),
  ],
  [
    "the provider's version",
    "configuration",
    (copy) => Object.assign(copy.configuration.provider_config.routeros, { version_constraint: "1.99.0" }),
  ],
  [
    "Terraform's version",
    "terraform_version",
    (copy) => Object.assign(copy, { terraform_version: "1.12.0" }),
  ],
  [
    "what a later Terraform adds to its plans",
    "action_invocations",
    (copy) => Object.assign(copy, { action_invocations: [{}] }),
  ],
])("plans that differ in %s are not equal: one line names it, and no value", (_, name, differ) => {
  const line = `The plan of now is not the reviewed one: ${name} differ. Run the plan of the request again and read its review, then run the apply again.\n`;
  expect(compared(plan(), changed(differ))).toEqual([false, line]);
  expect(compared(changed(differ), plan())).toEqual([false, line]);
});

test("many differences are cut short, and a name that a forger chose commands no runner", () => {
  const forged = changed((copy) => {
    for (let i = 0; i < 14; i += 1) {
      copy.resource_changes.push({
        ...resource("x", update({}, {})),
        address: `\n::add-mask::${i}\u001b[2J##[debug]`,
      });
    }
  });
  const [ok, text] = compared(forged, plan(), { GITHUB_ACTIONS: "true" });
  expect([ok, text.split("\n").length]).toEqual([false, 2]);
  expect(text).toMatch(
    /^::error::The plan of now is not the reviewed one: \?{3}add-mask\?\?0\?\[2J\?\?\[debug\], /,
  );
  expect(text).toContain(" and 4 more differ.");
});

test.each([
  ["no JSON", '{ "password": "hunter2" '],
  ["no plan", "[]"],
  ["nothing", "null"],
  ["a plan whose changes are none", { configuration: { root_module: {} }, resource_changes: [null] }],
])("of %s one line says that it is not a plan, and quotes nothing", (_, reviewed) => {
  expect(compared(reviewed, plan())).toEqual([
    false,
    "reviewed.json is not a plan that terraform show -json wrote.\n",
  ]);
});
