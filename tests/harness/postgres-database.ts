import { createPgStore } from '../../adapters/postgres';
import type { SqlStore } from '../../schema/ports/store';
import { PATIENT_STORE } from './patience-ms';

/** A database of its own on a test server, so that test files do not meet. */
export interface TestDatabase {
  readonly url: string;
  /** Ends whatever is still connected. */
  drop(): Promise<void>;
}

let count = 0;

/** @param serverUrl a URL whose user may create databases. */
export async function createTestDatabase(serverUrl: string): Promise<TestDatabase> {
  const name = `hub_test_${process.pid}_${(count += 1)}`;
  const run = async (statement: string): Promise<void> => {
    const server = createPgStore({ ...PATIENT_STORE, url: serverUrl, poolSize: 1 });
    try {
      await server.query(statement);
    } finally {
      await server.close();
    }
  };
  await run(`drop database if exists ${name} with (force)`);
  await run(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(`drop database if exists ${name} with (force)`) };
}

/** @returns a store on an empty database of its own, which goes when the store is closed. */
export async function openServerStore(serverUrl: string): Promise<SqlStore> {
  const { url, drop } = await createTestDatabase(serverUrl);
  const store = createPgStore({ ...PATIENT_STORE, url });
  return { ...store, close: () => store.close().then(drop) };
}
