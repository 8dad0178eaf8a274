import { nearest } from "../../text/nearest";
import type { StateCheck, View } from "../findings/check-types";
import type { Finding } from "../findings/finding";
import { known, lookUp } from "../model/values";
import { mostWans, type RoutedWan } from "../traffic/wans";

/** Routes that lead out by another WAN than the one whose connections are sent to their table, also where another fault hides it. */
export const tableLeadsElsewhere: StateCheck = (view) =>
  view.wans.length < 2
    ? []
    : view.wans.slice(0, mostWans(view.wans.length)).flatMap((wan) => wrongTables(wan, view));

function wrongTables(wan: RoutedWan, { snapshot, origins }: View): readonly Finding[] {
  const mangle = snapshot.enabled("/ip/firewall/mangle");
  const marks = new Set(
    mangle
      .filter(
        (rule) =>
          known(rule, "action") === "mark-connection" && known(rule, "in-interface") === wan.interface,
      )
      .map((rule) => known(rule, "new-connection-mark")),
  );
  const rules = mangle.filter(
    (rule) => known(rule, "action") === "mark-routing" && marks.has(known(rule, "connection-mark")),
  );
  const tables = snapshot.enabled("/routing/table").flatMap((row) => known(row, "name") ?? []);
  return rules.flatMap((rule): Finding[] => {
    const named = known(rule, "new-routing-mark") ?? "main";
    if (named === "main") {
      return [];
    }
    // A misspelled table is a fault of its own, which shall not hide this one.
    const table = tables.includes(named) ? named : nearest(named, tables);
    const found =
      table === undefined ? undefined : lookUp(snapshot.state(), table, origins[0].flow.dstAddress);
    const wrong = found?.hops.filter((hop) => hop.interface !== wan.interface) ?? [];
    if (wrong.length === 0) {
      return [];
    }
    return [
      {
        id: "table-leads-elsewhere",
        severity: "error",
        verdict: "fail",
        subject: `${wan.interface} ${table}`,
        resources: [...new Set(wrong.flatMap(({ rows }) => rows.map(({ id }) => id))), rule.reference.id],
        message: `Connections of ${wan.interface} are sent to table ${table}, which leads out by ${wrong.map(({ text }) => text).join(" and ")}.`,
        remediation: `Write a gateway of ${wan.interface}'s network, or send the other WAN's connections to this table.`,
      },
    ];
  });
}
