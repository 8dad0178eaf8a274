import type { Fields } from "../../lib/state/fields";
import { commentFields } from "../../lib/state/harmless-fields";
import { matchRows } from "../../lib/state/matching";
import { type Planned, stackWritten, WRITINGS } from "./stacks";

describe.each(WRITINGS)("a stack of %s", (_name, writing) => {
  const stackOf = stackWritten(writing);
  const MENU = "/ip/firewall/nat";
  const rule = (wan: string, more: object = {}): Planned => ({
    type: "routeros_ip_firewall_nat",
    name: wan,
    configured: {
      chain: "srcnat",
      action: "masquerade",
      out_interface: wan,
      comment: `gateway/${wan}`,
      ...more,
    },
    unset: ["src_address", "log_prefix"],
  });
  const row = (id: string, wan: string, more: Fields = {}): Fields => ({
    ".id": id,
    chain: "srcnat",
    action: "masquerade",
    "out-interface": wan,
    dynamic: "false",
    bytes: "9",
    ...more,
  });

  /** What becomes of each resource: its row's id, or the kind of its match. */
  function outcomes(
    resources: readonly Planned[],
    rows: readonly Fields[],
    answers: ReadonlyMap<string, string> = new Map(),
  ): readonly (string | undefined)[] {
    return matchRows(stackOf(...resources), new Map([[MENU, rows]]), answers).map((match) =>
      match.kind === "row" ? match.row[".id"] : match.kind,
    );
  }

  test("each row goes to the resource whose work it does, whatever the order", () => {
    expect(outcomes([rule("a"), rule("b")], [row("*2", "b"), row("*1", "a")])).toEqual(["*1", "*2"]);
  });

  test("counters are nothing a row does; another matcher is", () => {
    expect(outcomes([rule("a")], [row("*1", "a", { packets: "3" })])).toEqual(["*1"]);
    expect(outcomes([rule("a")], [row("*1", "a", { "src-address": "192.0.2.1" })])).toEqual(["undecided"]);
  });

  test("in a menu whose rows show defaults too, a field that nobody asked for says nothing", () => {
    const client: Planned = {
      type: "routeros_ip_dhcp_client",
      configured: { interface: "a" },
      unset: ["dscp"],
    };
    const shown = { ".id": "*1", interface: "a", dscp: "0" };
    expect(matchRows(stackOf(client), new Map([["/ip/dhcp-client", [shown]]]))).toMatchObject([
      { kind: "row" },
    ]);
  });

  test("rows that the router made, and rows that the state knows, are nobody's", () => {
    const held = { ...rule("b"), state: { id: "*2", out_interface: "b" } };
    expect(outcomes([rule("a")], [row("*1", "a", { dynamic: "true" })])).toEqual(["create"]);
    expect(outcomes([held, rule("a")], [row("*2", "a")])).toEqual(["create"]);
  });

  test("what will be known only after the apply is never taken for equal", () => {
    const resource = { ...rule("a"), unknown: ["out_interface"] };
    expect(outcomes([resource], [row("*1", "a")])).toEqual(["undecided"]);
  });

  test("a row that two resources could have is neither's", () => {
    const twice = [rule("a"), { ...rule("a"), name: "second" }];
    expect(outcomes(twice, [row("*1", "a")])).toEqual(["undecided", "undecided"]);
  });

  test("a row that differs is near where it does most of the same, and is not where it is another's", () => {
    const matches = matchRows(
      stackOf(rule("a"), rule("b")),
      new Map([[MENU, [row("*2", "b"), row("*3", "c")]]]),
    );
    expect(matches).toMatchObject([
      {
        kind: "undecided",
        near: [{ row: { ".id": "*3" }, differences: [{ field: "out-interface", wanted: "a", found: "c" }] }],
      },
      { kind: "row", row: { ".id": "*2" } },
    ]);
    expect(outcomes([rule("a"), rule("b")], [row("*2", "b")])).toEqual(["create", "*2"]);
    expect(outcomes([rule("a")], [{ ".id": "*1", chain: "dstnat", action: "dst-nat" }])).toEqual(["create"]);
  });

  test("a disabled route does not show its values, and differs in nothing else", () => {
    const route: Planned = {
      type: "routeros_ip_route",
      configured: {
        dst_address: "0.0.0.0/0",
        gateway: "10.0.0.1",
        distance: 1,
        routing_table: "main",
        disabled: false,
      },
    };
    const shown = { ".id": "*80000001", "dst-address": "0.0.0.0/0", gateway: "10.0.0.1", disabled: "true" };
    expect(matchRows(stackOf(route), new Map([["/ip/route", [shown]]]))).toMatchObject([
      { kind: "undecided", near: [{ differences: [{ field: "disabled", wanted: "no", found: "true" }] }] },
    ]);
  });

  test("the user's answer decides, for a row or for a new one", () => {
    const rows = [row("*1", "a"), row("*2", "a")];
    const address = "routeros_ip_firewall_nat.a";
    expect(outcomes([rule("a")], rows)).toEqual(["undecided"]);
    expect(outcomes([rule("a")], rows, new Map([[address, "*2"]]))).toEqual(["*2"]);
    expect(outcomes([rule("a")], rows, new Map([[address, "create"]]))).toEqual(["create"]);
  });

  test("with a row's comment only what goes without saying is written, and no change of what the row does", () => {
    const resource = rule("a", { disabled: false, src_address_list: "lan" });
    const rows = new Map([[MENU, [row("*1", "a", { comment: "old" })]]]);
    const answers = new Map([["routeros_ip_firewall_nat.a", "*1"]]);
    const [match] = matchRows(stackOf(resource), rows, answers);
    expect(match?.kind === "row" && commentFields(match)).toEqual({ comment: "gateway/a", disabled: "no" });
  });
});
