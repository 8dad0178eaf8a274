import type { ValueType, World } from "../values/type";

/** A row's values by property, as stored and as shown: all of them text. */
export type Values = Readonly<Record<string, string>>;

/** One argument of a menu's `add` and `set`. */
export interface Property {
  readonly type: ValueType;
  /** What holds, and is shown, while nothing was written. Without one, the property is absent until written. */
  readonly default?: string;
  /** `add` refuses to do without it, and nothing can clear it. */
  readonly required?: boolean;
  /** A router takes it and never shows it. */
  readonly hidden?: boolean;
  /** An empty text puts the default back. */
  readonly emptyRestores?: boolean;
}

/** A condition over a whole row; throws what a router would answer. */
export type Check = (values: Values, world: World) => void;

/** A row that no client made and none may change. */
export interface BuiltinRow {
  readonly id: string;
  readonly values: Values;
  /** Read-only fields which differ from those of other rows. */
  readonly fixed: Values;
  /** What the refusal calls it: `can not change builtin list`. */
  readonly called: string;
}

/** A read-only field that some versions show. */
export interface FixedField {
  readonly value: string;
  readonly since: string;
  /** Before this version a `set` may send the value back, to no effect. */
  readonly takenBackBefore?: string;
}

/** A menu of RouterOS as data: what it takes, what it refuses, what it shows beside what was written. */
export interface LabMenu {
  /** Path without slashes at the ends: `ip/address`. */
  readonly path: string;
  /** One unnamed row that always exists, such as `/ip/dns`. */
  readonly singleton?: boolean;
  /** The rows are those of other menus, seen with other properties. */
  readonly viewOf?: readonly string[];
  /** Ids are taken from the pool of this menu, which is not its own. */
  readonly idsOf?: string;
  /** Each row gets a network device of its own; what the device's name begins with. */
  readonly device?: string;
  /** The rows are the kernel's: there are none without a data plane, and the menu is not served then. */
  readonly live?: boolean;
  /** The commands of a menu, in place of those that devices of the version have. */
  readonly commands?: Readonly<Record<string, readonly string[]>>;
  /** Commands that act on the network and change no row, as the manual has them; each takes `numbers` only. */
  readonly actions?: readonly string[];
  readonly properties: Readonly<Record<string, Property>>;
  /** Read-only fields with one value, perhaps only since some version. */
  readonly fixed?: Readonly<Record<string, string | FixedField>>;
  readonly builtin?: readonly BuiltinRow[];
  /** Number of the first `.id`. */
  readonly firstId?: number;
  /** Rows that follow from other menus, and what the refusal to change one calls it. */
  readonly derivedIds?: { readonly ids: RegExp; readonly called: string };
  /** No two rows may agree in all of these. */
  readonly unique?: {
    readonly by: readonly string[];
    /** Nor any row of these menus; this one where there are none. */
    readonly among?: readonly string[];
    readonly error: string;
  };
  readonly checks?: readonly Check[];
  /** Fills in what follows from other values; `written` are the arguments of this very write, `before` is the row so far. */
  readonly settle?: (values: Values, written: ReadonlySet<string>, before: Values, world: World) => Values;
  /** Rows hold a script: each has an owner, and no more policies than who writes it. */
  readonly isScript?: boolean;
}

/** Refuses a row in which an argument lacks another that it depends on. */
export const rowCheck = (condition: (values: Values) => boolean, error: (values: Values) => Error): Check => {
  return (values) => {
    if (!condition(values)) {
      throw error(values);
    }
  };
};
