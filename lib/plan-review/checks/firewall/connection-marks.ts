import { groupBy } from "../../../collections/group-by";
import type { ModelRow } from "../../../simulator";
import { Spellings } from "../../../text/nearest";
import type { StateCheck, View } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import type { InterfaceNames } from "../../model/interface-names";
import { tableNamed } from "../../model/routing-tables";
import { isOpen, known, knownOfRoute, resourcesOf } from "../../model/values";

/** Marks that are never set or never matched, marks without a table, and unused tables. */
export const connectionMarks: StateCheck = (view) => {
  const mangle = view.snapshot.enabled("/ip/firewall/mangle");
  const written = groupBy(
    mangle.filter((rule) => known(rule, "action") === "mark-connection"),
    (rule) => known(rule, "new-connection-mark"),
  );
  const read = groupBy(
    ["filter", "mangle", "nat", "raw"].flatMap((table) => view.snapshot.enabled(`/ip/firewall/${table}`)),
    (rule) => known(rule, "connection-mark")?.replace(/^!/, ""),
  );
  return [
    ...unused(written, read),
    ...undefinedMarks(written, read),
    ...overwritten(mangle, read, view.change.names),
    ...withoutTable(view, mangle),
    ...withoutRoute(view, mangle),
    ...unusedTables(view, mangle),
  ];
};

type ByMark = ReadonlyMap<string, readonly ModelRow[]>;

function unused(written: ByMark, read: ByMark): readonly Finding[] {
  const isReader = [...read.keys()].some((mark) => mark !== "no-mark");
  const spellings = new Spellings([...read.keys()]);
  return [...written]
    .filter(([mark]) => mark !== "no-mark" && !read.has(mark))
    .map(([mark, rules]): Finding => {
      const meant = spellings.nearest(mark);
      return {
        id: "connection-mark-unused",
        severity: isReader ? "error" : "warning",
        verdict: isReader ? "fail" : "unknown",
        subject: mark,
        resources: [
          ...resourcesOf(rules),
          ...resourcesOf(meant === undefined ? [] : (read.get(meant) ?? [])),
        ],
        message: isReader
          ? `Connections get the mark ${mark}, but no rule of the plan matches it.`
          : `Connections get the mark ${mark}, which no rule of the plan matches; a rule outside the plan may.`,
        remediation:
          meant === undefined
            ? `Add a rule that matches connection-mark=${mark}, or remove this one.`
            : `Check the rules that match connection-mark=${meant}: one of them may have to match ${mark}.`,
      };
    });
}

function undefinedMarks(written: ByMark, read: ByMark): readonly Finding[] {
  const spellings = new Spellings([...written.keys()]);
  return [...read]
    .filter(([mark]) => mark !== "no-mark" && !written.has(mark))
    .map(([mark, rules]): Finding => {
      const meant = spellings.nearest(mark);
      return {
        id: "connection-mark-undefined",
        severity: meant === undefined ? "warning" : "error",
        verdict: meant === undefined ? "unknown" : "fail",
        subject: mark,
        resources: resourcesOf(rules),
        message: `Rules match connection-mark=${mark}, but no rule of the plan sets that mark.`,
        remediation:
          meant === undefined
            ? `Check that a rule outside the plan sets ${mark}.`
            : `Use the same name in both places: the plan sets ${meant}.`,
      };
    });
}

/** Rules that mark connections for policy routing even if a connection already has a mark. */
function overwritten(mangle: readonly ModelRow[], read: ByMark, names: InterfaceNames): readonly Finding[] {
  const steers = (mark: string): boolean =>
    (read.get(mark) ?? []).some((rule) => known(rule, "action") === "mark-routing");
  return mangle
    .filter(
      (rule) =>
        known(rule, "action") === "mark-connection" &&
        rule.has("in-interface") &&
        !rule.has("connection-mark") &&
        known(rule, "connection-state") !== "new" &&
        steers(known(rule, "new-connection-mark") ?? ""),
    )
    .map((rule): Finding => {
      const mark = known(rule, "new-connection-mark") ?? "";
      const wan = names.of(known(rule, "in-interface") ?? "");
      // Connections of the router itself keep to the WAN whose address they have, as in the article.
      const isOfRouter = known(rule, "chain") === "input";
      return {
        id: "connection-mark-overwritten",
        severity: isOfRouter ? "note" : "error",
        verdict: "fail",
        subject: mark,
        resources: resourcesOf([rule]),
        message: `Every packet that comes in by ${wan} sets the mark ${mark}, even if its connection has another mark, so open connections can move to another WAN.`,
        remediation: "Match connection-mark=no-mark and connection-state=new in this rule.",
      };
    });
}

