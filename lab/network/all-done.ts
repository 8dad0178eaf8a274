/**
 * Resolves when all work is done. If some of it fails, this waits for the rest before it throws the first failure, so
 * that the caller can clean up while no work is running.
 */
export async function allDone(work: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(work);
  await Promise.all(work);
}
