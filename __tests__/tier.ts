import { appendFileSync } from "node:fs";

/** Whether this run is `npm run test:all`, which leaves nothing out. */
export const IS_ALL = process.env["TESTS"] === "all";

/**
 * All cases in `npm run test:all`. In `npm test` so many of them, the first, the last and some between, evenly spread: for
 * walks in which each case takes a while. How many were left out is said at the end of the run.
 */
export function sampled<T>(cases: readonly T[], size: number): readonly T[] {
  if (IS_ALL || cases.length <= size) {
    return cases;
  }
  const step = size > 1 ? (cases.length - 1) / (size - 1) : 1;
  const chosen = Array.from({ length: size }, (_, i) => cases[Math.round(i * step)] as T);
  leaveOut(cases.length - chosen.length);
  return chosen;
}

/**
 * A test of `npm run test:all` alone, beside others in its file that prove what is claimed. A file of which none runs in
 * `npm test` is named `*.all.test.ts`.
 */
export function fullTest(
  name: string,
  run: (() => Promise<void>) | (() => void),
  as: (name: string, run: (() => Promise<void>) | (() => void)) => void = test,
): void {
  inAll(() => as(name, run));
}

/** A number of random runs: many in `npm run test:all`, few in `npm test`. */
export function runs(few: number, many: number): number {
  if (IS_ALL) {
    return many;
  }
  leaveOut(many - few);
  return few;
}

/** Has a test run in `npm run test:all` only, where another of its file proves in `npm test` what it is about. */
export function inAll(define: () => void): void {
  if (IS_ALL) {
    define();
  } else {
    leaveOut(1);
  }
}

/** Tells the run that cases are left to `npm run test:all`. */
function leaveOut(count: number): void {
  const file = process.env["TESTS_LEFT_OUT"];
  if (file !== undefined) {
    appendFileSync(file, `${count}\n`);
  }
}
