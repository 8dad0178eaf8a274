/** Asks until the answer is yes; throws at the end of the time. */
export async function eventually(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  withinMs = 5000,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) {
      throw new Error(`Within ${withinMs} ms it did not come about that ${what}.`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
