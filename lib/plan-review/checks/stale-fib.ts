import type { ChangeCheck } from "../findings/check-types";
import type { RouterChange } from "../model/router-change";
import type { ResourceChange } from "../plan/resource-change";

/** Routing tables that are replaced, as it seems, only because the plan was made without a refresh. */
export const staleFib: ChangeCheck = ({ change }) => {
  const tables = tablesOfStaleFib(change);
  const [only] = tables;
  if (only === undefined) {
    return [];
  }
  const what = tables.length === 1 ? "a routing table" : `${tables.length} routing tables`;
  return [
    {
      id: "table-fib-stale",
      severity: "warning",
      verdict: "unknown",
      subject: "fib",
      resources: tables.map(({ address }) => address),
      message: `The plan replaces ${what} for fib = false -> true alone: the provider (1.99.1) stores false when it makes a table, until a refresh reads true, and a replaced table takes its routes out.`,
      remediation:
        "Plan again with a refresh, which is terraform plan without -refresh=false: tables that have fib on the router then show no change.",
    },
  ];
};

/**
 * The tables of a plan that change nothing but `fib` from false to true; none where another table changes otherwise. A row
 * that is imported, or that the refresh found changed, was read from the router: its `fib` is what it says.
 */
export function tablesOfStaleFib({ changes, drift }: RouterChange): readonly ResourceChange[] {
  const read = new Set(drift.map(({ address }) => address));
  const tables = changes.filter(
    ({ type, before, after, action }) =>
      type === "routeros_routing_table" && action !== "no-op" && before !== undefined && after !== undefined,
  );
  return tables.every((table) => !table.imported && !read.has(table.address) && isOfFibAlone(table))
    ? tables
    : [];
}

/** What is left out of the plan is as it was, but for a comment, which is then taken off. */
function isOfFibAlone({ before = new Map(), after = new Map(), reason }: ResourceChange): boolean {
  const names = new Set([...after.keys(), "comment"]);
  const changed = [...names].filter((name) => (before.get(name) ?? "") !== (after.get(name) ?? ""));
  return (
    changed.join() === "fib" &&
    before.get("fib") === "false" &&
    after.get("fib") === "true" &&
    reason === "replace_because_cannot_update"
  );
}
