import type { InterfaceNames } from "../model/interface-names";
import { listed, listedUpTo } from "./list-text";

/** How many sets of WANs a sentence names. */
const MOST_SETS = 3;

/** The WANs that are down, with their verb: `fibre (ether1) is`, `ether1 and ether2 are`. */
export function downText(down: readonly string[], names: InterfaceNames): string {
  return `${listed(down.map((wan) => names.of(wan)))} ${down.length === 1 ? "is" : "are"}`;
}

/** When something does not hold: ` unless ether1 is down`; nothing where it always holds. */
export function unlessText(sets: readonly (readonly string[])[], names: InterfaceNames): string {
  const texts = sets.map((down) => `${downText(down, names)} down`);
  const named = texts.length > MOST_SETS ? listedUpTo(MOST_SETS, texts) : listed(texts, "or");
  return sets.length === 0 ? "" : ` unless ${named}`;
}

/** A sentence about what happens while WANs are down. */
export function whenDown(down: readonly string[], sentence: string, names: InterfaceNames): string {
  const start = sentence.slice(0, 1);
  return down.length === 0
    ? start.toUpperCase() + sentence.slice(1)
    : `When ${downText(down, names)} down, ${sentence}`;
}
