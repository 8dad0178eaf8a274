import type { Resources } from "../terraform";
import { changed, findingsIn, findingsOfChange, found, of } from "./findings-in";

type Rules = Record<string, Record<string, unknown>>;

const site = (routeros_routing_rule: Rules): Resources => ({ ...changed({}), routeros_routing_rule });

const LAN = { action: "lookup", src_address: "192.168.0.0/24", table: "to_wlan2" };
const HOST = { action: "lookup-only-in-table", src_address: "192.168.0.9/32", table: "to_wlan1" };
const after = (rule: Record<string, unknown>, other: string) => ({
  ...rule,
  depends_on: [`routeros_routing_rule.${other}`],
});

test("a rule behind the catch-all of its LAN is never reached", () => {
  const [finding, ...more] = of(findingsIn(site({ lan: LAN, host: after(HOST, "lan") })), "rule-unreachable");
  expect(more).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    resources: ["routeros_routing_rule.host", "routeros_routing_rule.lan"],
    message: expect.stringContaining("while table to_wlan2 has a route"),
  });
});

test("in the right order both are reached, also where the wider rule's table has no route", () => {
  expect(found(site({ host: HOST, lan: after(LAN, "host") }), "rule-unreachable")).toEqual([]);
  const empty = { ...LAN, table: "to_nowhere" };
  expect(found(site({ lan: empty, host: after(HOST, "lan") }), "rule-unreachable")).toEqual([]);
  const only = { ...empty, action: "lookup-only-in-table" };
  expect(found(site({ lan: only, host: after(HOST, "lan") }), "rule-unreachable")).toHaveLength(1);
});

test("a rule that hides the default route lets the others pass", () => {
  const first = { ...LAN, table: "main", min_prefix: 0 };
  expect(found(site({ lan: first, host: after(HOST, "lan") }), "rule-unreachable")).toEqual([]);
});

test("a rule that is added later comes last, and the wider one has to be replaced", () => {
  const before = site({ lan: LAN });
  const dependent = site({ host: HOST, lan: after(LAN, "host") });
  expect(of(findingsOfChange(before, dependent), "rule-unreachable")).toMatchObject([
    { remediation: expect.stringMatching(/^Plan with -replace='routeros_routing_rule.lan'/) },
  ]);
  const free = site({ host: HOST, lan: LAN });
  expect(of(findingsOfChange(before, free), "rule-unreachable")).toMatchObject([
    { remediation: expect.stringMatching(/^Let routeros_routing_rule.lan wait for this rule/) },
  ]);
});

test("new rules that can match the same packets and wait for nothing are in any order", () => {
  const local = { action: "lookup", dst_address: "10.20.0.0/16", table: "main" };
  const [finding] = of(findingsIn(site({ lan: LAN, local })), "rule-order-by-chance");
  expect(finding).toMatchObject({
    severity: "error",
    resources: ["routeros_routing_rule.lan", "routeros_routing_rule.local"],
  });
  expect(found(site({ local, lan: after(LAN, "local") }), "rule-order-by-chance")).toEqual([]);
  const other = { ...LAN, src_address: "192.168.1.0/24", table: "to_wlan1" };
  expect(found(site({ lan: LAN, other }), "rule-order-by-chance")).toEqual([]);
});

test("more new rules than are compared are counted", () => {
  const many = Object.fromEntries(
    Array.from({ length: 201 }, (_, i) => [
      `r${i}`,
      { ...HOST, src_address: `10.7.${Math.floor(i / 200)}.${i % 200}/32` },
    ]),
  );
  expect(of(findingsIn(site(many)), "rule-order-by-chance")).toMatchObject([
    {
      severity: "note",
      message: expect.stringContaining("creates 201 routing rules, and only the first 200"),
    },
  ]);
});
