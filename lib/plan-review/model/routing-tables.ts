import type { ModelRow } from "../../simulator";
import { isOpen, known } from "./values";

const TABLE_PROPERTY: Readonly<Record<string, string>> = {
  "/ip/route": "routing-table",
  "/routing/rule": "table",
  "/ip/firewall/mangle": "new-routing-mark",
};

/** The routing table that a route, a routing rule or a mark names. */
export function tableNamed(row: ModelRow): string | undefined {
  return known(row, TABLE_PROPERTY[row.reference.menu] ?? "") || undefined;
}

/** Whether a routing table is certainly not used for forwarding. */
export function hasNoFib(table: ModelRow): boolean {
  return !isOpen(table, "fib") && !table.flag("fib");
}
