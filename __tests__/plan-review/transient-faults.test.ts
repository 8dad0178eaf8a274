import { type ReportedFinding, readPlan, review } from "../../lib/plan-review";
import type { Resources } from "../terraform";
import { changed, findingsOfChange, of } from "./findings-in";
import { articleResources, planJson } from "./plans";

const windows = (findings: readonly ReportedFinding[]) =>
  findings
    .filter(({ id }) => id.startsWith("transient-"))
    .map(({ id, subject, severity, resources }) =>
      [
        id.replace("transient-", ""),
        subject,
        severity,
        ...resources.map((name) => name.replace("routeros_", "")),
      ].join(" "),
    );

/** The article's gateway without anything that says what waits for what. */
const unordered = (wans: number): Resources =>
  Object.fromEntries(
    Object.entries(articleResources(wans)).map(([type, byName]) => [
      type,
      Object.fromEntries(
        Object.entries(byName).map(([name, { depends_on, ...values }]) => [
          name,
          Object.fromEntries(
            Object.entries(values).map(([key, value]) => [
              key,
              String(value).replace(/^\$\{routeros_routing_table\.(\w+)\.name\}$/, "to_$1") === String(value)
                ? value
                : String(value).replace(/^\$\{routeros_routing_table\.(\w+)\.name\}$/, "to_$1"),
            ]),
          ),
        ]),
      ),
    ]),
  );

describe("the article's gateway, in its order, opens no window", () => {
  test.each([
    ["when it is made", {}, articleResources(2)],
    ["when a WAN comes", articleResources(2), articleResources(3)],
    ["when a WAN goes", articleResources(3), articleResources(2)],
    ["when it goes", articleResources(2), {}],
    ["when it is left as it is", articleResources(2), articleResources(2)],
  ])("%s", (_, before, after) => {
    expect(windows(findingsOfChange(before, after, { operator: "192.168.0.50" }))).toEqual([]);
  });
});

test("a mark for main opens no window: packets without a mark go there, too", () => {
  const marked = (resources: Resources): Resources => ({
    ...resources,
    routeros_ip_firewall_mangle: {
      ...resources["routeros_ip_firewall_mangle"],
      lan: { chain: "prerouting", in_interface: "Local", action: "mark-routing", new_routing_mark: "main" },
    },
  });
  const found = windows(findingsOfChange({}, marked(unordered(2))));
  expect(found.join()).toContain("mark-into-empty-table to_wlan2");
  expect(found.join()).not.toContain("mark-into-empty-table main");
});

test("without an order a new WAN may carry traffic before it is masqueraded, and a mark may come before its route", () => {
  expect(windows(findingsOfChange(unordered(2), unordered(3)))).toEqual([
    "mark-into-empty-table to_wlan3 warning ip_firewall_mangle.wlan3_output routing_table.wlan3",
    "unmasqueraded wlan3 warning ip_address.wlan3 ip_firewall_nat.wlan3",
  ]);
  const [bare] = of(findingsOfChange(unordered(2), unordered(3)), "transient-unmasqueraded");
  expect(bare?.remediation).toBe(
    "Add depends_on = [routeros_ip_firewall_nat.wlan3] to routeros_ip_address.wlan3, or do it in two applies.",
  );
});

test("a new rule stands last until routeros_move_items has moved it", () => {
  const gatewayBeforeOthers = (wanCount: number, sequence?: readonly string[]): Resources => {
    const gateway = articleResources(wanCount);
    const names = Object.keys(gateway["routeros_ip_firewall_nat"] ?? {});
    return {
      ...gateway,
      routeros_ip_firewall_nat: {
        ...gateway["routeros_ip_firewall_nat"],
        others: { chain: "srcnat", action: "accept" },
      },
      routeros_move_items: {
        order: {
          resource_path: "/ip/firewall/nat",
          sequence: sequence ?? [...names, "others"].map((name) => `\${routeros_ip_firewall_nat.${name}.id}`),
        },
      },
    };
  };
  expect(
    windows(findingsOfChange(gatewayBeforeOthers(2, ["*3", "*4", "*5"]), gatewayBeforeOthers(3))),
  ).toEqual(["unmasqueraded wlan3 warning ip_address.wlan3 move_items.order"]);
});

