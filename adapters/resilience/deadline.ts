import { SourceTimeout, SourceUnavailable, type SourceName } from '../../schema/kernel/source-errors';

/** The time that one read may take, from its first wait to its last row. */
export interface Deadline {
  /** The promise's value, unless the time ends first; a value that comes after that goes to `unwanted`. */
  or<T>(promise: Promise<T>, unwanted?: (value: T) => void): Promise<T>;
  stop(): void;
}

/**
 * @param timeoutMs its end rejects with `SourceTimeout`.
 * @param signal its abort rejects with `SourceUnavailable`: the caller has gone, or has no time left for this source.
 */
export function startDeadline(source: SourceName, timeoutMs: number, signal?: AbortSignal): Deadline {
  let end: (error: Error) => void = () => undefined;
  let over = false;
  const ended = new Promise<never>((_, reject) => {
    end = (error) => {
      over = true;
      reject(error);
    };
  });
  ended.catch(() => undefined);
  const timer = setTimeout(() => end(new SourceTimeout(source, timeoutMs)), timeoutMs);
  const abort = (): void => end(new SourceUnavailable(source, { cause: signal?.reason }));
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });
  return {
    async or(promise, unwanted) {
      promise.then(
        (value) => over && unwanted?.(value),
        () => undefined,
      );
      return Promise.race([ended, promise]);
    },
    stop() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    },
  };
}
