/**
 * A router as its rows.
 *
 * Rows come as the REST API shows them (every value is a string), as the gateway makes them (numbers and booleans), or
 * from a plan, in which some values are known only after the apply. {@link RouterModel.of} turns all of them into one form.
 */

import type { RowReference } from "./row-reference";
import type { UnknownReason } from "./unknown-reason";

/** The value of a property that is not known yet, such as one that Terraform learns while it applies. */
export const UNKNOWN: unique symbol = Symbol("known after apply");
export type Unknown = typeof UNKNOWN;

/** A property's value in the words of the REST API, where booleans are `true` and `false`. */
export type Value = string | Unknown;

/**
 * Rows by menu (`/ip/route`; the first slash may be missing); a singleton menu has one row. One that was read for another
 * router ({@link ModelRow.of}) is taken as it is.
 */
export type RowsByMenu = Readonly<Record<string, readonly object[]>>;

/** Thrown where the model cannot say what the router does: a value is not known, or something is not supported. */
export class CannotTell extends Error {
  public constructor(public readonly reason: UnknownReason) {
    super(reason.kind);
    this.name = "CannotTell";
  }

  /** The row that the reason is about, where there is one. */
  public get row(): RowReference | undefined {
    return "row" in this.reason ? this.reason.row : undefined;
  }
}

/** One row of a menu. Reading what is not known throws {@link CannotTell}. */
export class ModelRow {
  private ownNames?: readonly string[];
  private readonly workedOut = new Map<unknown, unknown>();

  public constructor(
    public readonly reference: RowReference,
    private readonly values: ReadonlyMap<string, Value>,
  ) {}

  /** A row of a menu; without an `.id` it is called by its position. */
  public static of(menu: string, row: object, position = 0): ModelRow {
    return row instanceof ModelRow ? row : modelRow(menu, row, position);
  }

  /** The names of the properties that the row has. */
  public get names(): readonly string[] {
    this.ownNames ??= [...this.values.keys()];
    return this.ownNames;
  }

  /** A property's value, or undefined where the row does not have it. */
  public get(name: string): string | undefined {
    const value = this.values.get(name);
    if (value === UNKNOWN) {
      throw new CannotTell({ kind: "value-after-apply", property: name, row: this.reference });
    }
    return value;
  }

  /** A property's value, which may be {@link UNKNOWN}. */
  public raw(name: string): Value | undefined {
    return this.values.get(name);
  }

  public has(name: string): boolean {
    return this.values.has(name);
  }

  /** What follows from the row alone, worked out at most once however many routers have it. */
  public memo<Result>(workOut: (row: ModelRow) => Result): Result {
    return workedOutOnce(this.workedOut, workOut, this);
  }

  /** A property that is yes or no. */
  public flag(name: string, otherwise = false): boolean {
    const value = this.get(name);
    return value === undefined ? otherwise : value !== "false" && value !== "no";
  }

  /** A property that is a number. */
  public integer(name: string, otherwise: number): number {
    const value = this.get(name);
    if (value === undefined || value === "") {
      return otherwise;
    }
    if (!/^\d+$/.test(value)) {
      throw new CannotTell({ kind: "invalid-value", property: name, value, row: this.reference });
    }
    return Number(value);
  }

  /** Whether the row does anything: neither disabled nor left without something that it refers to. */
  public get enabled(): boolean {
    const off = ["disabled", "invalid"].filter((name) => this.raw(name) !== UNKNOWN && this.flag(name));
    return off.length === 0 && !this.flag("disabled") && !this.flag("invalid");
  }
}

/** A router: the rows of its menus, in the router's order. */
export class RouterModel {
  private readonly enabledRows = new Map<string, readonly ModelRow[]>();
  private readonly workedOut = new Map<unknown, unknown>();

  private constructor(private readonly menus: ReadonlyMap<string, readonly ModelRow[]>) {}

  /** A router from rows of any of the three origins. Properties that are null or undefined are not there. */
  public static of(rows: RowsByMenu): RouterModel {
    return new RouterModel(
      new Map(
        Object.entries(rows).map(([path, list]) => {
          const menu = path.startsWith("/") ? path : `/${path}`;
          return [menu, list.map((row, i) => ModelRow.of(menu, row, i))];
        }),
      ),
    );
  }

  /** The rows of a menu; none where it was not given. */
  public rows(menu: string): readonly ModelRow[] {
    return this.menus.get(menu) ?? [];
  }

  /** The rows of a menu that do anything. */
  public enabled(menu: string): readonly ModelRow[] {
    const known = this.enabledRows.get(menu);
    if (known !== undefined) {
      return known;
    }
    const enabled = this.rows(menu).filter((row) => row.enabled);
    this.enabledRows.set(menu, enabled);
    return enabled;
  }

  /** What follows from the rows alone, worked out at most once. */
  public memo<Result>(workOut: (router: RouterModel) => Result): Result {
    return workedOutOnce(this.workedOut, workOut, this);
  }

  /** Whether a menu was given at all, if only without rows. */
  public knows(menu: string): boolean {
    return this.menus.has(menu);
  }

  /** A property of a menu that has one row. */
  public setting(menu: string, name: string, otherwise: string): string {
    return this.rows(menu)[0]?.get(name) ?? otherwise;
  }
}

function workedOutOnce<Of, Result>(
  known: Map<unknown, unknown>,
  workOut: (of: Of) => Result,
  of: Of,
): Result {
  if (!known.has(workOut)) {
    known.set(workOut, workOut(of));
  }
  return known.get(workOut) as Result;
}

function modelRow(menu: string, row: object, position: number): ModelRow {
  const values = new Map<string, Value>();
  for (const [name, value] of Object.entries(row)) {
    if (value === UNKNOWN) {
      values.set(name, UNKNOWN);
    } else if (value !== undefined && value !== null) {
      // A list becomes RouterOS' own: a,b,c.
      values.set(name, String(value));
    }
  }
  const text = (name: string): string | undefined => {
    const value = values.get(name);
    return value === UNKNOWN ? undefined : value;
  };
  return new ModelRow({ menu, id: text(".id") ?? `#${position}`, comment: text("comment") }, values);
}
