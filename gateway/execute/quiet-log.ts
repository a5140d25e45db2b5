import type { Logger } from 'pino';

/** What the libraries of Apollo log with. */
interface LibraryLog {
  debug(message?: unknown): void;
  info(message?: unknown): void;
  warn(message?: unknown): void;
  error(message?: unknown): void;
}

/**
 * A log for libraries that put errors into their sentences: only what stands before the first colon or line break is
 * their own wording. What they call information is detail to us.
 */
export function quietLog(log: Logger): LibraryLog {
  const own = (message: unknown): string =>
    (typeof message === 'string' ? message.split(/[:\n]/, 1)[0] : '') ?? '';
  return {
    debug: (message) => log.trace(own(message)),
    info: (message) => log.debug(own(message)),
    warn: (message) => log.warn(own(message)),
    error: (message) => log.error(own(message)),
  };
}
