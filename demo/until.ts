import { Failure } from "../tools/failure";

const PAUSE_MS = 20;
/** Longer than on any busy machine. */
const DEADLINE_MS = 120_000;

/** Resolves when a condition holds; fails after a deadline. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const start = Date.now();
  while (!(await isSo())) {
    if (Date.now() - start > DEADLINE_MS) {
      throw new Failure(`Timed out after ${DEADLINE_MS / 1000} s of waiting until ${what}.`);
    }
    await new Promise((resume) => setTimeout(resume, PAUSE_MS));
  }
}
