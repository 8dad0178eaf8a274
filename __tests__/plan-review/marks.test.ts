import { changed, findingsIn, found, of } from "./findings-in";
import { articleResources } from "./plans";

const KINDS = [
  "connection-mark-unused",
  "connection-mark-undefined",
  "connection-mark-overwritten",
  "table-missing",
  "table-empty",
  "table-unused",
  "mark-shared",
] as const;

test("the article's gateway has no fault in its marks", () => {
  expect(found(articleResources(3), KINDS)).toEqual([]);
});

test("a mark that nobody reads names the rule that was meant to", () => {
  const twice = changed({ routeros_ip_firewall_mangle: { wlan2_output: { connection_mark: "wlan1_conn" } } });
  const [finding] = of(findingsIn(twice), "connection-mark-unused");
  expect(finding).toMatchObject({ verdict: "fail", severity: "error" });
  expect(finding?.remediation).toContain(
    "connection-mark=wlan1_conn: one of them may have to match wlan2_conn",
  );
  expect(finding?.resources).toContain("routeros_ip_firewall_mangle.wlan2_output");
});

test("where no rule of the plan reads any mark, others may", () => {
  const alone = {
    routeros_ip_firewall_mangle: {
      m: { chain: "input", action: "mark-connection", new_connection_mark: "voice" },
    },
  };
  expect(found(alone, "connection-mark-unused")).toEqual(["unknown warning ip_firewall_mangle.m"]);
});

test("a mark that is misspelled where it is read gets the right spelling", () => {
  const wrong = changed({ routeros_ip_firewall_mangle: { wlan2_output: { connection_mark: "wlan2_con" } } });
  const [finding] = of(findingsIn(wrong), "connection-mark-undefined");
  expect(finding).toMatchObject({
    verdict: "fail",
    remediation: "Use the same name in both places: the plan sets wlan2_conn.",
  });
});

test("a rule that marks whatever comes in is one only where it lacks both guards", () => {
  const bare = { connection_mark: undefined };
  expect(
    found(changed({ routeros_ip_firewall_mangle: { wlan1_input: bare } }), "connection-mark-overwritten"),
  ).toEqual(["fail note ip_firewall_mangle.wlan1_input"]);
  const ofAll = { ...bare, chain: "prerouting" };
  expect(
    found(changed({ routeros_ip_firewall_mangle: { wlan1_input: ofAll } }), "connection-mark-overwritten"),
  ).toEqual(["fail error ip_firewall_mangle.wlan1_input"]);
  const onlyNew = { ...bare, connection_state: "new" };
  expect(
    found(changed({ routeros_ip_firewall_mangle: { wlan1_input: onlyNew } }), "connection-mark-overwritten"),
  ).toEqual([]);
});

test("a mark that leads to a table of another spelling", () => {
  const wrong = changed({ routeros_ip_firewall_mangle: { wlan1_output: { new_routing_mark: "to_wla1" } } });
  const [finding] = of(findingsIn(wrong), "table-missing");
  expect(finding).toMatchObject({
    verdict: "fail",
    remediation: "Use the same name in both places: the plan has table to_wlan1.",
  });
  expect(found(wrong, "table-unused")).toEqual(["fail warning ip_route.wlan1_policy"]);
});

test("in a plan without tables the router may have the one that is named", () => {
  const route = { gateway: "10.0.0.1", routing_table: "elsewhere" };
  expect(found({ routeros_ip_route: { r: route } }, "table-missing")).toEqual(["unknown warning ip_route.r"]);
});

test("a routing rule that names a table", () => {
  const rule = (table: string) =>
    changed({ routeros_routing_rule: { r: { action: "lookup", src_address: "192.168.0.7/32", table } } });
  expect(found(rule("to_wlan2"), "table-missing")).toEqual([]);
  expect(found(rule("to_wlan9"), "table-missing")).toEqual(["fail error routing_rule.r"]);
});

test("a VRF is a table of its name", () => {
  const routeros_ip_route = { r: { gateway: "10.0.0.1", routing_table: "guests" } };
  const vrf = (name: string) =>
    changed({ routeros_ip_vrf: { v: { name, interfaces: "wlan9" } }, routeros_ip_route });
  expect(found(vrf("guests"), "table-missing")).toEqual([]);
  expect(found(vrf("others"), "table-missing")).toEqual(["fail error ip_route.r"]);
});

test("a table that marks lead to and that has no route", () => {
  expect(found(changed({ routeros_ip_route: { wlan1_policy: null } }), "table-empty")).toEqual([
    "fail error routing_table.wlan1",
  ]);
});

test("one mark for two WANs", () => {
  const shared = changed({
    routeros_ip_firewall_mangle: { wlan2_input: { new_connection_mark: "wlan1_conn" }, wlan2_output: null },
  });
  expect(found(shared, "mark-shared")).toEqual(["fail error ip_firewall_mangle.wlan1_input"]);
  const counted = changed({
    routeros_ip_firewall_mangle: {
      wlan1_input: { new_connection_mark: "counted" },
      wlan2_input: { new_connection_mark: "counted" },
    },
  });
  expect(found(counted, "mark-shared")).toEqual([]);
});
