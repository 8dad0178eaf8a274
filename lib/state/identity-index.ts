import { isHidden } from "../routeros/row-defaults";
import { type Fields, meaning } from "./fields";
import type { StateMenu } from "./state-menus";

type RowsByKey = ReadonlyMap<string, readonly Fields[]>;

/** Finds the rows of a menu by their identifying fields, without comparing every resource with every row. */
export class IdentityIndex {
  private readonly places: ReadonlyMap<Fields, number>;
  /** Rows by the identifying fields that the router does not show of them. */
  private readonly groups = new Map<string, { readonly hidden: readonly string[]; rows: Fields[] }>();
  private readonly indices = new Map<string, RowsByKey>();

  public constructor(
    private readonly menu: StateMenu,
    public readonly rows: readonly Fields[],
  ) {
    this.places = new Map(rows.map((row, place) => [row, place]));
    for (const row of rows) {
      const hidden = menu.identifiedBy.filter((field) => isHidden(menu.path, field, row));
      const group = this.groups.get(hidden.join()) ?? { hidden, rows: [] };
      group.rows.push(row);
      this.groups.set(hidden.join(), group);
    }
  }

  /** The rows whose identifying fields, as far as the router shows them, are what is wanted; in their order. */
  public candidates(wanted: Fields): readonly Fields[] {
    const configured = this.menu.identifiedBy.filter((field) => wanted[field] !== undefined);
    const found = [...this.groups.values()].flatMap(({ hidden, rows }) => {
      const fields = configured.filter((field) => !hidden.includes(field));
      const id = `${hidden.join()} ${fields.join()}`;
      const index = this.indices.get(id) ?? this.indexOf(rows, fields);
      this.indices.set(id, index);
      return index.get(keyOf(fields, wanted)) ?? [];
    });
    return found.sort((a, b) => (this.places.get(a) ?? 0) - (this.places.get(b) ?? 0));
  }

  private indexOf(rows: readonly Fields[], fields: readonly string[]): RowsByKey {
    const index = new Map<string, Fields[]>();
    for (const row of rows) {
      const key = keyOf(fields, { ...this.menu.absent, ...row });
      const equal = index.get(key) ?? [];
      equal.push(row);
      index.set(key, equal);
    }
    return index;
  }
}

function keyOf(fields: readonly string[], row: Fields): string {
  return JSON.stringify(fields.map((field) => meaning(field, row[field])));
}
