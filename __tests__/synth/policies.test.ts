import { HealthCheck, Otherwise, Wan } from "../../lib";
import { gatewayOf, rowsByComment, synthesizeGateway, wlan1, wlan2 } from "./synthesize";

const lans = [
  { interface: "bridge", name: "office", address: "192.168.0.1/24" },
  { interface: "vlan20", name: "guests", address: "192.168.1.1/24" },
];
const wans = [
  Wan.static(wlan1),
  Wan.static({ ...wlan2, healthCheck: HealthCheck.arp() }),
  Wan.dhcp({ name: "cable", interface: "ether9" }),
];
const bank = { name: "bank", to: ["203.0.113.80"], via: [["wlan1"]], otherwise: Otherwise.BLOCK };
const guests = { name: "guests", from: ["guests", "192.168.0.64/26"], via: [["cable"], ["wlan2"]] };

const rowsWith = (...policies: (typeof bank | typeof guests)[]) =>
  rowsByComment(synthesizeGateway({ lans, wans, policies }));

test("a policy by destination keeps its routes before one with sources", () => {
  const rows = rowsWith(bank, guests);
  expect(rows["gateway/wlan1/pin:203.0.113.80"]).toMatchObject({ dst_address: "203.0.113.80/32" });
  expect(rows["gateway/policies/bank:anywhere:203.0.113.80:routing-rule"]).toBeUndefined();
});

test("a policy by destination has a rule behind one with sources", () => {
  const rows = rowsWith(guests, bank);
  expect(rows["gateway/wlan1/pin:203.0.113.80"]).toBeUndefined();
  expect(rows["gateway/policies/bank:anywhere:203.0.113.80:routing-rule"]).toMatchObject({
    dst_address: "203.0.113.80/32",
    action: "lookup-only-in-table",
    table: "policy_bank",
  });
});

test("the table of a policy leads out of its WANs by tiers, and then out of the others", () => {
  const rows = rowsWith(guests);
  expect(rows["gateway/wlan2/policy:guests"]).toMatchObject({
    gateway: "10.111.0.1",
    distance: 2,
    check_gateway: "arp",
    routing_table: "policy_guests",
  });
  expect(rows["gateway/wlan1/policy:guests"]).toMatchObject({ distance: 3 });
  expect(rows["gateway/cable/dhcp-client"]).toMatchObject({
    default_route_tables: ["main:1", "to_cable:1", "policy_guests:1"],
  });
});

test("each source has two rules: for what is in table main, and for the table of the policy", () => {
  const gateway = gatewayOf({ lans, wans, policies: [guests] });
  expect(
    gateway.policies[0]?.rules.map((rule) => [
      rule.interfaceInput ?? rule.srcAddressInput,
      rule.tableInput,
      rule.minPrefixInput,
    ]),
  ).toEqual([
    ["vlan20", "main", 0],
    ["vlan20", "policy_guests", undefined],
    ["192.168.0.64/26", "main", 0],
    ["192.168.0.64/26", "policy_guests", undefined],
  ]);
});

test("the rules are in order: of management, then of the policies in theirs", () => {
  const synthesized = synthesizeGateway({
    lans,
    wans,
    policies: [guests, bank],
    management: { sources: ["192.168.1.9"] },
  });
  const rules = synthesized.resource.routeros_routing_rule ?? {};
  const [order] = Object.values(synthesized.resource.routeros_move_items ?? {});
  const sequence = (order?.["sequence"] ?? []) as string[];
  const comments = sequence.map(
    (id) => rules[id.replace(/^\$\{routeros_routing_rule\.|\.id\}$/g, "")]?.["comment"],
  );
  expect(comments.map((comment) => String(comment).replace(/:(specific-routes|routing-rule)$/, ""))).toEqual([
    "gateway/settings/management:192.168.1.9",
    ...Array(2).fill("gateway/policies/guests:guests:anywhere"),
    ...Array(2).fill("gateway/policies/guests:192.168.0.64-26:anywhere"),
    ...Array(2).fill("gateway/policies/bank:anywhere:203.0.113.80"),
  ]);
});
