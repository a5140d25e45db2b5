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

/**
 * What is kept of a driver's error as `cause`. The original repeats values of the row (`Key (email)=(…)`), parameters
 * and addresses, so it goes no further.
 */
class DatabaseFault extends Error {
  /** @param state the SQLSTATE, or the system's code of a connection that failed. */
  constructor(readonly state: string) {
    super(`database fault ${state}`);
    this.name = 'DatabaseFault';
  }
}

/** What PostgreSQL's drivers attach to the errors that the server sent. */
interface DriverError {
  readonly code?: unknown;
  readonly severity?: unknown;
  readonly constraint?: unknown;
}

/** Whether the server itself answered with an error; otherwise the connection failed, and its state is unknown. */
export function isFromServer(error: unknown): boolean {
  return error instanceof Error && (error as DriverError).severity !== undefined;
}

/** A serialisation failure or a deadlock: the same work may succeed when run again. */
export function isSerializationFailure(error: unknown): boolean {
  return (
    error instanceof StoreConflict && error.cause instanceof DatabaseFault && MET.includes(error.cause.state)
  );
}

const MET = ['40001', '40P01'];
const CANCELED = '57014';
/** "Cannot connect now": the server is up and takes nobody in. */
const CLOSED = '57P03';
/** Classes: 08 connection, 53 resources, 57P shutdown, 58 the server's own system, 28 and 3D no such login or database. */
const UNAVAILABLE = /^(08|53|57P|58|28|3D|XX)/;
/** How `pg` words the end of `query_timeout`. A pool without a free connection is not slow but full: unavailable. */
const TIMED_OUT = 'Query read timeout';

/** What a failing statement of our own store means to the caller; the port's own errors pass. */
export function storeFailure(error: unknown, timeoutMs: number): Error {
  if (error instanceof HubError || error instanceof StoreConflict || error instanceof StoreRefusal)
    return error;
  const cause = faultOf(error);
  const failure = connectionFailure(STORE, error, cause, timeoutMs);
  if (failure) return failure;
  if (MET.includes(cause.state)) return new StoreConflict(undefined, { cause });
  if (cause.state.startsWith('23')) {
    const { constraint } = error as DriverError;
    return new StoreConflict(typeof constraint === 'string' ? constraint : undefined, { cause });
  }
  return new StoreRefusal(cause.state);
}

/** A statement that cannot be right: a mistake in our own code. */
class StoreRefusal extends Error {
  constructor(state: string) {
    super(`the store refused a statement (SQLSTATE ${state})`);
    this.name = 'StoreRefusal';
  }
}

/** What a failing read of a legacy source means to the caller. */
export function readFailure(source: SourceName, error: unknown, timeoutMs: number): Error {
  if (error instanceof HubError) return error;
  const cause = faultOf(error);
  return connectionFailure(source, error, cause, timeoutMs) ?? new SourceInvalidData(source, { cause });
}

function faultOf(error: unknown): DatabaseFault {
  const { code } = (error ?? {}) as DriverError;
  return new DatabaseFault(typeof code === 'string' ? code : 'connection');
}

function connectionFailure(
  source: SourceName,
  error: unknown,
  cause: DatabaseFault,
  timeoutMs: number,
): HubError | undefined {
  if (isFromServer(error)) {
    if (cause.state === CANCELED) return new SourceTimeout(source, timeoutMs, { cause });
    if (cause.state === CLOSED) return new SourceUnavailable(source, { reason: 'CLOSED', cause });
    return UNAVAILABLE.test(cause.state) ? new SourceUnavailable(source, { cause }) : undefined;
  }
  const slow = error instanceof Error && error.message.startsWith(TIMED_OUT);
  return slow ? new SourceTimeout(source, timeoutMs, { cause }) : new SourceUnavailable(source, { cause });
}
