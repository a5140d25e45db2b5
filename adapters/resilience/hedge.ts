/**
 * Sends a question a second time when the first has no answer after a while; the first good answer counts.
 *
 * @param send sends it; its signal is aborted when the other one has answered.
 * @param second runs the second one, or refuses where there is no room for it.
 */
export async function hedged<T>(
  send: (signal: AbortSignal) => Promise<T>,
  second: (send: () => Promise<T>) => Promise<T>,
  afterMs: number,
  outer: AbortSignal,
): Promise<T> {
  const over = new AbortController();
  const end = (): void => over.abort(outer.reason);
  if (outer.aborted) end();
  outer.addEventListener('abort', end, { once: true });
  const first = send(over.signal);
  let timer: NodeJS.Timeout | undefined;
  let twice = false;
  const late = new Promise<T>((resolve, reject) => {
    timer = setTimeout(() => {
      timer = undefined;
      twice = true;
      second(() => send(over.signal)).then(resolve, reject);
    }, afterMs);
    // A failure before the second was sent is the answer; whether to ask again is not decided here.
    first.catch((error: Error) => timer && reject(error));
  });
  try {
    return await Promise.any([first, late]);
  } catch (error) {
    throw error instanceof AggregateError ? error.errors[0] : error;
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', end);
    if (twice) over.abort();
  }
}
