import type { PlannedRow } from "./planned-row";

/** The names of the address lists that the plan fills, before or after. */
export type KnownLists = ReadonlySet<unknown>;

export function knownLists(rows: readonly PlannedRow[]): KnownLists {
  return new Set(
    rows.filter(({ menu }) => menu === "/ip/firewall/address-list").map(({ properties: { list } }) => list),
  );
}

const LISTS = ["src-address-list", "dst-address-list"];

/** Not an address, so that the content of the list is unknown. */
const ELSEWHERE = "(outside the plan)";

/**
 * An entry for each address list that rules match and of which the plan has no entry: RouterOS creates a list with its
 * entries alone, so that such a list is filled elsewhere, by hand, by a script or by another stack, and not empty.
 */
export function outsideLists(rows: readonly PlannedRow[], known: KnownLists): readonly PlannedRow[] {
  const outside = new Map<string, PlannedRow>();
  for (const row of rows) {
    for (const name of LISTS) {
      const matched = row.properties[name];
      const list = typeof matched === "string" ? matched.replace(/^!/, "") : "";
      if (list !== "" && !known.has(list) && !outside.has(list)) {
        outside.set(list, entryOf(list, row));
      }
    }
  }
  return [...outside.values()];
}

function entryOf(list: string, { change }: PlannedRow): PlannedRow {
  return {
    menu: "/ip/firewall/address-list",
    change,
    properties: { ".id": change.address, list, address: ELSEWHERE },
  };
}
