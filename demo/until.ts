import { Failure } from "../tools/failure";

const PAUSE_MS = 20;
/** Longer than on any busy machine. */
const DEADLINE_MS = 120_000;

/** Resolves when something is so; fails where that does not come about. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const start = Date.now();
  while (!(await isSo())) {
    if (Date.now() - start > DEADLINE_MS) {
      throw new Failure(`Waited ${DEADLINE_MS / 1000} s in vain until ${what}.`);
    }
    await new Promise((resume) => setTimeout(resume, PAUSE_MS));
  }
}
