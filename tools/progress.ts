/** Says one line about preparing; on stderr, so that `npm pack --json` keeps its stdout to itself. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Says how far a step is, in a line of its own. */
export type Say = (line: string) => void;

/** Announces a step before it starts and says how long it took when it is done. */
export async function timed<T>(title: string, work: (say: Say) => T | Promise<T>): Promise<T> {
  const start = Date.now();
  let isLineOpen = true;
  const say: Say = (line) => {
    process.stderr.write(`${isLineOpen ? "\n" : ""}  ${secondsSince(start)}: ${line}\n`);
    isLineOpen = false;
  };
  const end = (line: string) => note(isLineOpen ? line : `${title} ... ${line}`);
  process.stderr.write(`${title} ... `);
  try {
    const result = await work(say);
    end(secondsSince(start));
    return result;
  } catch (error) {
    end("failed");
    throw error;
  }
}

/** The time since a moment of `Date.now()`, as `1.2 s`. */
export const secondsSince = (start: number): string => `${((Date.now() - start) / 1000).toFixed(1)} s`;
