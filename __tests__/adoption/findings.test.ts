import type { Fields } from "../../lib/adoption/fields";
import { findingsOf } from "../../lib/adoption/findings";
import { isHealable, remediesOf } from "../../lib/adoption/remedies";
import { type Planned, stackOf } from "./stacks";

const MENU = "/ip/route";
const said = (n: number) => ({
  dst_address: "0.0.0.0/0",
  gateway: `10.0.${n}.1`,
  routing_table: "main",
  check_gateway: "ping",
  comment: `gateway/wan${n}/default-route`,
});
const held = (n: number): Planned => ({
  type: "routeros_ip_route",
  name: `wan${n}`,
  said: said(n),
  state: { id: `*${n}`, ...said(n) },
  unsaid: ["pref_src"],
});
const waiting = (n: number): Planned => ({ ...held(n), state: undefined });
const row = (id: string, n: number, more: Fields = {}): Fields => ({
  ".id": id,
  "dst-address": "0.0.0.0/0",
  gateway: `10.0.${n}.1`,
  "routing-table": "main",
  "check-gateway": "ping",
  comment: `gateway/wan${n}/default-route`,
  ...more,
});

const find = (resources: readonly Planned[], rows: readonly Fields[]) =>
  findingsOf(stackOf(...resources), new Map([[MENU, rows]]));
const kinds = (...of: Parameters<typeof find>) =>
  find(...of).all.map((finding) => [finding.kind, "row" in finding ? finding.row[".id"] : undefined]);

test("of two copies that the state knows none of, one is imported, then the other removed", () => {
  const findings = find([waiting(1)], [row("*8", 1), row("*9", 1)]);
  expect(remediesOf(findings).map((remedy) => [remedy.kind, remedy.row[".id"]])).toEqual([
    ["import", "*8"],
    ["remove", "*9"],
  ]);
});

test("a copy that differs in a field, or has one more, is not removed", () => {
  const rows = [
    row("*1", 1),
    row("*8", 1, { "check-gateway": "arp" }),
    row("*9", 1, { "pref-src": "10.0.1.2" }),
  ];
  const findings = find([held(1)], rows);
  expect(findings.all.map(({ kind }) => kind)).toEqual(["claimed", "claimed"]);
  expect(remediesOf(findings)).toEqual([]);
});

test("where the state's own row is gone, its double is the row, and not removed", () => {
  const findings = find(
    [held(1), held(2), held(3)],
    [row("*8", 1), row("*9", 1), row("*2", 2), row("*3", 3)],
  );
  expect(findings.all.map(({ kind }) => kind)).toEqual(["unknown", "double"]);
  expect(remediesOf(findings).map((remedy) => [remedy.kind, remedy.row[".id"]])).toEqual([
    ["import", "*8"],
    ["remove", "*9"],
  ]);
});

test("where the state's own row was changed, its double may do the work, and is not removed", () => {
  const rows = [row("*1", 1, { gateway: "10.0.1.7" }), row("*9", 1)];
  expect(kinds([held(1)], rows)).toEqual([
    ["differs", "*1"],
    ["claimed", "*9"],
  ]);
  const { "check-gateway": _, ...bare } = row("*1", 1);
  const lacking = find([held(1)], [bare, row("*9", 1)]);
  expect(remediesOf(lacking).map(({ kind }) => kind)).toEqual(["write", "remove"]);
});

test("a row that two resources are is no copy of either", () => {
  const twice = [held(1), { ...waiting(1), name: "again" }];
  expect(kinds(twice, [row("*1", 1), row("*9", 1)])).toEqual([["claimed", "*9"]]);
});

test("while a change waits to be applied, a copy is one of what stands, not of what is to be", () => {
  const changing = { ...held(1), said: { ...said(1), gateway: "10.0.1.9" } };
  expect(kinds([changing], [row("*1", 1), row("*8", 1)])).toEqual([["double", "*8"]]);
  expect(kinds([changing], [row("*1", 1), row("*8", 1, { gateway: "10.0.1.9" })])).toEqual([
    ["claimed", "*8"],
  ]);
});

test("a row without a comment is nobody's copy", () => {
  const { comment: _, ...bare } = row("*9", 1);
  expect(kinds([held(1)], [row("*1", 1), bare])).toEqual([]);
});

test("only what a reply leaves out is written", () => {
  const { "check-gateway": _, ...bare } = row("*1", 1, { gateway: "10.0.1.7" });
  const [remedy, ...others] = remediesOf(find([held(1)], [bare]));
  expect([remedy?.kind, remedy?.kind === "write" && remedy.fields, others]).toEqual([
    "write",
    { "check-gateway": "ping" },
    [],
  ]);
});

test("the same program's router elsewhere has the same comments, and is told by what its rows do", () => {
  const elsewhere = (n: number) => row(`*${n}`, n, { gateway: `172.16.${n}.1` });
  const findings = find([held(1), held(2), held(3)], [elsewhere(1), elsewhere(2), row("*3", 3)]);
  expect([findings.otherRouter, isHealable(findings)]).toEqual([true, false]);
  const one = find([held(1), held(2), held(3)], [elsewhere(1), row("*2", 2), row("*3", 3)]);
  expect([one.otherRouter, isHealable(one)]).toEqual([false, true]);
});

test("a row of another comment that does something else is foreign, and stops the healing", () => {
  const theirs = row("*1", 9, { comment: "theirs" });
  const findings = find([held(1), held(2), held(3)], [theirs, row("*2", 2), row("*3", 3)]);
  expect(findings.all.map(({ kind }) => kind)).toEqual(["foreign"]);
  expect(isHealable(findings)).toBe(false);
});

test("a row under the state's id that somebody only described anew is still ours", () => {
  expect(kinds([held(1)], [row("*1", 1, { comment: "uplink" })])).toEqual([["differs", "*1"]]);
});
