import { isProperty, MENU_OF, propertyName } from "../../routeros/menus";
import type { RouterChange } from "../model/router-change";
import { type Attributes, changesRouter, type ResourceChange } from "../plan/resource-change";
import type { ChangedValue, ConfigurationChange } from "./configuration-change";

/** The properties of a row as texts, in RouterOS' spelling. */
export type RowTexts = Readonly<Record<string, string>>;

/** A row of a plan, changed or not. */
export interface RowChange {
  readonly kind: ConfigurationChange["kind"] | "same";
  /** A menu of RouterOS; the resource's type where the menu is not modelled. */
  readonly menu: string;
  readonly change: ResourceChange;
  /** The row after the apply; of a removed one before it. */
  readonly row: RowTexts;
  readonly before?: RowTexts;
  readonly values: readonly ChangedValue[];
}

/** For a value that Terraform does not know yet, or that is sensitive. */
const HIDDEN = "(not shown)";

/** The rows of a router's resources. */
export function rowChangesOf({ changes }: RouterChange): readonly RowChange[] {
  return changes.filter(({ mode }) => mode === "managed").flatMap(rowChangeOf);
}

function rowChangeOf(change: ResourceChange): readonly RowChange[] {
  const { type } = change;
  const [before, after] = [textsOf(change.before), textsOf(change.after)];
  const menu = MENU_OF[type] ?? type;
  const row = after ?? before;
  if (row === undefined) {
    return [];
  }
  const of = (kind: RowChange["kind"], values: readonly ChangedValue[] = []): readonly RowChange[] => [
    { kind, menu, change, row, before, values },
  ];
  if (!changesRouter(change)) {
    return of("same");
  }
  if (before === undefined || after === undefined) {
    return of(before === undefined ? "new" : "removed");
  }
  return of("changed", differences(before, after));
}

function textsOf(attributes: Attributes | undefined): RowTexts | undefined {
  if (attributes === undefined) {
    return undefined;
  }
  const texts: Record<string, string> = Object.create(null);
  for (const [name, value] of attributes) {
    if (isProperty(name) && value !== "") {
      texts[propertyName(name)] = typeof value === "string" ? value : HIDDEN;
    }
  }
  return texts;
}

function differences(before: RowTexts, after: RowTexts): readonly ChangedValue[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => before[name] !== after[name])
    .map((name) => ({ name, before: before[name], after: after[name] }));
}
