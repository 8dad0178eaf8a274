import { type Fields, mean } from "./fields";
import type { RowMatch } from "./matching";

/**
 * What a matched row lacks and is no change of what it does: the comment, and fields that say what goes without
 * saying. Once they stand, the plan has nothing to write. An apply would send the whole row again, and on RouterOS
 * 7.21 and newer it cannot change an address at all.
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
