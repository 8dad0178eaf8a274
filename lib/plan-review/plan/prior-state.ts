import { secretMarks } from "../../routeros/secrets";
import { readAttributes } from "./attributes";
import { type JsonObject, listAt, objectAt, textsIn } from "./plan-json";
import { blockOf, type ResourceChange } from "./resource-change";

/** The objects that the state held before the plan, as Terraform shows them. */
export function objectsIn(priorState: unknown): readonly JsonObject[] {
  const values = objectAt(objectAt(priorState, "prior_state")["values"], "values");
  const found: JsonObject[] = [];
  const open: JsonObject[] = [objectAt(values["root_module"], "root_module")];
  for (let module = open.pop(); module !== undefined; module = open.pop()) {
    // One by one: a call takes only so many arguments.
    for (const item of listAt(module["resources"], "resources")) {
      found.push(objectAt(item, "a resource"));
    }
    for (const child of listAt(module["child_modules"], "child_modules")) {
      open.push(objectAt(child, "a module"));
    }
  }
  return found;
}

/**
 * A plan's changes with what the router has now of the objects that they remove: there Terraform shows the state as it was
 * saved. [measured, Terraform 1.11: a DHCP client that has got its lease since]
 */
export function asRefreshed(
  changes: readonly JsonObject[],
  objects: readonly JsonObject[],
): readonly JsonObject[] {
  const present = new Map(
    objects
      .filter((item) => item["deposed_key"] === undefined)
      .map((item) => [item["address"], item["values"]]),
  );
  return changes.map((item) => {
    const change = objectAt(item["change"], "change");
    const values = present.get(item["address"]);
    const isRemoved = change["after"] === null && item["deposed"] === undefined;
    return isRemoved && values !== undefined ? { ...item, change: { ...change, before: values } } : item;
  });
}

/** What the state marks as sensitive, by address. */
export function sensitiveIn(objects: readonly JsonObject[]): ReadonlyMap<unknown, unknown> {
  return new Map(
    objects
      .filter((item) => item["deposed_key"] === undefined)
      .map((item) => [item["address"], item["sensitive_values"]]),
  );
}

/** What each object waits for, by address. */
export function dependenciesOf(objects: readonly JsonObject[]): ReadonlyMap<string, readonly string[]> {
  return new Map(objects.map((item) => [String(item["address"]), textsIn(item["depends_on"], "depends_on")]));
}

/** The objects of routers that a plan passes over, as one made with `-target` does: they stay as they are. */
export function untouchedOf(
  objects: readonly JsonObject[],
  changes: readonly ResourceChange[],
): readonly ResourceChange[] {
  const planned = new Set(
    changes.flatMap(({ address, previousAddress }) => [address, previousAddress ?? address]),
  );
  return objects
    .filter(({ type, mode }) => String(type).startsWith("routeros_") && mode === "managed")
    .filter(({ address }) => !planned.has(String(address)))
    .map((item) => {
      const address = String(item["address"]);
      const values = objectAt(item["values"], `values of ${address}`);
      const { attributes, sensitiveValues } = readAttributes(
        values,
        {},
        [item["sensitive_values"], secretMarks(String(item["type"]))],
        undefined,
      );
      return {
        address,
        block: blockOf(address),
        type: String(item["type"]),
        mode: "managed",
        action: "no-op",
        before: attributes,
        after: attributes,
        isPassedOver: true,
        replacedFor: [],
        imported: false,
        sensitiveValues,
      };
    });
}