test("a default route that is made anew under another name leaves a moment without any", () => {
  const one = articleResources(1);
  const { wlan1_default, ...routes } = one["routeros_ip_route"] ?? {};
  const renamed = {
    ...one,
    routeros_ip_route: { ...routes, uplink: wlan1_default ?? {} },
    routeros_ip_firewall_mangle: {},
  };
  const before = { ...one, routeros_ip_firewall_mangle: {} };
  const [finding] = of(findingsOfChange(before, renamed), "transient-without-route");
  expect(finding).toMatchObject({
    severity: "error",
    resources: ["routeros_ip_route.wlan1_default", "routeros_ip_route.uplink"],
    message: expect.stringMatching(
      /^In some of the possible orders of the apply, after deleting routeros_ip_route\.wlan1_default and before creating routeros_ip_route\.uplink, all new connections/,
    ),
    remediation: expect.stringContaining("-target='routeros_ip_route.uplink'"),
  });
});

test("each LAN is followed: one whose own masquerade rule is made anew is bare for a moment", () => {
  const rule = (lan: string) => ({
    chain: "srcnat",
    src_address: lan,
    out_interface: "wlan1",
    action: "masquerade",
    disabled: false,
  });
  const named = (name: string) =>
    changed(
      {
        routeros_ip_address: {
          Visitors: { address: "192.168.9.1/24", interface: "Visitors", disabled: false },
        },
        routeros_ip_firewall_nat: { wlan1: rule("192.168.0.0/24"), [name]: rule("192.168.9.0/24") },
      },
      1,
    );
  expect(windows(findingsOfChange(named("visitors"), named("guests")))).toEqual([
    "unmasqueraded wlan1 error ip_firewall_nat.visitors ip_firewall_nat.guests",
  ]);
});

test("of two LANs that are bare by one WAN, the one that loses most connections is named", () => {
  const rule = {
    chain: "srcnat",
    src_address: "192.168.0.0/16",
    out_interface: "wlan1",
    action: "masquerade",
  };
  const allByWlan1 = {
    chain: "prerouting",
    in_interface: "Visitors",
    dst_address_type: "!local",
    action: "mark-routing",
    new_routing_mark: "to_wlan1",
    passthrough: false,
  };
  const named = (name: string) =>
    changed({
      routeros_ip_address: {
        Visitors: { address: "192.168.9.1/24", interface: "Visitors", disabled: false },
      },
      routeros_ip_firewall_mangle: { allByWlan1 },
      routeros_ip_firewall_nat: { wlan1: null, [name]: { ...rule, disabled: false } },
    });
  const [finding] = of(findingsOfChange(named("visitors"), named("guests")), "transient-unmasqueraded");
  expect(finding?.message).toContain("all new connections from LAN Visitors");
});

test("a default route that is replaced leaves one in every order, and says why", () => {
  const one = { ...articleResources(1), routeros_ip_firewall_mangle: {} };
  const json = planJson(one, one) as { resource_changes: { address: string; change: object }[] };
  const resource_changes = json.resource_changes.map((item) =>
    item.address !== "routeros_ip_route.wlan1_default"
      ? item
      : { ...item, change: { ...item.change, actions: ["delete", "create"], replace_paths: [["gateway"]] } },
  );
  const { findings } = review([readPlan(JSON.stringify({ ...json, resource_changes }), "plan.json")]);
  expect(of(findings, "transient-without-route")[0]?.message).toMatch(
    /^In every possible order of the apply, after deleting/,
  );
  expect(of(findings, "row-replaced")[0]?.message).toContain("gateway cannot be updated in place");
});

test("a window that two operations open only together, while two others wait, is found", () => {
  const { routeros_ip_firewall_nat: masquerade = {}, routeros_ip_address: addresses } = articleResources(2);
  const one: Resources = { ...articleResources(1), routeros_ip_firewall_mangle: {} };
  const { wlan1_default, ...routes } = one["routeros_ip_route"] ?? {};
  const before = { ...one, routeros_ip_address: { ...addresses } };
  const backup = { dst_address: "0.0.0.0/0", gateway: "10.111.0.1", routing_table: "main", distance: 2 };
  const after = {
    ...before,
    routeros_ip_route: { ...routes, uplink: wlan1_default ?? {}, backup },
    routeros_ip_firewall_nat: {
      ...one["routeros_ip_firewall_nat"],
      wlan2: { ...masquerade["wlan2"], depends_on: [] },
    },
  };
  const [finding] = of(findingsOfChange(before, after), "transient-unmasqueraded");
  expect(finding).toMatchObject({ subject: "wlan2", severity: "error" });
  const names = ["wlan1_default", "backup", "uplink"].map((name) => `routeros_ip_route.${name}`);
  const [opener = "", closer = ""] = finding?.resources ?? [];
  expect(names.slice(0, 2)).toContain(opener);
  expect([names[2], "routeros_ip_firewall_nat.wlan2"]).toContain(closer);
});

