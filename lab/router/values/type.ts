/** What a value may refer to: the names of rows in other menus. */
export interface World {
  /** Whether a row of a menu has this name. */
  readonly has: (menu: string, name: string) => boolean;
  /** The router's own time, in milliseconds since 1970. */
  readonly now: () => number;
}

/** A mention of another row by its name, somewhere inside a value. */
export interface Reference {
  readonly menu: string;
  /** The names mentioned by a value as stored. */
  readonly names: (value: string) => readonly string[];
  /** The value with one name replaced by another: renames and removals follow through this. */
  readonly replace: (value: string, from: string, to: string) => string;
}

/** A type of values: how text is read, and what it may mention. */
export interface ValueType {
  /** Reads a value and gives it back as a router would show it; throws what a router would answer. */
  readonly read: (text: string, argument: string, world: World) => string;
  readonly references?: readonly Reference[];
  /** The empty text is a value of its own, not a way to clear one. */
  readonly emptyIsValue?: boolean;
  /** A flag shows as an empty text when set and is absent otherwise. */
  readonly flag?: boolean;
  /** The text may have several lines, as that of a script. */
  readonly multiline?: boolean;
}
