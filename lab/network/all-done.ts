/**
 * Resolves when all work is done. Where some of it fails, the rest is waited for all the same, and then the first failure
 * is thrown: whoever cleans up after it must find nothing that still goes on.
 */
export async function allDone(work: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(work);
  await Promise.all(work);
}
