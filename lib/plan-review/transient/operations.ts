import type { Action, ResourceChange } from "../plan/resource-change";

/** One request to the router that an apply makes: it makes a row, changes one in place, or removes one. */
export interface Operation {
  readonly kind: "make" | "change" | "remove";
  readonly change: ResourceChange;
}

const KINDS: Readonly<Partial<Record<Action, readonly Operation["kind"][]>>> = {
  create: ["make"],
  "create-forget": ["make"],
  update: ["change"],
  delete: ["remove"],
  "delete-create": ["remove", "make"],
  "create-delete": ["make", "remove"],
};

/** The operations of a change, in the order in which they follow each other. */
export function operationsOf(change: ResourceChange): readonly Operation[] {
  return change.mode === "data" ? [] : (KINDS[change.action] ?? []).map((kind) => ({ kind, change }));
}

/** An operation in words: `making routeros_ip_route.a`. */
export function describeOperation({ kind, change: { address } }: Operation): string {
  return `${{ make: "making", change: "changing", remove: "removing" }[kind]} ${address}`;
}
