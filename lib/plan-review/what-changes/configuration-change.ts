/** What a line of *What changes* is about. */
export type ChangeCategory =
  | "forward"
  | "resolver"
  | "filter rule"
  | "WAN"
  | "pin"
  | "LAN"
  | "address"
  | "route"
  | "NAT rule"
  | "DNS name"
  | "mark rule"
  | "routing rule"
  | "table"
  | "list"
  | "interface"
  | "setting";

/** The most important first. */
export const CHANGE_CATEGORIES: readonly ChangeCategory[] = [
  "forward",
  "resolver",
  "filter rule",
  "WAN",
  "pin",
  "LAN",
  "address",
  "route",
  "NAT rule",
  "DNS name",
  "mark rule",
  "routing rule",
  "table",
  "list",
  "interface",
  "setting",
];

/** A value that a plan changes. */
export interface ChangedValue {
  readonly name: string;
  /** Absent where there was none. */
  readonly before?: string;
  /** Absent where there is none afterwards. */
  readonly after?: string;
}

/** One thing that a plan changes, in its owner's words: all rows of a forward, of a WAN, or a single rule. */
export interface ConfigurationChange {
  readonly kind: "new" | "changed" | "removed";
  readonly category: ChangeCategory;
  /** What the owner calls it: `forward rdp`, `fibre`, `rule "allow ssh" in input`. */
  readonly subject: string;
  /** What a new thing is, what a removed one was, or what a changed one is apart from the changed values. */
  readonly details: string;
  /** The values that change; empty where a whole thing is new or removed. */
  readonly values: readonly ChangedValue[];
  readonly resources: readonly string[];
}
