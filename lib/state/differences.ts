import { parseCidr } from "../routeros/address-ranges";
import { isArgument, isShownOnly } from "../routeros/arguments";
import { isFlag, isHidden } from "../routeros/row-defaults";
import { type Fields, mean } from "./fields";
import type { StackResource } from "./stack";
import type { Menu } from "./state-menus";

/** A field in which a row is not what it should be; undefined where a side does not say it. */
export interface Difference {
  readonly field: string;
  readonly wanted?: string;
  readonly found?: string;
  /** Whether the provider has no attribute for the field, so that no plan shows it and no apply changes it. */
  readonly unmanaged?: true;
}

/** The fields in which a row is not what is wanted of it. */
export function differencesOf(menu: Menu, wanted: Fields, row: Fields): readonly Difference[] {
  return Object.entries(wanted)
    .filter(([field, value]) => !mean(field, value, row[field] ?? menu.absent[field]))
    .filter(([field]) => !isHidden(menu.path, field, row))
    .map(([field, value]) => ({ field, wanted: value, ...found(row[field]) }));
}

/**
 * The fields of a row that do something and that nobody wants there, whether the provider knows them or not: what can
 * be written, and is neither at its default nor what the state holds. Menus that show defaults which differ between
 * versions are asked for `disabled` alone.
 */
export function additionsTo(resource: StackResource, row: Fields): readonly Difference[] {
  const { menu, configured, unknown, unsaid, stored, written, kept, secret } = resource;
  const isManaged = (field: string): boolean =>
    unsaid.includes(field) || Object.hasOwn(written, field) || Object.hasOwn(kept, field);
  const judged = (field: string): boolean => {
    if (field === "comment" || unknown.includes(field) || secret.includes(field) || menu.secrets.has(field)) {
      return false;
    }
    // Of a flag the state does not know whether it is set.
    if (isFlag(field) && Object.hasOwn(kept, field)) {
      return false;
    }
    if (Object.hasOwn(configured, field) || Object.hasOwn(stored, field)) {
      return false;
    }
    return menu.sparse ? isArgument(menu.path, field) || unsaid.includes(field) : field === "disabled";
  };
  return Object.entries(row)
    .filter(([field]) => judged(field))
    .filter(([field, value]) =>
      [defaultOf(menu, field, row), kept[field], written[field]].every((one) => !mean(field, one, value)),
    )
    .map(([field, value]) => ({
      field,
      ...wantedOf(written[field]),
      found: value,
      ...(isManaged(field) ? {} : { unmanaged: true }),
    }));
}

/** Whether a row does the same as another, so that it may go: a field that is not known to be only shown counts. */
export function isCopy(menu: Menu, row: Fields, original: Fields): boolean {
  return fieldsThatCount(menu, { ...row, ...original }).every((field) =>
    mean(
      field,
      shownIn(row, field) ?? defaultOf(menu, field, row),
      shownIn(original, field) ?? defaultOf(menu, field, original),
    ),
  );
}

/**
 * Whether a row is what it was, but for what the router counts in it: rows of interfaces show more counters than are
 * known here.
 */
export function isUnchanged(menu: Menu, before: Fields, now: Fields): boolean {
  return fieldsThatCount(menu, { ...before, ...now })
    .filter((field) => menu.sparse || isArgument(menu.path, field))
    .every((field) => mean(field, shownIn(before, field), shownIn(now, field)));
}

const fieldsThatCount = (menu: Menu, fields: Fields): readonly string[] =>
  Object.keys(fields).filter((field) => !isShownOnly(menu.path, field));

/** A router names the fields, so that one may be called `constructor`. */
const shownIn = (row: Fields, field: string): string | undefined =>
  Object.hasOwn(row, field) ? row[field] : undefined;

/** What a row means that does not show a field. */
function defaultOf(menu: Menu, field: string, row: Fields): string | undefined {
  return menu.path === "/ip/address" && field === "network"
    ? networkOf(row["address"])
    : shownIn(menu.absent, field);
}

/** The network that a router gives to an address by itself. */
function networkOf(address = ""): string | undefined {
  return parseCidr(address)?.prefix.network;
}

/** The part of what identifies a row that it shares with what is wanted: 1 for the row itself. */
export function similarity(menu: Menu, wanted: Fields, row: Fields): number {
  const identifying = menu.identifiedBy.filter((field) => wanted[field] !== undefined);
  const alike = identifying.filter((field) => mean(field, wanted[field], row[field] ?? menu.absent[field]));
  return identifying.length === 0 ? 0 : alike.length / identifying.length;
}

const found = (value: string | undefined): { found?: string } =>
  value === undefined ? {} : { found: value };

const wantedOf = (value: string | undefined): { wanted?: string } =>
  value === undefined ? {} : { wanted: value };
