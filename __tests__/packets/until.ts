const DEADLINE_MS = 20_000;
const PAUSE_MS = 20;

/** Resolves when something is so; gives the milliseconds it took. Fails after a deadline, twenty seconds by default. */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  deadlineMs = DEADLINE_MS,
): Promise<number> {
  const start = Date.now();
  while (!(await isSo())) {
    if (Date.now() - start > deadlineMs) {
      throw new Error(`waited in vain: ${what}`);
    }
    await new Promise((resume) => setTimeout(resume, PAUSE_MS));
  }
  return Date.now() - start;
}
