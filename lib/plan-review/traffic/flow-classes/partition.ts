import type { Range } from "../../../routeros/address-ranges";

/** A range of numbers that are all in the same sets. */
export interface Cell {
  readonly range: Range;
  /** The names of the sets, sorted. */
  readonly sets: readonly string[];
}

/** Numbers, such as addresses, told apart by the sets that they are in. */
export class Partition {
  private readonly starts: number[] = [0];
  private readonly members: (readonly string[])[] = [[]];

  public constructor(sets: ReadonlyMap<string, readonly Range[]>) {
    const edges = [...sets].flatMap(([name, ranges]) =>
      ranges.flatMap(({ first, last }) => [
        { at: first, name, change: 1 },
        { at: last + 1, name, change: -1 },
      ]),
    );
    edges.sort((a, b) => a.at - b.at);
    const open = new Map<string, number>();
    edges.forEach(({ at, name, change }, i) => {
      const count = (open.get(name) ?? 0) + change;
      if (count > 0) {
        open.set(name, count);
      } else {
        open.delete(name);
      }
      if (edges[i + 1]?.at !== at) {
        this.begin(at, [...open.keys()].sort());
      }
    });
  }

  /** The sets that a number is in. */
  public at(number: number): readonly string[] {
    return this.members[this.indexOf(number)] ?? [];
  }

  /** The parts of ranges, by the sets that their numbers are in. */
  public within(ranges: readonly Range[]): readonly Cell[] {
    return ranges.flatMap(({ first, last }) => {
      const cells: Cell[] = [];
      for (let i = this.indexOf(first); i < this.starts.length && (this.starts[i] ?? 0) <= last; i += 1) {
        const end = (this.starts[i + 1] ?? Infinity) - 1;
        const range = { first: Math.max(first, this.starts[i] ?? 0), last: Math.min(last, end) };
        cells.push({ range, sets: this.members[i] ?? [] });
      }
      return cells;
    });
  }

  private begin(at: number, sets: readonly string[]): void {
    if (this.starts.at(-1) === at) {
      this.members[this.members.length - 1] = sets;
    } else {
      this.starts.push(at);
      this.members.push(sets);
    }
  }

  /** The last part that does not begin after a number. */
  private indexOf(number: number): number {
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= number) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
