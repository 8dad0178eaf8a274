import type { Unknown } from "../../simulator";

/**
 * What Terraform does to one object. `create-delete` makes the new object before it removes the old one; `forget` takes
 * it out of the state and leaves it on the router.
 */
export type Action =
  | "no-op"
  | "create"
  | "read"
  | "update"
  | "delete"
  | "delete-create"
  | "create-delete"
  | "create-forget"
  | "forget";

/** An attribute's value: a text, a list joined by commas, or one that is known only after the apply. */
export type AttributeValue = string | Unknown;

/**
 * A resource's attributes in Terraform's spelling; the members of a map and of a nested block as `channel.width`. Those without
 * a value are not there.
 */
export type Attributes = ReadonlyMap<string, AttributeValue>;

/** One object of a plan, changed or not. */
export interface ResourceChange {
  /** `module.site.routeros_ip_route.default["wlan1"]`; a deposed object's carries its key. */
  readonly address: string;
  /** The address of the block that it comes from: without indexes. */
  readonly block: string;
  readonly type: string;
  readonly mode: "managed" | "data";
  readonly action: Action;
  /** What the router has, as refreshed for this plan. */
  readonly before?: Attributes;
  /** What the plan makes of it. */
  readonly after?: Attributes;
  /** Whether the plan passes it over: both sides are then what the state has, and nothing is of the configuration. */
  readonly isPassedOver: boolean;
  /** The attributes that force a replacement. */
  readonly replacedFor: readonly string[];
  /** Why Terraform does it, in its own word: `replace_because_tainted`, `delete_because_no_resource_config` ... */
  readonly reason?: string;
  /** The address it had, where the state moves it. */
  readonly previousAddress?: string;
  /** Whether an object of the router is taken into the state. */
  readonly imported: boolean;
  /** How many values are marked as sensitive, and therefore not kept. */
  readonly sensitiveValues: number;
}

/** Whether the object that was there stays on the router: also one that Terraform only forgets does. */
export function staysBehind({ action, before }: ResourceChange): boolean {
  return before !== undefined && (action === "forget" || action === "create-forget");
}

/** Whether applying the plan sends anything to the router for this object. */
export function changesRouter({ action }: ResourceChange): boolean {
  return !["no-op", "read", "forget"].includes(action);
}

const KEY = /\[(?:\d+|"(?:[^"\\]|\\.)*")\]/;
const KEYS = new RegExp(KEY, "g");

/** The address of a resource's block: its own without the keys of `count` and `for_each`. */
export function blockOf(address: string): string {
  return address.replace(KEYS, "");
}

/** The outermost key of `count` or `for_each` in an address, `["a"]`; empty where it has none. */
export function firstKeyOf(address: string): string {
  return KEY.exec(address)?.[0] ?? "";
}
