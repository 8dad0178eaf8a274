import { type Fields, mean } from "./fields";
import type { RowMatch } from "./matching";

/**
 * The fields to write to a matched row that do not change what the row does: the comment, and defaults that the row does
 * not show.
 *
 * Once they are written, the plan has no change for the row. An apply would send the whole row again, and on RouterOS 7.21
 * and newer it cannot change an address at all.
 */
export function commentFields({ resource, row, differences }: RowMatch): Fields {
  const changed = differences.map(({ field }) => field);
  return Object.fromEntries(
    Object.entries(resource.written).filter(([field, value]) =>
      field === "comment"
        ? !mean(field, value, row[field])
        : row[field] === undefined && !changed.includes(field),
    ),
  );
}
