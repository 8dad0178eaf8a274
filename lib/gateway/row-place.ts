import type { Menu, MenuRows } from "../routeros/rows";
import type { Stage } from "./row-order";
import type { RowSpec } from "./row-spec";

type WithoutOwnership<Fields> = Fields extends unknown ? Omit<Fields, "comment" | "disabled"> : never;

/** The fields of a row but those that say whose it is and whether it is enabled. */
export type RowFields<In extends Menu> = WithoutOwnership<MenuRows[In]>;

/** Where a row belongs: in the construct tree, among the owner's comments, and in the order of an apply. */
export interface RowPlace {
  /** Ids below the gateway, or below the WAN of a WAN's row. */
  readonly path: readonly string[];

  /**
   * The WAN, LAN or group that the row's comment names.
   *
   * @default - the first id of the path; the WAN of a WAN's row
   */
  readonly member?: string;

  /**
   * What the row's comment says the row is for.
   *
   * @default - the rest of the path
   */
  readonly role?: string;

  /** The stages of the row. They decide what it depends on, and what depends on it. */
  readonly stages?: readonly Stage[];

  /**
   * The rows that this row depends on.
   *
   * @default - those that its stages depend on
   */
  readonly after?: readonly RowSpec[];

  /** Whether the row depends on the rows that its stage has already, so that the last row completes the stage. */
  readonly isChained?: boolean;

  /**
   * Whether the row may have had the path without its last id before.
   *
   * @default false
   */
  readonly isMoved?: boolean;

  /**
   * Whether the row is disabled.
   *
   * @default - it is where its gateway or its WAN is
   */
  readonly disabled?: boolean;
}
