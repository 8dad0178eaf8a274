/** A row, the place of its resource in the construct tree, and the rows that must stand before it. */
export interface Placed<Row = unknown> {
  /** Ids below the gateway, such as `["wlan1", "address"]`. They are API: a change replaces the row. */
  readonly path: readonly string[];
  /** The row as RouterOS will hold it. */
  readonly row: Row;
  /** The rows that are applied before this one, and destroyed after it. */
  readonly after: readonly Placed[];
}

/** Places a row; what is placed never changes. */
export function place<Row>(path: readonly string[], row: Row, after: readonly Placed[]): Placed<Row> {
  return Object.freeze({
    path: Object.freeze([...path]),
    row: Object.freeze(row),
    after: Object.freeze([...after]),
  });
}