/** The names of the tables of a plan, and whether it manages tables at all. */
function tablesOf({ snapshot }: View): { names: ReadonlySet<string>; manages: boolean } {
  const rows = snapshot.enabled("/routing/table");
  return {
    names: new Set(["main", ...rows.flatMap((row) => known(row, "name") ?? [])]),
    manages: rows.length > 0 && !rows.some((row) => isOpen(row, "name")),
  };
}

/** Marks, routes and routing rules with a table that the plan does not have. */
function withoutTable(view: View, mangle: readonly ModelRow[]): readonly Finding[] {
  const { names, manages } = tablesOf(view);
  const { snapshot } = view;
  const spellings = new Spellings([...names]);
  const users = groupBy(
    [...mangle, ...snapshot.enabled("/ip/route"), ...snapshot.enabled("/routing/rule")],
    tableNamed,
  );
  const vrfs = new Set(snapshot.enabled("/ip/vrf").flatMap((row) => known(row, "name") ?? []));
  return [...users]
    .filter(([table]) => !names.has(table) && !vrfs.has(table))
    .map(([table, rows]): Finding => {
      const meant = spellings.nearest(table);
      return {
        id: "table-missing",
        severity: manages ? "error" : "warning",
        verdict: manages ? "fail" : "unknown",
        subject: table,
        resources: resourcesOf(rows),
        message: manages
          ? `Routing table ${table} is used but not created: RouterOS refuses the row or ignores the mark.`
          : `Routing table ${table} is used, but the plan has no routing tables; the router may have it.`,
        remediation:
          meant === undefined
            ? `Add a routing table ${table}.`
            : `Use the same name in both places: the plan has table ${meant}.`,
      };
    });
}

/** Marks that lead to a table without routes. */
function withoutRoute(view: View, mangle: readonly ModelRow[]): readonly Finding[] {
  const { snapshot } = view;
  const filled = new Set(snapshot.enabled("/ip/route").map((route) => knownOfRoute(route, "routing-table")));
  const isElsewhere = snapshot
    .enabled("/ip/dhcp-client")
    .some((row) => row.has("default-route-tables") || row.has("script"));
  const open = snapshot.enabled("/ip/route").some((route) => isOpen(route, "routing-table"));
  const tables = groupBy(snapshot.enabled("/routing/table"), (row) => known(row, "name"));
  const users = groupBy(mangle, (rule) => known(rule, "new-routing-mark"));
  return [...users]
    .filter(([table]) => tables.has(table) && !filled.has(table))
    .map(
      ([table, rules]): Finding => ({
        id: "table-empty",
        severity: isElsewhere || open ? "warning" : "error",
        verdict: isElsewhere || open ? "unknown" : "fail",
        subject: table,
        resources: [...resourcesOf(tables.get(table) ?? []), ...resourcesOf(rules)],
        message: `Packets are marked for table ${table}, which has no route in the plan, so they are routed as if they had no mark.`,
        remediation: `Add a default route with routing-table=${table}.`,
      }),
    );
}

/** Tables with routes that no mark and no routing rule uses. */
function unusedTables(view: View, mangle: readonly ModelRow[]): readonly Finding[] {
  const { snapshot } = view;
  const used = new Set([
    ...mangle.flatMap((rule) => known(rule, "new-routing-mark") ?? []),
    ...snapshot.enabled("/routing/rule").flatMap((rule) => known(rule, "table") ?? []),
    ...snapshot.enabled("/ip/vrf").flatMap((row) => known(row, "name") ?? []),
  ]);
  const isOpenMark = mangle.some((rule) => isOpen(rule, "new-routing-mark"));
  if (mangle.length === 0 || isOpenMark) {
    return [];
  }
  return [...groupBy(snapshot.enabled("/ip/route"), (route) => known(route, "routing-table"))]
    .filter(([table]) => table !== "main" && table !== "" && !used.has(table))
    .map(
      ([table, routes]): Finding => ({
        id: "table-unused",
        severity: "warning",
        verdict: "fail",
        subject: table,
        resources: resourcesOf(routes),
        message: `Table ${table} has routes, but no routing mark or routing rule of the plan uses it.`,
        remediation: "Mark packets for this table, or remove its routes.",
      }),
    );
}
