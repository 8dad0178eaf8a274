/** The name among others that is spelled most like one, where at most two letters differ; undefined where none is. */
export function nearest(name: string, others: readonly string[]): string | undefined {
  let best: { other: string; distance: number } | undefined;
  for (const other of others) {
    // Two names differ by at least as many letters as their lengths do.
    if (other !== name && Math.abs(other.length - name.length) <= MOST) {
      const distance = lettersBetween(name, other);
      if (distance <= MOST && (best === undefined || distance < best.distance)) {
        best = { other, distance };
      }
    }
  }
  return best?.other;
}

const MOST = 2;

/** How many letters must be added, removed or changed: Levenshtein's distance. */
function lettersBetween(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(change, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
