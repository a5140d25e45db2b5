import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { SourceUnavailable } from '../../schema/kernel/source-errors';
import type { SqlStore } from '../../schema/ports/store';
import { lockFolder } from './folder-lock';
import type { DriverSession, StoreDriver } from './driver';
import { STORE } from './failures';
import { createStatements } from './pglite-statements';
import { createStore } from './store';
import { PARSERS } from './types';

/** Where the embedded PostgreSQL keeps its data. */
export type PgliteStoreOptions =
  /** A folder, created where it is missing; one process at a time. */
  | { readonly dir: string }
  /** Nothing is kept. `template`: a dumped data folder to start from, which is quicker than an empty one. */
  | { readonly memory: true; readonly template?: Blob };

/**
 * Our own database without a server: PostgreSQL in this process, on one connection; transactions wait for each other.
 * What was committed survives the death of the process; a power cut it does not (no fsync in WebAssembly).
 *
 * @throws {Error} another process holds the folder; the sentence says which, and what to do.
 */
export async function createPgliteStore(options: PgliteStoreOptions): Promise<SqlStore> {
  const lock = 'dir' in options ? lockFolder(prepared(options.dir)) : undefined;
  try {
    const { PGlite, protocol } = await import('@electric-sql/pglite');
    const db = await PGlite.create({
      ...('dir' in options ? { dataDir: resolve(options.dir) } : {}),
      ...('template' in options && options.template ? { loadDataDir: options.template } : {}),
      parsers: PARSERS,
    });
    await db.exec("set timezone to 'UTC'; set datestyle to 'ISO'");
    const session = createStatements(db, protocol.serialize);
    return createStore(
      driverOf(
        session,
        (channel, told) => db.listen(channel, told),
        () => db.close(),
        () => lock?.release(),
      ),
    );
  } catch (error) {
    lock?.release();
    throw error;
  }
}

function driverOf(
  session: DriverSession,
  listen: (channel: string, told: () => void) => Promise<unknown>,
  end: () => Promise<void>,
  released: () => void,
): StoreDriver {
  let last: Promise<unknown> = Promise.resolve();
  let closing: Promise<void> | undefined;
  /** One after the other: there is one connection, and a statement from outside must not fall into a transaction. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
  const exclusively: StoreDriver['exclusively'] = async (work) => {
    if (closing) throw new SourceUnavailable(STORE);
    return inTurn(() => work(session));
  };
  return {
    statementTimeoutMs: Number.POSITIVE_INFINITY,
    query: (text, values) => exclusively((connection) => connection.query(text, values)),
    script: (text) => exclusively((connection) => connection.script(text)),
    exclusively,
    listen: (channel, told) => exclusively(async () => void (await listen(channel, told))),
    close: () => (closing ??= inTurn(end).finally(released)),
  };
}

function prepared(dir: string): string {
  const folder = resolve(dir);
  mkdirSync(folder, { recursive: true });
  return folder;
}
