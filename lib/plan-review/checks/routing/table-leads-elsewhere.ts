import { nearest } from "../../../text/nearest";
import type { StateCheck, View } from "../../findings/check-types";
import type { Finding } from "../../findings/finding";
import { known, lookUp } from "../../model/values";
import { listed } from "../../text/list-text";
import { mostWans, type RoutedWan } from "../../traffic/wans";

/** Tables that lead out by another WAN than the one whose connections use them, even where another fault hides this. */
export const tableLeadsElsewhere: StateCheck = (view) =>
  view.wans.length < 2
    ? []
    : view.wans.slice(0, mostWans(view.wans.length)).flatMap((wan) => wrongTables(wan, view));

function wrongTables(wan: RoutedWan, { snapshot, origins, change: { names } }: View): readonly Finding[] {
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
    // A misspelled table has a finding of its own, which must not hide this one.
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
        message: `Connections of ${names.of(wan.interface)} are marked for table ${table}, which leads to ${listed(wrong.map(({ text }) => text))}.`,
        remediation: `Write a gateway in the network of ${wan.interface}, or use this table for connections of the other WAN.`,
      },
    ];
  });
}
