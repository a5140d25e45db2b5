import { Pool, types, type PoolClient } from 'pg';
import type { SqlStore, StoreValue } from '../../schema/ports/store';
import type { DriverSession, StoreDriver } from './driver';
import { isFromServer, storeFailure } from './failures';
import { createStore } from './store';
import { survive } from './survive';
import { PARSERS } from './types';

/** How to reach our own PostgreSQL, or any engine that speaks its protocol. */
export interface PgStoreOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string;
  /** Most connections at once; default 10. */
  readonly poolSize?: number;
  /** Milliseconds to wait for a connection, opening it included; default 5,000. */
  readonly acquireTimeoutMs?: number;
  /** Milliseconds that one statement may take; default 10,000. */
  readonly statementTimeoutMs?: number;
}

/** Longer than the server's own limit, so that the server's clear answer comes first where it is alive. */
const CLIENT_GRACE_MS = 1_000;
/** Migrations have no limit on the server; a dead connection is noticed by keep-alive. */
const SCRIPT_TIMEOUT_MS = 3_600_000;

/** @returns a store that connects on first use; `ping` tells whether it can. */
export function createPgStore(options: PgStoreOptions): SqlStore {
  const { url, poolSize = 10, acquireTimeoutMs = 5_000, statementTimeoutMs = 10_000 } = options;
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: acquireTimeoutMs,
    query_timeout: statementTimeoutMs + CLIENT_GRACE_MS,
    keepAlive: true,
    maxLifetimeSeconds: 1_800,
    application_name: 'claims-hub',
    // A commit is on disk before it is acknowledged, whatever the server's own default says.
    options: `-c timezone=UTC -c datestyle=ISO -c synchronous_commit=on -c statement_timeout=${statementTimeoutMs}`,
    types: { getTypeParser: parserOf },
  });
  survive(pool);
  let closing: Promise<void> | undefined;

  const driver: StoreDriver = {
    statementTimeoutMs,
    query: async (text, values) => rowsOf(await pool.query(text, parameters(values))),
    script: (text) => driver.exclusively((session) => session.script(text)),
    async exclusively(work) {
      const client = await pool.connect().catch((error: unknown) => {
        throw storeFailure(error, statementTimeoutMs);
      });
      let broken = false;
      const lost = (): void => void (broken = true);
      client.on('error', lost);
      try {
        return await work(sessionOf(client, lost));
      } finally {
        client.off('error', lost);
        client.release(broken);
      }
    },
    close: () => (closing ??= pool.end()),
  };
  return createStore(driver);
}

function sessionOf(client: PoolClient, lost: () => void): DriverSession {
  // Without a SQLSTATE nobody knows what the server still does on this connection.
  const watched = async <T>(call: Promise<T>): Promise<T> => {
    try {
      return await call;
    } catch (error) {
      if (!isFromServer(error)) lost();
      throw error;
    }
  };
  return {
    query: async (text, values) => rowsOf(await watched(client.query(text, parameters(values)))),
    script: async (text) => {
      await watched(client.query({ text, query_timeout: SCRIPT_TIMEOUT_MS } as { text: string }));
    },
  };
}

function parserOf(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
  return PARSERS[oid] ?? (types.getTypeParser(oid, format) as (text: string) => unknown);
}

const parameters = (values: readonly StoreValue[]): unknown[] => [...values];

const rowsOf = ({ rows }: { rows: unknown[] }): unknown[] => rows;
