/**
 * How long tests wait for what must come: on an idle machine a second or two, and ten times as long on a busy one. It only
 * ends a wait that would never end; no test judges how long something took.
 */
export const DEADLINE_MS = 120_000;

/** How long a flow waits for an answer that must come; on an idle machine it comes at once. */
export const PATIENCE_MS = 30_000;

/** How long each waits where some must get none: longer than an answer ever takes, since all of those are waited for. */
export const LOSS_MS = 3_000;

const PAUSE_MS = 20;

/** Resolves when something is so; fails where it does not become so. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + DEADLINE_MS;
  while (!(await isSo())) {
    if (Date.now() > end) {
      throw new Error(`after ${DEADLINE_MS / 1000} s it is still not so: ${what}`);
    }
    await pause();
  }
}

/** Resolves when a value passes a check; fails with what the check says where it never does. */
export async function eventually<T>(read: () => T | Promise<T>, check: (value: T) => void): Promise<void> {
  const end = Date.now() + DEADLINE_MS;
  for (;;) {
    const value = await read();
    try {
      return check(value);
    } catch (error) {
      if (Date.now() > end) {
        throw error;
      }
    }
    await pause();
  }
}

const pause = (): Promise<void> => new Promise((resume) => setTimeout(resume, PAUSE_MS));
