import { isProperty, MENU_OF, propertyName, REVIEWED_MENU_OF } from "../../routeros/menus";
import { ModelRow, type Unknown } from "../../simulator";
import type { Attributes, ResourceChange } from "../plan/resource-change";

/** A row as a resource of a plan describes it, before or after. */
export interface PlannedRow {
  readonly menu: string;
  readonly change: ResourceChange;
  /** The `.id` on the router; undefined for a row that is not there yet. */
  readonly routerId?: string;
  /** Its properties in RouterOS' spelling. `.id` is the resource's address: what traces and findings name it by. */
  readonly properties: Readonly<Record<string, string | Unknown>>;
}

const MODELS = new WeakMap<PlannedRow, ModelRow>();

/** The row as the simulator takes it: one object for all states that have it. */
export function modelOf(row: PlannedRow): ModelRow {
  const model = MODELS.get(row) ?? ModelRow.of(row.menu, row.properties);
  MODELS.set(row, model);
  return model;
}

/** The row of a resource; undefined where its menu does not concern packets. */
export function plannedRow(change: ResourceChange, attributes: Attributes): PlannedRow | undefined {
  const menu = MENU_OF[change.type] ?? REVIEWED_MENU_OF[change.type];
  if (menu === undefined || change.mode === "data") {
    return undefined;
  }
  const properties: Record<string, string | Unknown> = Object.create(null);
  properties[".id"] = change.address;
  for (const [name, value] of attributes) {
    if (isProperty(name) && !isUnset(name, value)) {
      properties[propertyName(name)] = value;
    }
  }
  if (menu === "/ip/route") {
    readBlackhole(properties);
  }
  if (menu === "/routing/table" && (change.isPassedOver || change.after?.get("fib") !== "false")) {
    readFib(properties);
  }
  const id = attributes.get("id");
  return { menu, change, properties, routerId: typeof id === "string" ? id : undefined };
}

/** The provider cannot leave some properties out, and writes them empty. A route's empty gateway says something. */
function isUnset(name: string, value: string | Unknown): boolean {
  return value === "" && name !== "gateway" && name !== "comment";
}

/** RouterOS takes the mere presence of `blackhole` as yes, whatever its value. [provider issue 838] */
function readBlackhole(properties: Record<string, string | Unknown>): void {
  if (properties["blackhole"] !== undefined) {
    properties["blackhole"] = "";
  }
}

/** The provider may read the flag's empty value as `false`: it means no only where the configuration says so. */
function readFib(properties: Record<string, string | Unknown>): void {
  if (properties["fib"] === "false") {
    properties["fib"] = "";
  }
}
