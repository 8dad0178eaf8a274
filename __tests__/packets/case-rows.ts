import { type Plan, readPlan } from "../../lib/plan-review";
import { type RouterChange, routersOf } from "../../lib/plan-review/model/router-change";
import { caseText } from "../plan-review/cases";
import type { WrittenRow } from "./gateway-rows";

/** Menus in an order in which rows are after those that they refer to. The lab has no menus of tunnels. */
const MENUS = [
  "/ip/settings",
  "/routing/table",
  "/ip/address",
  "/ip/firewall/address-list",
  "/ip/firewall/filter",
  "/ip/firewall/nat",
  "/ip/route",
  "/ip/firewall/mangle",
  "/routing/rule",
];

/** The rows that the plan of a case makes, or that of its cure, as they go over the wire and in the router's order. */
export function caseRows(name: string, kind: "case" | "cured"): readonly WrittenRow[] {
  return plannedRows(readPlan(caseText(name, `${kind}.plan.json`) ?? "", "plan.json"));
}

/** The rows that a plan of one router makes. */
export function plannedRows(plan: Plan): readonly WrittenRow[] {
  const [change] = routersOf([plan]);
  return change === undefined ? [] : MENUS.flatMap((menu) => rowsOf(menu, change));
}

function rowsOf(menu: string, { after }: RouterChange): readonly WrittenRow[] {
  return after.router.rows(menu).flatMap(({ reference }) => {
    const planned = after.row(reference.id);
    if (planned?.menu !== menu) {
      return [];
    }
    const row = Object.entries(planned.properties).filter(
      ([property, value]) =>
        property !== ".id" && typeof value === "string" && !isAbsentFlag(property, value),
    ) as [string, string][];
    const owned: [string, string][] = menu === "/ip/settings" ? [] : [["comment", reference.id]];
    return [{ menu, row: Object.fromEntries([...row, ...owned]) }];
  });
}

/** The provider leaves out `fib` where it is no. */
function isAbsentFlag(property: string, value: unknown): boolean {
  return property === "fib" && value === "false";
}
