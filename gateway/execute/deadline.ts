/**
 * Runs work that must end in time.
 *
 * A signal made of `AbortSignal.any` and `AbortSignal.timeout` would keep all that listens to it, an operation's whole
 * memory, until its time is over; this one lets go when the work is done.
 *
 * @param parent ends the work too.
 * @param ms milliseconds until the signal aborts with a `TimeoutError`.
 */
export async function withDeadline<T>(
  parent: AbortSignal,
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const follow = (): void => controller.abort(parent.reason);
  const timer = setTimeout(() => controller.abort(new DOMException('It took too long.', 'TimeoutError')), ms);
  if (parent.aborted) follow();
  else parent.addEventListener('abort', follow, { once: true });
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    parent.removeEventListener('abort', follow);
  }
}
