import { formatMarkdown, readPlan, review } from "../../lib/plan-review";
import type { Resources } from "../terraform";
import { planJson } from "./plans";

/** What the review says of a first plan and a version: severity, verdict and subject. */
function said(
  resources: Resources,
  routerOsVersion?: string,
  json = planJson({}, resources),
): readonly string[] {
  const { findings } = review([readPlan(JSON.stringify(json), "plan.json")], { routerOsVersion });
  return findings
    .filter(({ id }) => id === "routeros-version")
    .map(({ severity, verdict, subject }) => `${severity} ${verdict} ${subject}`);
}

const row = (type: string, values: Record<string, unknown>): Resources => ({ [type]: { r: values } });

const dhcp = row("routeros_ip_dhcp_client", { interface: "ether1", default_route_tables: "main:1" });
const settings = row("routeros_ip_settings", { route_cache: true });
const macvlan = row("routeros_interface_macvlan", { name: "m", interface: "ether1", mode: "bridge" });
const peer = row("routeros_interface_wireguard_peer", { interface: "wg", is_responder: true });
const route = row("routeros_ip_route", { gateway: "10.0.0.1", suppress_hw_offload: false });

test.each<[string, Resources, string, string[]]>([
  ["an argument before it came", dhcp, "7.17", ["error fail /ip/dhcp-client default-route-tables"]],
  ["an argument since it came", dhcp, "7.18", []],
  ["an argument before it went", settings, "7.12.2", []],
  ["an argument since it went", settings, "7.13", ["error fail /ip/settings route-cache"]],
  ["a menu before it came, once", macvlan, "7.11", ["error fail /interface/macvlan"]],
  ["a menu since it came", macvlan, "7.12", []],
  [
    "an argument that went but on some hardware",
    route,
    "7.21",
    ["error unknown /ip/route suppress-hw-offload"],
  ],
  ["such an argument before it went", route, "7.20.8", []],
  ["an argument before its first name", peer, "7.14", ["error fail /interface/wireguard/peers is-responder"]],
  ["an argument under its first name", peer, "7.16", []],
  ["an argument under its second name", peer, "7.24", []],
  [
    "a menu of a package that the last devices did not have",
    row("routeros_interface_veth", { name: "v" }),
    "7.24",
    [],
  ],
  [
    "an argument that went and came back",
    row("routeros_interface_bonding", { name: "b", mlag_id: 1 }),
    "7.20",
    [],
  ],
  ["an empty text", row("routeros_ip_dhcp_client", { interface: "e", default_route_tables: "" }), "7.12", []],
  ["a menu of which no device told", row("routeros_snmp", { enabled: true }), "7.12", []],
])("judges %s", (_, resources, version, expected) => {
  expect(said(resources, version)).toEqual(expected);
});

test("passes over what the provider works out and the configuration does not set", () => {
  const json = planJson({}, dhcp) as {
    configuration: { root_module: { resources: { expressions: object }[] } };
  };
  for (const block of json.configuration.root_module.resources) {
    block.expressions = { interface: {} };
  }
  expect(said(dhcp, "7.12", json)).toEqual([]);
});

test("notes what depends on the version where none is stated", () => {
  expect([dhcp, settings, route].flatMap((each) => said(each))).toEqual([
    "note unknown /ip/dhcp-client default-route-tables",
    "note unknown /ip/settings route-cache",
    "note unknown /ip/route suppress-hw-offload",
  ]);
});

test.each([
  ["7.30", "RouterOS 7.30 is not known to this tool; the report treats it as 7.24."],
  ["7.3", "RouterOS 7.3 is not known to this tool; the report treats it as 7.9.2."],
])("says which version it takes %s for", (version, text) => {
  const report = review([readPlan(JSON.stringify(planJson({}, settings)), "p")], {
    routerOsVersion: version,
  });
  expect(formatMarkdown(report)).toContain(text);
});
