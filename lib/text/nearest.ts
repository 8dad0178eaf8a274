/** At most so many letters differ between names that are taken for one another. */
const MOST = 2;

/** The name among others that is spelled most like one, where at most two letters differ; undefined where none is. */
export function nearest(name: string, others: readonly string[]): string | undefined {
  return new Spellings(others).nearest(name);
}

/** Names among which many others are looked for. */
export class Spellings {
  private readonly letters: readonly number[];

  public constructor(private readonly names: readonly string[]) {
    this.letters = names.map(lettersOf);
  }

  /** The name that is spelled most like another one, where at most two letters differ; undefined where none is. */
  public nearest(name: string): string | undefined {
    const letters = lettersOf(name);
    let best: { other: string; distance: number } | undefined;
    for (const [i, other] of this.names.entries()) {
      // Two names differ by at least as many letters as their lengths do, and a changed letter is two that differ.
      const isNear =
        Math.abs(other.length - name.length) <= MOST &&
        bitsOf(letters ^ (this.letters[i] ?? 0)) <= 2 * MOST &&
        other !== name;
      const distance = isNear ? lettersBetween(name, other) : MOST + 1;
      if (distance < (best?.distance ?? MOST + 1)) {
        best = { other, distance };
      }
    }
    return best?.other;
  }
}

/** The letters of a name as bits, so that most names that differ are told apart at once. */
function lettersOf(name: string): number {
  let letters = 0;
  for (let i = 0; i < name.length; i += 1) {
    letters |= 1 << (name.charCodeAt(i) & 31);
  }
  return letters;
}

function bitsOf(number: number): number {
  let count = 0;
  for (let left = number; left !== 0; left &= left - 1) {
    count += 1;
  }
  return count;
}

/**
 * How many letters of two names must be added, removed or changed from a place in each on: Levenshtein's distance, or a number
 * above `most` where it is larger.
 */
function lettersBetween(a: string, b: string, most = MOST, fromA = 0, fromB = 0): number {
  let [i, j] = [fromA, fromB];
  while (i < a.length && j < b.length && a[i] === b[j]) {
    i += 1;
    j += 1;
  }
  if (i === a.length || j === b.length) {
    return a.length - i + (b.length - j);
  }
  if (most === 0) {
    return 1;
  }
  return (
    1 +
    Math.min(
      lettersBetween(a, b, most - 1, i + 1, j + 1),
      lettersBetween(a, b, most - 1, i + 1, j),
      lettersBetween(a, b, most - 1, i, j + 1),
    )
  );
}
