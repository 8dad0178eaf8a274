import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readPlan, review } from "../../lib/plan-review";

/* A plan of the real provider: `terraform plan -refresh=false` after the apply that made two tables and a route. */
const KEPT = readFileSync(join(__dirname, "unrefreshed.plan.json"), "utf8");

interface Change {
  readonly address: string;
  readonly change: {
    before: Record<string, unknown>;
    after: Record<string, unknown>;
    replace_paths?: string[][];
    importing?: object;
  };
}

/** The findings about replaced tables, of the plan with its tables changed. */
function found(change: (tables: readonly Change[], plan: Record<string, unknown>) => void = () => {}) {
  const plan = JSON.parse(KEPT);
  change(
    plan.resource_changes.filter(({ type }: { type: string }) => type === "routeros_routing_table"),
    plan,
  );
  return review([readPlan(JSON.stringify(plan), "plan.json")])
    .findings.filter(({ id }) => id === "table-fib-stale" || id === "row-replaced")
    .map(({ id, severity, resources }) => [id, severity, ...resources]);
}

const [ISP1, ISP2] = ["routeros_routing_table.isp1", "routeros_routing_table.isp2"];
const REPLACED = [
  ["row-replaced", "warning", ISP1],
  ["row-replaced", "warning", ISP2],
];

test("tables that are replaced for a stale fib are one finding, which says to plan with a refresh", () => {
  expect(found()).toEqual([["table-fib-stale", "warning", ISP1, ISP2]]);
  const [finding] = review([readPlan(KEPT, "plan.json")]).findings.filter(
    ({ id }) => id === "table-fib-stale",
  );
  expect(finding?.message).toContain("replaces 2 routing tables only because fib changes from false to true");
  expect(finding?.remediation).toContain("without -refresh=false");
});

test("a table that changes otherwise too is replaced for its own reason", () => {
  expect(
    found(([table]) => {
      Object.assign(table?.change.after ?? {}, { comment: "new" });
    }),
  ).toEqual(REPLACED);
  expect(
    found(([table]) => {
      Object.assign(table?.change.before ?? {}, { comment: "old" });
    }),
  ).toEqual(REPLACED);
  // The flag is taken off.
  expect(
    found(([table]) => {
      Object.assign(table?.change.before ?? {}, { fib: true });
      Object.assign(table?.change.after ?? {}, { fib: false });
    }),
  ).toEqual(REPLACED);
});

test("a table that was read from the router lacks its fib there", () => {
  expect(
    found(([table]) => {
      Object.assign(table?.change ?? {}, { importing: { id: "*400" } });
    }),
  ).toEqual(REPLACED);
  expect(
    found(([table], plan) => {
      const before = { ...table?.change.before, fib: true };
      plan["resource_drift"] = [
        { ...table, change: { actions: ["update"], before, after: table?.change.before } },
      ];
    }),
  ).toEqual(REPLACED);
});
