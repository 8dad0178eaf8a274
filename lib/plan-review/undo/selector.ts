import { isFlag } from "../../routeros/row-defaults";
import { identityIn } from "../../routeros/row-identity";
import { quotedInFind } from "../commands/command-text";

/** A row of a router as REST shows it: its fields as text. */
export type RouterRow = Readonly<Record<string, string>>;

/** Conditions of `find`, by field. */
export type Selector = readonly (readonly [field: string, value: string])[];

/** What finds a row: its comment, or in a menu without comments what tells its rows apart. Undefined where nothing does. */
export function selectorOf(
  menu: string,
  fieldOf: (name: string) => string | undefined,
): Selector | undefined {
  const pick = (names: readonly string[]): Selector =>
    names.flatMap((name): Selector => {
      const value = isFlag(name) ? undefined : fieldOf(name);
      return value === undefined || value === "" ? [] : [[name, value]];
    });
  const comment = pick(["comment"]);
  const found = comment.length > 0 ? comment : pick(identityIn(menu).identifiedBy);
  return found.length > 0 ? found : undefined;
}

/** Whether a row has the values of a selector. */
export const holds = (row: RouterRow, selector: Selector): boolean =>
  selector.every(([field, value]) => row[field] === value);

/** The conditions of `find`. */
export const conditions = (selector: Selector): string =>
  selector.map(([field, value]) => `${field}=${quotedInFind(value)}`).join(" ");

/** `[find ...]` */
export const find = (selector: Selector): string => `[find ${conditions(selector)}]`;

/** A selector in a message. */
export const selectorText = (selector: Selector): string =>
  selector.map(([field, value]) => `${field}=${value}`).join(" ");

/** Why a selector does not find one row. */
export const twice = (selector: Selector): string => `two rows have ${selectorText(selector)}`;

/** The menu and the values of a selector. */
export const keyOf = (menu: string, selector: Selector | undefined): string =>
  `${menu} ${JSON.stringify(selector)}`;
