import type { Action, ResourceChange } from "../plan/resource-change";

/** One request of an apply to the router: it creates, updates or deletes a row. */
export interface Operation {
  readonly kind: "create" | "update" | "delete";
  readonly change: ResourceChange;
}

const KINDS: Readonly<Partial<Record<Action, readonly Operation["kind"][]>>> = {
  create: ["create"],
  "create-forget": ["create"],
  update: ["update"],
  delete: ["delete"],
  "delete-create": ["delete", "create"],
  "create-delete": ["create", "delete"],
};

/** The operations of a change, in order. */
export function operationsOf(change: ResourceChange): readonly Operation[] {
  return change.mode === "data" ? [] : (KINDS[change.action] ?? []).map((kind) => ({ kind, change }));
}
