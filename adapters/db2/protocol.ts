import type { RawRow, SqlValue } from '../../schema/ports/sql';

/** What the process that holds the connections is told once, before anything else. */
export interface WorkerSettings {
  /** The module with the driver: `ibm_db`, or a double of it in tests. */
  readonly driver: string;
  /** Complete connection string, password included: it travels by IPC only, never in arguments or the environment. */
  readonly dsn: string;
  readonly pool: PoolSettings;
}

/** The limits of the connections to one system. Milliseconds. */
export interface PoolSettings {
  /** Most connections at once, those being opened or closed included. */
  readonly size: number;
  /** Longest wait for a free connection. */
  readonly acquireTimeoutMs: number;
  /** Longest wait for a connection that is tried before it is used. */
  readonly connectTimeoutMs: number;
  /** A connection older than this is closed instead of used again. */
  readonly maxAgeMs: number;
  /** A connection used so often is closed instead of used again. */
  readonly maxUses: number;
  /** A connection idle for longer is asked whether it lives before it is used. */
  readonly validateAfterMs: number;
}

/** From the hub to the process. */
export type ToWorker =
  | { readonly type: 'start'; readonly settings: WorkerSettings }
  | {
      readonly type: 'read';
      readonly id: number;
      readonly text: string;
      readonly values: readonly SqlValue[];
      /** Milliseconds left when the message was sent. */
      readonly budgetMs: number;
    }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'close' };

/** From the process to the hub. */
export type FromWorker =
  | { readonly type: 'missing' }
  | { readonly type: 'rows'; readonly id: number; readonly rows: readonly RawRow[] }
  | { readonly type: 'failed'; readonly id: number; readonly kind: FaultKind; readonly state: string };

/**
 * What went wrong, as far as a reader has to know:
 * `lost` the connection is no longer usable; `unavailable` the system has no place or no resource for this statement;
 * `closed` it takes nobody in at this hour;
 * `timeout` the statement was ended by its limit; `refused` the statement cannot be right; `cancelled` nobody waits.
 */
export type FaultKind = 'lost' | 'unavailable' | 'closed' | 'timeout' | 'refused' | 'cancelled';
