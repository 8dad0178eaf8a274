import { isProperty, propertyName } from "../routeros/menus";
import { mean, textOf } from "./fields";
import type { PlanJson } from "./stack";
import { menuOf } from "./state-menus";

/** What Terraform itself plans for the rows that were matched. */
export interface AdoptionPlan {
  readonly imports: number;
  readonly creates: number;
  /** Imported rows that more than a comment is written to, or that are made anew. */
  readonly surprises: readonly Surprise[];
}

/** What an apply would do to a row beyond its comment. */
export interface Surprise {
  readonly address: string;
  /** Fields whose meaning changes; all of them, where the row is made anew. */
  readonly fields: readonly string[];
  readonly replaces: boolean;
}

/** Reads what a plan with import blocks does to the rows they name. */
export function adoptionPlanOf({ resource_changes: changes = [] }: PlanJson): AdoptionPlan {
  const imported = changes.filter(({ change }) => change.importing !== undefined);
  return {
    imports: imported.length,
    creates: changes.filter(({ change }) => change.actions.join() === "create").length,
    surprises: imported.flatMap(({ address, type, change }) => {
      const replaces = change.actions.includes("delete");
      const fields = fieldsChanged(type, change.before ?? {}, change.after ?? {});
      return replaces || fields.length > 0 ? [{ address, fields, replaces }] : [];
    }),
  };
}

type Attributes = Readonly<Record<string, unknown>>;

/** Fields that mean something else afterwards; to say what went without saying is no change. */
function fieldsChanged(type: string, before: Attributes, after: Attributes): readonly string[] {
  const absent = menuOf(type)?.absent ?? {};
  const textIn = (attributes: Attributes, name: string) => {
    const [field, value] = [propertyName(name), attributes[name]];
    return value === null || value === undefined ? absent[field] : textOf(field, value);
  };
  return Object.keys(after)
    .filter((name) => isProperty(name) && name !== "comment")
    .filter((name) => !mean(propertyName(name), textIn(before, name), textIn(after, name)))
    .map(propertyName);
}
