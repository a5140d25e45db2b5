/** Waits for something to become true. @throws {Error} after minutes: it will not. */
export async function until(condition: () => boolean): Promise<void> {
  const end = performance.now() + 150_000;
  while (!condition()) {
    if (performance.now() > end) throw new Error('it did not happen');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
