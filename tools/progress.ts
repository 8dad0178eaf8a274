/** Says one line about preparing; on stderr, so that `npm pack --json` keeps its stdout to itself. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Announces a step before it starts and says how long it took when it is done. */
export async function timed<T>(title: string, work: () => T | Promise<T>): Promise<T> {
  const start = Date.now();
  process.stderr.write(`${title} ... `);
  try {
    const result = await work();
    note(secondsSince(start));
    return result;
  } catch (error) {
    note("failed");
    throw error;
  }
}

/** The time since a moment of `Date.now()`, as `1.2 s`. */
export const secondsSince = (start: number): string => `${((Date.now() - start) / 1000).toFixed(1)} s`;
