import { fromNumber, type Range } from "../../../routeros/address-ranges";

/** How many numbers ranges have. */
export function sizeOf(ranges: readonly Range[]): number {
  return ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
}

/** What is left of ranges without others. */
export function without(ranges: readonly Range[], taken: readonly Range[]): readonly Range[] {
  const sorted = [...taken].sort((a, b) => a.first - b.first);
  return ranges.flatMap(({ first, last }) => {
    const left: Range[] = [];
    let next = first;
    for (const hole of sorted) {
      if (hole.first > last) {
        break;
      }
      if (hole.last >= next) {
        if (hole.first > next) {
          left.push({ first: next, last: hole.first - 1 });
        }
        next = hole.last + 1;
      }
    }
    return next <= last ? [...left, { first: next, last }] : left;
  });
}

/** Ranges as networks, addresses and spans: `10.0.0.160/27`. */
export function rangeText({ first, last }: Range): string {
  const size = last - first + 1;
  const length = 32 - Math.log2(size);
  if (size === 1) {
    return fromNumber(first);
  }
  return Number.isInteger(length) && first % size === 0
    ? `${fromNumber(first)}/${length}`
    : `${fromNumber(first)}-${fromNumber(last)}`;
}
