import type { FaultKind } from './protocol';

/**
 * A failure of the driver or of its process. It carries a state and no text: the driver's messages name hosts and users,
 * and repeat values.
 */
export class Db2Fault extends Error {
  /** @param state the SQLSTATE, or a word of ours where there is none. */
  constructor(
    readonly kind: FaultKind,
    readonly state: string,
  ) {
    super(`Db2 ${kind} (${state})`);
    this.name = 'Db2Fault';
  }
}

/** Classes of SQLSTATE in which the statement is wrong and its connection is as good as before. */
const STATEMENT = /^(0[1279A-Z]|2[0-7]|3[3-9]|42|44|46|51|54|56)/;
/** 40001 deadlock or lock timeout, 53/55/57 resources and limits. */
const RESOURCE = /^(40001|53|55|57)/;
const TIMEOUT = /^(57014|HYT0[01])$/;
/** The database manager is not started, or takes nobody in: SQL0923N, SQL1032N. */
const CLOSED = /^(57015|57019)$/;
/** A user or password that the server does not take: SQL30082N, whatever its state. */
const REFUSED_USER = -30082;

/** What of an error of `ibm_db` we look at. */
interface DriverError {
  readonly sqlstate?: unknown;
  readonly state?: unknown;
  readonly sqlcode?: unknown;
  readonly message?: unknown;
}

/** Classifies whatever the driver rejected with. What nobody knows is a lost connection: it is not used again. */
export function faultOf(error: unknown): Db2Fault {
  if (error instanceof Db2Fault) return error;
  const state = stateOf(error ?? {});
  if (TIMEOUT.test(state)) return new Db2Fault('timeout', state);
  if (CLOSED.test(state)) return new Db2Fault('closed', state);
  if (RESOURCE.test(state)) return new Db2Fault('unavailable', state);
  return new Db2Fault(STATEMENT.test(state) ? 'refused' : 'lost', state);
}

/** Whether the server said no to the user or the password. Asking again and again locks the account. */
export function isRefusedUser(error: unknown): boolean {
  const { sqlcode } = (error ?? {}) as DriverError;
  return sqlcode === REFUSED_USER || stateOf(error ?? {}).startsWith('28');
}

function stateOf({ sqlstate, state, message }: DriverError): string {
  for (const known of [sqlstate, state]) if (typeof known === 'string' && /^\w{5}$/.test(known)) return known;
  return /SQLSTATE=(\w{5})/.exec(typeof message === 'string' ? message : '')?.[1] ?? 'unknown';
}
