import { parseCidr } from "../routeros/address-ranges";
import { isArgument, isShownOnly } from "../routeros/arguments";
import { isFlag, isHidden } from "../routeros/row-defaults";
import { type Fields, mean } from "./fields";
import type { StackResource } from "./stack";
import type { StateMenu } from "./state-menus";

/** A field in which a row differs from what is wanted; a side that does not set the field is undefined. */
export interface Difference {
  readonly field: string;
  readonly wanted?: string;
  readonly found?: string;
  /** Whether the provider has no attribute for the field: no plan shows it, and no apply changes it. */
  readonly unmanaged?: true;
}

/** The wanted fields in which a row differs. */
export function differencesOf(menu: StateMenu, wanted: Fields, row: Fields): readonly Difference[] {
  return Object.entries(wanted)
    .filter(([field, value]) => !mean(field, value, row[field] ?? menu.absent[field]))
    .filter(([field]) => !isHidden(menu.path, field, row))
    .map(([field, value]) => ({ field, wanted: value, ...found(row[field]) }));
}

/**
 * The fields of a row that do something and that neither configuration nor state sets, whether the provider has an attribute
 * for them or not.
 *
 * A field counts if it can be written and has neither its default value nor the one in the state. In menus whose rows show
 * defaults, which differ between versions, only `disabled` counts.
 */
export function additionsTo(resource: StackResource, row: Fields): readonly Difference[] {
  const { menu, configured, unknown, unset, stored, written, kept, secret } = resource;
  const isManaged = (field: string): boolean =>
    unset.includes(field) || Object.hasOwn(written, field) || Object.hasOwn(kept, field);
  const counts = (field: string): boolean => {
    if (field === "comment" || unknown.includes(field) || secret.includes(field) || menu.secrets.has(field)) {
      return false;
    }
    // The state does not tell whether a flag is set.
    if (isFlag(field) && Object.hasOwn(kept, field)) {
      return false;
    }
    if (Object.hasOwn(configured, field) || Object.hasOwn(stored, field)) {
      return false;
    }
    return menu.sparse ? isArgument(menu.path, field) || unset.includes(field) : field === "disabled";
  };
  return Object.entries(row)
    .filter(([field]) => counts(field))
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

/** Whether a row does the same as another one and may be removed: every field counts that is not known to be read-only. */
export function isCopy(menu: StateMenu, row: Fields, original: Fields): boolean {
  return fieldsThatCount(menu, { ...row, ...original }).every((field) =>
    mean(
      field,
      shownIn(row, field) ?? defaultOf(menu, field, row),
      shownIn(original, field) ?? defaultOf(menu, field, original),
    ),
  );
}

/** Whether a row has not changed, apart from counters; rows of interfaces show counters that are not known here. */
export function isUnchanged(menu: StateMenu, before: Fields, now: Fields): boolean {
  return fieldsThatCount(menu, { ...before, ...now })
    .filter((field) => menu.sparse || isArgument(menu.path, field))
    .every((field) => mean(field, shownIn(before, field), shownIn(now, field)));
}

const fieldsThatCount = (menu: StateMenu, fields: Fields): readonly string[] =>
  Object.keys(fields).filter((field) => !isShownOnly(menu.path, field));

/** The router chooses the names of fields, so one may be called `constructor`. */
const shownIn = (row: Fields, field: string): string | undefined =>
  Object.hasOwn(row, field) ? row[field] : undefined;

/** What a field means that a row does not show. */
function defaultOf(menu: StateMenu, field: string, row: Fields): string | undefined {
  return menu.path === "/ip/address" && field === "network"
    ? networkOf(row["address"])
    : shownIn(menu.absent, field);
}

/** The network that a router derives from an address. */
function networkOf(address = ""): string | undefined {
  return parseCidr(address)?.prefix.network;
}

/** The share of the identifying fields in which a row is what is wanted, from 0 to 1. */
export function similarity(menu: StateMenu, wanted: Fields, row: Fields): number {
  const identifying = menu.identifiedBy.filter((field) => wanted[field] !== undefined);
  const equal = identifying.filter((field) => mean(field, wanted[field], row[field] ?? menu.absent[field]));
  return identifying.length === 0 ? 0 : equal.length / identifying.length;
}

const found = (value: string | undefined): { found?: string } =>
  value === undefined ? {} : { found: value };

const wantedOf = (value: string | undefined): { wanted?: string } =>
  value === undefined ? {} : { wanted: value };
