import { toNumber } from "../../../../lib/routeros/address-ranges";
import type { Values } from "../../menus/menu";
import { parsePrefix } from "../../values/address-values";
import { nftName } from "./nft-names";

/** The set that holds an address list. */
export const listSet = (list: string): string => nftName("list", list);

/** The entries of every address list as ranges that neither overlap nor touch, by the name of the list's set. */
export function addressSets(entries: readonly Values[], mentioned: readonly string[]) {
  const sets = new Map<string, readonly string[]>(mentioned.map((list) => [listSet(list), []]));
  const lists = new Set(entries.map((entry) => entry["list"] ?? ""));
  for (const list of lists) {
    const ranges = entries
      .filter((entry) => entry["list"] === list && entry["disabled"] !== "true")
      .flatMap((entry) => readRange(entry["address"] ?? "") ?? []);
    sets.set(listSet(list), merge(ranges).map(format));
  }
  return sets;
}

interface Range {
  readonly first: number;
  readonly last: number;
}

/** The addresses of an entry, or undefined for a name, which only a resolver could turn into addresses. */
function readRange(entry: string): Range | undefined {
  const prefix = parsePrefix(entry);
  if (prefix !== undefined) {
    const first = toNumber(prefix.address);
    return { first, last: first + 2 ** (32 - prefix.length) - 1 };
  }
  const [from = "", to = ""] = entry.split("-");
  return /^[\d.]+$/.test(from) && to !== "" ? { first: toNumber(from), last: toNumber(to) } : undefined;
}

function merge(ranges: readonly Range[]): readonly Range[] {
  const merged: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.first - b.first)) {
    const before = merged.at(-1);
    if (before === undefined || range.first > before.last + 1) {
      merged.push(range);
    } else {
      merged[merged.length - 1] = { first: before.first, last: Math.max(before.last, range.last) };
    }
  }
  return merged;
}

const dotted = (number: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");

const format = ({ first, last }: Range): string =>
  first === last ? dotted(first) : `${dotted(first)}-${dotted(last)}`;
