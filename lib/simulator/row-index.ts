import { groupBy } from "../collections/group-by";
import { type ModelRow, UNKNOWN, type Value } from "./model";

/** Rows by the value of one of their properties, so that asking does not read all of them. */
export class RowIndex {
  private readonly byValue: ReadonlyMap<Value, readonly ModelRow[]>;
  /** The first row whose value may be any. */
  private readonly open?: ModelRow;

  public constructor(
    rows: readonly ModelRow[],
    private readonly name: string,
  ) {
    this.byValue = groupBy(rows, (row) => row.raw(name));
    [this.open] = this.byValue.get(UNKNOWN) ?? [];
  }

  /**
   * The rows that have a value.
   *
   * @throws CannotTell where no row has it and one may
   */
  public some(value: string): readonly ModelRow[] {
    const found = this.byValue.get(value) ?? [];
    if (found.length === 0) {
      this.open?.get(this.name);
    }
    return found;
  }

  /**
   * All rows that have a value.
   *
   * @throws CannotTell where there may be more
   */
  public all(value: string): readonly ModelRow[] {
    this.open?.get(this.name);
    return this.byValue.get(value) ?? [];
  }
}
