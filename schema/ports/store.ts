/** What may be bound to `$1`, `$2`, … of our own store. Dates and money travel as text. */
export type StoreValue = string | number | boolean | null | readonly string[];

/** Runs statements on our own database (PostgreSQL or PGlite): PostgreSQL's SQL with `$1` markers. */
export interface StoreSession {
  /**
   * @returns rows by column name; `bigint`, `numeric`, `date` and `timestamptz` columns arrive as text
   *   (timestamps in ISO 8601, UTC), `jsonb` parsed.
   * @throws {SourceUnavailable} the store is down, with source `store`.
   * @throws {StoreConflict} a unique or exclusion constraint refused the row, or a serialisation failure.
   */
  query<Row = Record<string, unknown>>(text: string, values?: readonly StoreValue[]): Promise<Row[]>;
}

/** Our own database. Legacy tables are never written, so only this port can. */
export interface SqlStore extends StoreSession {
  /**
   * Runs `work` in one transaction: committed, and durable on disk, when the promise resolves; rolled back when it rejects.
   * `work` may run again after a serialisation failure, so it has no effect but through its session.
   */
  transaction<T>(work: (session: StoreSession) => Promise<T>): Promise<T>;
  /**
   * Brings one owner's tables up to date. Each migration runs once, in order, in a transaction of its own;
   * several processes may ask at once.
   *
   * @param owner the subgraph whose tables these are; also the PostgreSQL schema that they live in.
   * @throws {Error} where an applied migration's text has changed since, naming it.
   */
  migrate(owner: string, migrations: readonly Migration[]): Promise<void>;
  ping(timeoutMs: number): Promise<void>;
  /**
   * Hears of what is notified on a channel (`pg_notify`). Only a store that is in this process alone has it: there,
   * whoever committed a change is answered after everybody who listens was told.
   */
  listen?(channel: string, told: () => void): Promise<void>;
  close(): Promise<void>;
}

/** One step of a schema's history. */
export interface Migration {
  /** e.g. `001_claims`; applied in the order of the list. */
  readonly name: string;
  readonly sql: string;
}

/** A constraint of our own store refused a write. */
export class StoreConflict extends Error {
  /** @param constraint the constraint's name, where the store tells it. */
  constructor(
    readonly constraint: string | undefined,
    options?: ErrorOptions,
  ) {
    super(`store conflict${constraint ? ` on ${constraint}` : ''}`, options);
    this.name = 'StoreConflict';
  }
}
