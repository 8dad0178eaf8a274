import { groupBy } from "../../collections/group-by";
import { isArgument } from "../../routeros/arguments";
import { isFlag, isHidden, SPARSE_MENUS } from "../../routeros/row-defaults";
import { secretsOf } from "../../routeros/secrets";
import type { WrittenRow } from "../commands/written-row";
import { holds, type RouterRow, type Selector } from "./selector";

/** The rows that a router has before an apply, by menu and in the router's order. */
export class RowsBefore {
  private readonly byComment = new Map<string, ReadonlyMap<string | undefined, readonly RouterRow[]>>();

  public constructor(private readonly rows: ReadonlyMap<string, readonly RouterRow[]>) {}

  public in(menu: string): readonly RouterRow[] {
    return this.rows.get(menu) ?? [];
  }

  public byId(menu: string, id: string | undefined): RouterRow | undefined {
    return this.in(menu).find((row) => row[".id"] === id);
  }

  /** How many rows have the values of a selector. */
  public count(menu: string, selector: Selector): number {
    const comment = selector.find(([field]) => field === "comment")?.[1];
    const rows = comment === undefined ? this.in(menu) : (this.commented(menu).get(comment) ?? []);
    return rows.filter((row) => holds(row, selector)).length;
  }

  /** The row after another one that no device made itself and that an apply leaves where it is, or is put back before it. */
  public next(menu: string, row: RouterRow, isUsable: (other: RouterRow) => boolean): RouterRow | undefined {
    const rows = this.in(menu);
    return rows.slice(rows.indexOf(row) + 1).find((other) => other["dynamic"] !== "true" && isUsable(other));
  }

  private commented(menu: string): ReadonlyMap<string | undefined, readonly RouterRow[]> {
    const known = this.byComment.get(menu) ?? groupBy(this.in(menu), ({ comment }) => comment);
    this.byComment.set(menu, known);
    return known;
  }
}

/** The fields that make a row again: what it shows, or what it hides while it is disabled. */
export function fieldsToAdd(menu: string, row: RouterRow, written: WrittenRow): ReadonlyMap<string, string> {
  const names = SPARSE_MENUS.has(menu)
    ? new Set([...Object.keys(row), ...written.fields.keys()])
    : written.fields.keys();
  const secret = secretsOf(menu);
  return new Map(
    [...names].flatMap((name): (readonly [string, string])[] => {
      const value = isArgument(menu, name) && !secret.has(name) ? valueBefore(menu, name, row, written) : "";
      return value === undefined || (value === "" && !(isFlag(name) && name in row)) ? [] : [[name, value]];
    }),
  );
}

/** The value of a field before the apply; undefined where the row has none. */
export function valueBefore(
  menu: string,
  name: string,
  row: RouterRow,
  written: WrittenRow | undefined,
): string | undefined {
  const planned = written?.fields.get(name)?.value;
  const value = row[name] ?? (isHidden(menu, name, row) && typeof planned === "string" ? planned : undefined);
  if (isFlag(name)) {
    return value === undefined || value === "no" ? undefined : "yes";
  }
  return FREE_TEXT.has(name) ? value : value === "true" ? "yes" : value === "false" ? "no" : value;
}

const FREE_TEXT: ReadonlySet<string> = new Set(["comment", "name", "list"]);
