/**
 * Does something again and again, one time after the other.
 *
 * @param ms between the end of one time and the beginning of the next.
 * @param report hears of times that failed; of several in a row the first.
 */
export function repeatedly(
  ms: number,
  work: () => Promise<void>,
  report: (error: unknown) => void,
): { close(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let failing = false;
  let running: Promise<void> = Promise.resolve();
  const next = (): void => {
    if (closed) return;
    timer = setTimeout(() => {
      running = once();
    }, ms).unref();
  };
  const once = async (): Promise<void> => {
    try {
      await work();
      failing = false;
    } catch (error) {
      if (!failing) report(error);
      failing = true;
    }
    next();
  };
  next();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
