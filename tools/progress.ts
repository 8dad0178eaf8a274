/** Says one line about preparing; on stderr, so that `npm pack --json` keeps its stdout to itself. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Announces a step before it starts and says how long it took when it is done. */
export async function step<T>(title: string, work: () => T | Promise<T>): Promise<T> {
  const start = Date.now();
  process.stderr.write(`${title} ... `);
  try {
    const result = await work();
    say(`${((Date.now() - start) / 1000).toFixed(1)} s`);
    return result;
  } catch (error) {
    say("failed");
    throw error;
  }
}
