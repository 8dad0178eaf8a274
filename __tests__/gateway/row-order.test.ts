import { RowOrder, type Stage } from "../../lib/gateway/row-order";
import type { RowSpec } from "../../lib/gateway/row-spec";

const row = (path: string): RowSpec<"/interface/list"> => ({
  menu: "/interface/list",
  path: [path],
  row: { name: path, comment: "" },
  dependsOn: [],
});

/** An order with a row of the same name in each stage. */
function orderOf(stages: readonly Stage[], gateway?: RowOrder): RowOrder {
  const order = new RowOrder(gateway);
  for (const stage of stages) {
    order.add(stage, row(stage));
  }
  return order;
}

const before = (order: RowOrder, ...stages: readonly Stage[]): string[] =>
  order.before(...stages).flatMap(({ path }) => path);

test("a row depends on the rows of the stages before its own", () => {
  const order = orderOf(["masquerade", "dns guards", "addresses"]);
  expect(before(order, "addresses")).toEqual(["masquerade", "dns guards"]);
  expect(before(order, "policy routes")).toEqual(["addresses"]);
});

test("where a stage has no rows, the stages before it take its place", () => {
  const order = orderOf(["routing table", "dns guards"]);
  expect(before(order, "addresses")).toEqual(["routing table", "dns guards"]);
  expect(before(order, "default routes")).toEqual(["routing table", "dns guards"]);
  expect(before(new RowOrder(), "default routes")).toEqual([]);
});

test("an optional stage without rows is left out", () => {
  expect(before(orderOf(["routing table"]), "dns guards")).toEqual([]);
  expect(before(orderOf(["routing table", "interface"]), "dns guards")).toEqual(["interface"]);
  expect(before(orderOf(["lan addresses", "policy routes"]), "default routes")).toEqual(["policy routes"]);
});

test("the rows of a WAN depend on those of its gateway, but not on those of another WAN", () => {
  const gateway = orderOf(["lan list"]);
  const fibre = orderOf(["routing table"], gateway);
  const cable = new RowOrder(gateway);
  expect(before(fibre, "interface")).toEqual(["routing table"]);
  expect(before(cable, "interface")).toEqual(["lan list"]);
});

test("the last row of a stage stands for all of it", () => {
  const order = orderOf(["lan list"]);
  order.addLast("lan list", row("last"));
  expect(before(order, "management list")).toEqual(["last"]);
});

test("a row of two stages depends on what both depend on, once", () => {
  const order = orderOf(["masquerade", "settings"]);
  expect(before(order, "policy routes", "default routes")).toEqual(["masquerade", "settings"]);
});
