import { isProperty, propertyName } from "../routeros/menus";
import { mean, textOf } from "./fields";
import type { PlanJson } from "./stack";
import { stateMenuOf } from "./state-menus";

/** What Terraform plans for the rows that were matched. */
export interface AdoptionPlan {
  readonly imports: number;
  readonly creates: number;
  /** The imported rows of which more than the comment changes. */
  readonly furtherChanges: readonly FurtherChange[];
}

/** A change of a row beyond its comment. */
export interface FurtherChange {
  readonly address: string;
  /** Fields whose meaning changes. */
  readonly fields: readonly string[];
  readonly replaces: boolean;
}

/** Reads what a plan with import blocks changes in the rows that the blocks name. */
export function adoptionPlanOf({ resource_changes: changes = [] }: PlanJson): AdoptionPlan {
  const imported = changes.filter(({ change }) => change.importing !== undefined);
  return {
    imports: imported.length,
    creates: changes.filter(({ change }) => change.actions.join() === "create").length,
    furtherChanges: imported.flatMap(({ address, type, change }) => {
      const replaces = change.actions.includes("delete");
      const fields = fieldsChanged(type, change.before ?? {}, change.after ?? {});
      return replaces || fields.length > 0 ? [{ address, fields, replaces }] : [];
    }),
  };
}

type Attributes = Readonly<Record<string, unknown>>;

/** Fields that mean something else afterwards; setting a field to its default is no change. */
function fieldsChanged(type: string, before: Attributes, after: Attributes): readonly string[] {
  const absent = stateMenuOf(type)?.absent ?? {};
  const textIn = (attributes: Attributes, name: string) => {
    const [field, value] = [propertyName(name), attributes[name]];
    return value === null || value === undefined ? absent[field] : textOf(field, value);
  };
  return Object.keys(after)
    .filter((name) => isProperty(name) && name !== "comment")
    .filter((name) => !mean(propertyName(name), textIn(before, name), textIn(after, name)))
    .map(propertyName);
}
