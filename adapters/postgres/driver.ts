import type { StoreValue } from '../../schema/ports/store';

/** One connection, or one that the driver picks for a single statement. Errors come as the driver throws them. */
export interface DriverSession {
  query(text: string, values: readonly StoreValue[]): Promise<unknown[]>;
  /** Runs several statements in one text, without parameters and without a time limit: migrations. */
  script(text: string): Promise<void>;
}

/** What the store needs of PostgreSQL, whichever process it lives in. */
export interface StoreDriver extends DriverSession {
  /** Milliseconds that one statement may take; named in `SourceTimeout`. */
  readonly statementTimeoutMs: number;
  /** Holds one connection for `work`: no other statement runs on it. A broken connection is not used again. */
  exclusively<T>(work: (session: DriverSession) => Promise<T>): Promise<T>;
  /** See `SqlStore`. */
  readonly listen?: (channel: string, told: () => void) => Promise<void>;
  close(): Promise<void>;
}
