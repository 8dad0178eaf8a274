import type { ChangeCheck } from "../../findings/check-types";
import type { RouterChange } from "../../model/router-change";
import type { ResourceChange } from "../../plan/resource-change";

/** Routing tables that are probably replaced only because the plan was made without a refresh. */
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
      message: `The plan replaces ${what} only because fib changes from false to true; provider 1.99.1 stores false until the first refresh, and replacing a table takes its routes out of use.`,
      remediation:
        "Plan again without -refresh=false: tables that have fib on the router then show no change.",
    },
  ];
};

/**
 * The tables of a plan that change nothing but `fib` from false to true; none where any table changes in another way. A row
 * that is imported, or that the refresh found changed, was read from the router, so its `fib` is right.
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

/** Attributes that are not in the plan stay as they are, except a comment, which is removed. */
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