describe("what Terraform removes before it changes a row", () => {
  const one: Resources = { ...articleResources(1), routeros_ip_firewall_mangle: {} };
  const route = (gateway: string, depends_on: string[]) => ({
    ...one["routeros_ip_route"]?.["wlan1_default"],
    gateway,
    depends_on,
  });
  const toTarget = { dst_address: "9.9.9.9/32", gateway: "10.112.0.1", routing_table: "main", scope: 10 };
  const byTarget = { gateway: "9.9.9.9", target_scope: 11, depends_on: ["routeros_ip_route.target"] };

  test("includes what the row depended on: a route is without its gateway's own in every order", () => {
    const routes = one["routeros_ip_route"] ?? {};
    const before = {
      ...one,
      routeros_ip_route: {
        ...routes,
        target: toTarget,
        wlan1_default: { ...route("9.9.9.9", []), ...byTarget },
      },
    };
    const [finding] = of(findingsOfChange(before, one), "transient-without-route");
    expect(finding?.message).toMatch(
      /^In every possible order of the apply, after deleting routeros_ip_route\.target and before updating routeros_ip_route\.wlan1_default/,
    );
  });

  test("includes what depended on the row: an address that goes is gone before its masquerade rule is changed", () => {
    const moved = changed({
      routeros_ip_firewall_nat: { wlan2: { out_interface: "lte1" } },
      routeros_ip_address: { wlan2: null },
      routeros_ip_route: {
        wlan2_policy: { gateway: "lte1", depends_on: ["routeros_ip_firewall_nat.wlan2"] },
        wlan2_default: { gateway: "lte1" },
      },
    });
    expect(of(findingsOfChange(articleResources(), moved), "transient-unmasqueraded")).toEqual([]);
  });
});

test("an address that follows its masquerade rule to another interface is to be replaced", () => {
  const moved = changed({
    routeros_ip_firewall_nat: { wlan2: { out_interface: "ether9" } },
    routeros_ip_address: { wlan2: { interface: "ether9" } },
    routeros_ip_firewall_mangle: { wlan2_input: { in_interface: "ether9" } },
  });
  expect(of(findingsOfChange(articleResources(), moved), "transient-unmasqueraded")).toMatchObject([
    {
      message: expect.stringMatching(/^In every possible order/),
      remediation: expect.stringContaining("-replace='routeros_ip_address.wlan2'"),
    },
  ]);
});

test("an operator whose address is removed before the rest is cut off in the middle", () => {
  const moved = changed({ routeros_ip_address: { Local: null } }, 3);
  const findings = findingsOfChange(articleResources(2), moved, { operator: "192.168.0.50" });
  expect(of(findings, "transient-operator-cut")[0]).toMatchObject({
    severity: "error",
    resources: ["routeros_ip_address.Local"],
  });
});

test("two WANs that swap addresses need two applies", () => {
  const swapped = changed({
    routeros_ip_address: { wlan1: { address: "10.111.0.2/24" }, wlan2: { address: "10.112.0.2/24" } },
  });
  expect(
    of(findingsOfChange(articleResources(), swapped), "two-applies-needed").map(({ subject }) => subject),
  ).toEqual(["10.111.0.2/24", "10.112.0.2/24"]);
});

test("an address that another resource still has may be refused, unless it is given up first", () => {
  const uplink = { address: "10.112.0.2/24", interface: "wlan1" };
  const renamed = changed({ routeros_ip_address: { wlan1: null, uplink } });
  const taken = (after: Resources) => of(findingsOfChange(articleResources(), after), "value-in-use");
  expect(taken(renamed)).toMatchObject([{ verdict: "unknown", severity: "error", subject: "10.112.0.2/24" }]);
  const settled = changed({
    routeros_ip_address: {
      wlan1: { address: "10.112.0.9/24" },
      uplink: { ...uplink, depends_on: ["routeros_ip_address.wlan1"] },
    },
  });
  expect(taken(settled)).toMatchObject([{ verdict: "pass", severity: "note" }]);
});

test("a row that is replaced by creating the new one first has not given its value up before that", () => {
  const uplink = {
    address: "10.112.0.2/24",
    interface: "wlan1",
    depends_on: ["routeros_ip_address.wlan1"],
  };
  const after = changed({ routeros_ip_address: { wlan1: { address: "10.112.0.9/24" }, uplink } });
  const json = planJson(articleResources(), after) as {
    resource_changes: { address: string; change: object }[];
  };
  const resource_changes = json.resource_changes.map((item) =>
    item.address !== "routeros_ip_address.wlan1"
      ? item
      : { ...item, change: { ...item.change, actions: ["create", "delete"] } },
  );
  const { findings } = review([readPlan(JSON.stringify({ ...json, resource_changes }), "plan.json")]);
  expect(of(findings, "value-in-use")).toMatchObject([{ verdict: "unknown", severity: "error" }]);
});
