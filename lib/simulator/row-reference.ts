/** Which row it was: what a trace names. */
export interface RowReference {
  /** The menu, such as `/ip/route`. */
  readonly menu: string;
  /** The row's `.id`; its position, such as `#0`, where it has none yet. */
  readonly id: string;
  readonly comment?: string;
}

/** A row in words: `/ip/route *1 (gateway/wlan1/default-route)`. */
export function describe({ menu, id, comment }: RowReference): string {
  return comment === undefined || comment === "" ? `${menu} ${id}` : `${menu} ${id} (${comment})`;
}
