import type { Fields } from "../../lib/state/fields";
import { isHealable, remediesOf } from "../../lib/state/remedies";
import { findingsOf } from "../../lib/state/state-findings";
import { type Planned, stackWritten, WRITINGS } from "./stacks";

describe.each(WRITINGS)("a stack of %s", (_name, writing) => {
  const stackOf = stackWritten(writing);
  const MENU = "/ip/route";
  const configured = (n: number) => ({
    dst_address: "0.0.0.0/0",
    gateway: `10.0.${n}.1`,
    routing_table: "main",
    check_gateway: "ping",
    comment: `gateway/wan${n}/default-route`,
  });
  const held = (n: number): Planned => ({
    type: "routeros_ip_route",
    name: `wan${n}`,
    configured: configured(n),
    state: { id: `*${n}`, ...configured(n) },
    unset: ["pref_src"],
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
    expect(findings.all.map(({ kind }) => kind)).toEqual(["orphaned", "orphaned"]);
    expect(remediesOf(findings)).toEqual([]);
  });

  test.each<[what: string, more: Fields]>([
    ["the provider knows", { "pref-src": "10.0.1.2" }],
    ["the provider does not know", { "vrf-interface": "ether1" }],
    ["is at no default, though the stack does not say it", { distance: "5" }],
    ["no version is known to have", { "of-tomorrow": "1" }],
    ["is called as what every object has", { constructor: "1" }],
  ])("a copy is not removed that has a field more that %s", (_, more) => {
    const findings = find([held(1)], [row("*1", 1), row("*9", 1, more)]);
    expect(findings.all.map(({ kind }) => kind)).toEqual(["orphaned"]);
    expect(remediesOf(findings)).toEqual([]);
    const twice = find([waiting(1)], [row("*8", 1), row("*9", 1, more)]);
    expect(remediesOf(twice).map((remedy) => [remedy.kind, remedy.row[".id"]])).toEqual([["import", "*8"]]);
  });

  test("a copy that shows defaults, counters and what its original shows too is one", () => {
    const shown = { active: "true", "immediate-gw": "10.0.1.1%ether1", "of-tomorrow": "1" };
    const defaults = { distance: "1", scope: "30", "suppress-hw-offload": "false", "pref-src": "" };
    const rows = [
      row("*1", 1, { ...shown, inactive: "true" }),
      row("*9", 1, { ...shown, active: "false", ...defaults }),
    ];
    expect(kinds([held(1)], rows)).toEqual([["duplicate", "*9"]]);
  });

  test("a copy is not removed where a secret may be all that tells it from its original", () => {
    const secretive: Planned = { ...held(1), secret: ["gateway"] };
    expect(kinds([secretive], [row("*1", 1), row("*9", 1)])).toEqual([["orphaned", "*9"]]);
  });

  test("a field of the stack's own row that the provider does not know is found, and left to its owner", () => {
    const findings = find([held(1)], [row("*1", 1, { "vrf-interface": "ether1", "of-tomorrow": "1" })]);
    expect(findings.all).toMatchObject([
      {
        kind: "drifted",
        differences: [{ field: "vrf-interface", found: "ether1", unmanaged: true }],
        unseen: [],
      },
    ]);
    expect(remediesOf(findings)).toEqual([]);
  });

  test("what the state holds of a field that the stack does not say is no difference, and another value is", () => {
    const { state = {} } = held(1);
    const distant: Planned = { ...held(1), unset: [], state: { ...state, distance: 5 } };
    expect(kinds([distant], [row("*1", 1, { distance: "5" })])).toEqual([]);
    expect(kinds([distant], [row("*1", 1, { distance: "7" })])).toEqual([["drifted", "*1"]]);
  });

  test("where the state's own row is gone, its double is the row, and not removed", () => {
    const findings = find(
      [held(1), held(2), held(3)],
      [row("*8", 1), row("*9", 1), row("*2", 2), row("*3", 3)],
    );
    expect(findings.all.map(({ kind }) => kind)).toEqual(["untracked", "duplicate"]);
    expect(remediesOf(findings).map((remedy) => [remedy.kind, remedy.row[".id"]])).toEqual([
      ["import", "*8"],
      ["remove", "*9"],
    ]);
  });

  test("where the state's own row was changed, its double may do the work, and is not removed", () => {
    const rows = [row("*1", 1, { gateway: "10.0.1.7" }), row("*9", 1)];
    expect(kinds([held(1)], rows)).toEqual([
      ["drifted", "*1"],
      ["orphaned", "*9"],
    ]);
    const { "check-gateway": _, ...bare } = row("*1", 1);
    const lacking = find([held(1)], [bare, row("*9", 1)]);
    expect(remediesOf(lacking).map(({ kind }) => kind)).toEqual(["write", "remove"]);
  });

  test("a row that two resources are is no copy of either", () => {
    const twice = [held(1), { ...waiting(1), name: "again" }];
    expect(kinds(twice, [row("*1", 1), row("*9", 1)])).toEqual([["orphaned", "*9"]]);
  });

  test("while a change waits to be applied, a copy is one of what stands, not of what is to be", () => {
    const changing = { ...held(1), configured: { ...configured(1), gateway: "10.0.1.9" } };
    expect(kinds([changing], [row("*1", 1), row("*8", 1)])).toEqual([["duplicate", "*8"]]);
    expect(kinds([changing], [row("*1", 1), row("*8", 1, { gateway: "10.0.1.9" })])).toEqual([
      ["orphaned", "*8"],
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

  test("where half of the rows are still there, it is the same router", () => {
    expect(find([held(1), held(2)], [row("*1", 1)]).otherRouter).toBe(false);
  });

  test("while a field of a resource is not known yet, no row is its copy, and none is removed", () => {
    const half = { ...held(1), configured: { ...configured(1), distance: 5 }, unknown: ["distance"] };
    const findings = find([half], [row("*1", 1), row("*9", 1, { distance: "7" })]);
    expect(findings.all.map(({ kind }) => kind)).not.toContain("duplicate");
    expect(remediesOf(findings)).toEqual([]);
  });

  test("a row of another comment that does something else is foreign, and stops the healing", () => {
    const theirs = row("*1", 9, { comment: "theirs" });
    const findings = find([held(1), held(2), held(3)], [theirs, row("*2", 2), row("*3", 3)]);
    expect(findings.all.map(({ kind }) => kind)).toEqual(["foreign"]);
    expect(isHealable(findings)).toBe(false);
  });

  test("a row that lost its comment is still ours, where the stack leaves a field that identifies it to its default", () => {
    const { routing_table: _, ...rest } = configured(1);
    const short: Planned = {
      ...held(1),
      configured: rest,
      state: { id: "*1", ...rest },
      unset: ["routing_table"],
    };
    const { comment: __, ...bare } = row("*1", 1);
    expect(kinds([short], [bare])).toEqual([["drifted", "*1"]]);
  });

  test("a row under the state's id that somebody only described anew is still ours", () => {
    expect(kinds([held(1)], [row("*1", 1, { comment: "uplink" })])).toEqual([["drifted", "*1"]]);
  });
});
