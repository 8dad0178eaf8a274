import type { Values } from "./menus/menu";

/** A row as kept: what clients wrote, in normal form. Defaults and read-only fields are added when it is shown. */
export interface StoredRow {
  readonly id: string;
  readonly values: Values;
}

/** What a change of rows tells its listeners: the menus whose rows are other than before. */
export type ChangeListener = (menus: readonly string[]) => void;

/** The rows of all menus, and the numbers that the next rows get. */
export interface StoreSnapshot {
  readonly rows: Readonly<Record<string, readonly StoredRow[]>>;
  readonly nextIds: Readonly<Record<string, number>>;
}

/**
 * Stores the rows. Rows change only in transactions: a listener never sees half a write, and a refused write leaves
 * no trace.
 */
export class Store {
  private rowsByMenu: Map<string, readonly StoredRow[]>;
  private nextIds: Map<string, number>;
  private changed: Set<string> | undefined;
  private readonly listeners = new Set<ChangeListener>();

  constructor(snapshot: StoreSnapshot = { rows: {}, nextIds: {} }) {
    this.rowsByMenu = new Map(Object.entries(snapshot.rows));
    this.nextIds = new Map(Object.entries(snapshot.nextIds));
  }

  rows(menu: string): readonly StoredRow[] {
    return this.rowsByMenu.get(menu) ?? [];
  }

  menus(): readonly string[] {
    return [...this.rowsByMenu.keys()];
  }

  find(menu: string, id: string): StoredRow | undefined {
    return this.rows(menu).find((row) => row.id === id);
  }

  /** The `.id` of a menu's next row: upper-case hexadecimal, never used twice. */
  takeId(menu: string, first: number): string {
    const number = this.nextIds.get(menu) ?? first;
    this.nextIds.set(menu, number + 1);
    return `*${number.toString(16).toUpperCase()}`;
  }

  /** Puts new rows in place, within a transaction. */
  put(changes: ReadonlyMap<string, readonly StoredRow[]>): void {
    if (this.changed === undefined) {
      throw new Error("rows change within a transaction only");
    }
    for (const menu of changes.keys()) {
      this.changed.add(menu);
    }
    this.rowsByMenu = new Map([...this.rowsByMenu, ...changes]);
  }

  /** Carries out a write, all of it or none of it, and tells the listeners afterwards; one within another is a part of it. */
  transaction<T>(write: () => T): T {
    if (this.changed !== undefined) {
      return this.attempt(write);
    }
    const changed = new Set<string>();
    this.changed = changed;
    let result: T;
    try {
      result = this.attempt(write);
    } finally {
      this.changed = undefined;
    }
    if (changed.size > 0) {
      for (const listener of this.listeners) {
        listener([...changed]);
      }
    }
    return result;
  }

  /** A write that fails leaves the rows as they were. */
  private attempt<T>(write: () => T): T {
    const [rows, nextIds] = [this.rowsByMenu, new Map(this.nextIds)];
    try {
      return write();
    } catch (error) {
      [this.rowsByMenu, this.nextIds] = [rows, nextIds];
      throw error;
    }
  }

  /** Calls a listener after every change; gives back how to stop that. */
  onChange(listener: ChangeListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  snapshot(): StoreSnapshot {
    return {
      rows: Object.fromEntries(this.rowsByMenu),
      nextIds: Object.fromEntries(this.nextIds),
    };
  }

  /** Puts the rows of a snapshot in place of all, within a transaction. */
  restore({ rows, nextIds }: StoreSnapshot): void {
    const none = this.menus().map((menu) => [menu, []] as const);
    this.put(new Map([...none, ...Object.entries(rows)]));
    this.nextIds = new Map(Object.entries(nextIds));
  }
}
