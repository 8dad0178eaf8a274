/**
 * What a rule matches, as nftables expressions: any of the alternatives, each of which wants all its expressions.
 * Alternatives exclude one another, so a packet counts once. No alternative is a rule that matches nothing.
 */
export type NftMatch = readonly (readonly string[])[];

export const ALWAYS: NftMatch = [[]];
export const NEVER: NftMatch = [];

export const expression = (...all: readonly string[]): NftMatch => [all];

/** What matches both. */
export const both = (a: NftMatch, b: NftMatch): NftMatch =>
  a.flatMap((left) => b.map((right) => [...left, ...right]));

/** A value with a leading `!` means anything but the rest of it. */
export function readNegatable(value: string): { negated: boolean; rest: string } {
  return value.startsWith("!") ? { negated: true, rest: value.slice(1) } : { negated: false, rest: value };
}

/** `subject value` or `subject != value`. */
export const compare = (subject: string, negated: boolean, value: string): NftMatch =>
  expression(`${subject} ${negated ? "!= " : ""}${value}`);

/** Membership in a set of values that may be empty. */
export function compareAny(subject: string, negated: boolean, values: readonly string[]): NftMatch {
  if (values.length === 0) {
    return negated ? ALWAYS : NEVER;
  }
  return compare(subject, negated, values.length === 1 ? `${values[0]}` : `{ ${values.join(", ")} }`);
}
