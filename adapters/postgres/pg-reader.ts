import { Pool } from 'pg';
import { SourceUnavailable, type SourceName } from '../../schema/kernel/source-errors';
import { parseRows, type RawRow, type SqlQuery, type SqlReader } from '../../schema/ports/sql';
import { startDeadline } from '../resilience/deadline';
import { isFromServer, readFailure } from './failures';
import { numberedMarkers } from './markers';
import { survive } from './survive';
import { LEGACY_PARSERS } from './types';

/** A relational system that speaks PostgreSQL's protocol. */
export interface PgReaderOptions {
  readonly source: SourceName;
  /** `postgres://user:password@host:port/database`. */
  readonly url: string;
  /** Most connections at once; default 4. */
  readonly poolSize?: number;
  /** Longest wait for a connection, ms; default 5,000. */
  readonly connectTimeoutMs?: number;
}

/**
 * Reads tables over PostgreSQL's protocol: the development stand-in for Db2. Statements come in the common SQL of
 * `SqlQuery`; `INTEGER` arrives as a number, everything else as text, `CHAR` padded, as Db2's driver does it after casts.
 */
export function createPgReader(options: PgReaderOptions): SqlReader {
  const { source, url, poolSize = 4, connectTimeoutMs = 5_000 } = options;
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    // A server that accepts and never greets would otherwise hold its place in the pool for ever.
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    allowExitOnIdle: true,
    types: { getTypeParser: (oid: number) => LEGACY_PARSERS[oid] ?? String },
  });
  survive(pool);
  let closing: Promise<void> | undefined;

  const rows = async (query: SqlQuery<unknown>): Promise<RawRow[]> => {
    const deadline = startDeadline(source, query.timeoutMs, query.signal);
    try {
      const client = await deadline.or(pool.connect(), (unused) => unused.release());
      try {
        const config = {
          text: numberedMarkers(query.text),
          values: [...query.values],
          rowMode: 'array' as const,
        };
        const answer = await deadline.or(client.query<unknown[]>(config));
        client.release();
        return answer.rows;
      } catch (error) {
        // A statement that still runs, or a connection in an unknown state, is not used again.
        client.release(!isFromServer(error));
        throw error;
      }
    } finally {
      deadline.stop();
    }
  };

  const read: SqlReader['read'] = async (query) => {
    if (closing) throw new SourceUnavailable(source);
    const answer = await rows(query).catch((error: unknown) =>
      Promise.reject(readFailure(source, error, query.timeoutMs)),
    );
    return parseRows(source, answer, query.parse);
  };

  return {
    source,
    read,
    async ping(timeoutMs) {
      await read({ name: 'ping', text: 'SELECT 1', values: [], timeoutMs, parse: () => undefined });
    },
    close: () => (closing ??= pool.end()),
  };
}
