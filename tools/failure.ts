/** A failure that the reader can fix: one sentence that names what is missing and what to run. */
export class Failure extends Error {}

/** What every sentence ends with when running the preparation again is the cure. */
export const RERUN = "npm run bindings";

/** Runs an entry point; a `Failure` ends it with its sentence alone, anything else is a bug and keeps its trace. */
export async function runToExit(main: () => void | Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    process.exitCode = 1;
    console.error(error instanceof Failure ? error.message : error);
  }
}
