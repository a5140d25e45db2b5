import { HubError } from '../../schema/kernel/errors';
import {
  SourceInvalidData,
  SourceTimeout,
  SourceUnavailable,
  type SourceName,
} from '../../schema/kernel/source-errors';
import { StoreConflict } from '../../schema/ports/store';

/** The name under which our own database appears in errors and metrics. */
export const STORE = 'store';

/** What PostgreSQL's drivers attach to the errors that the server sent. */
interface ServerError {
  readonly code?: unknown;
  readonly constraint?: unknown;
}

/** @returns the five characters of the SQLSTATE, or `undefined` where the server said nothing: the connection failed. */
export function sqlState(error: unknown): string | undefined {
  const { code } = (error ?? {}) as ServerError;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]{4}$/.test(code)
    ? code
    : undefined;
}

/** A serialisation failure or a deadlock: the same work may succeed when run again. */
export function isSerializationFailure(error: unknown): boolean {
  return ['40001', '40P01'].includes(sqlState(error) ?? '');
}

/** Class 08 connection, 53 resources, 57P shutdown, 58 the server's own system, 3D/28 no such database or login. */
const UNAVAILABLE = /^(08|53|57P|58|28|3D|XX)/;
const CANCELED = '57014';
const TIMED_OUT = /timeout|timed out/i;

/**
 * What a failing statement of our own store means to the caller.
 * The server's text repeats values of the row (`Key (email)=(…)`), so it stays in `cause`.
 */
export function storeFailure(error: unknown, timeoutMs: number): Error {
  if (error instanceof HubError || error instanceof StoreConflict) return error;
  const failure = connectionFailure(STORE, error, timeoutMs);
  if (failure) return failure;
  const state = sqlState(error) ?? '';
  if (isSerializationFailure(error)) return new StoreConflict(undefined, { cause: error });
  if (state.startsWith('23')) {
    const { constraint } = error as ServerError;
    return new StoreConflict(typeof constraint === 'string' ? constraint : undefined, { cause: error });
  }
  return new Error(`the store refused a statement (SQLSTATE ${state})`, { cause: error });
}

/** What a failing read of a legacy source means to the caller. */
export function readFailure(source: SourceName, error: unknown, timeoutMs: number): Error {
  if (error instanceof HubError) return error;
  return connectionFailure(source, error, timeoutMs) ?? new SourceInvalidData(source, { cause: error });
}

function connectionFailure(source: SourceName, cause: unknown, timeoutMs: number): HubError | undefined {
  const state = sqlState(cause);
  if (state === CANCELED) return new SourceTimeout(source, timeoutMs, { cause });
  if (state !== undefined)
    return UNAVAILABLE.test(state) ? new SourceUnavailable(source, { cause }) : undefined;
  const slow = cause instanceof Error && TIMED_OUT.test(cause.message);
  return slow ? new SourceTimeout(source, timeoutMs, { cause }) : new SourceUnavailable(source, { cause });
}
