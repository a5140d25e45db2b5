import { join } from 'node:path';
import { createPgliteStore, createPgStore } from '../../adapters/postgres';
import type { SqlStore } from '../../schema/ports/store';
import type { HubConfig } from '../config';

/** Where our own database is: on a server, or in this process alone, in a folder. Whoever opens it closes it. */
export const openStore = async ({
  databaseUrl,
  dataDir,
}: Pick<HubConfig, 'databaseUrl' | 'dataDir'>): Promise<SqlStore> =>
  databaseUrl === undefined
    ? createPgliteStore({ dir: join(dataDir, 'store') })
    : createPgStore({ url: databaseUrl });

/** Our own database: opened when somebody first asks for it. */
export interface StoreOpener {
  open(): Promise<SqlStore>;
  /** The same, opened with the first statement: a database that is down stops no start. Closed by the opener alone. */
  readonly later: SqlStore;
  /** Resolves when it answers, or when nobody needs it. */
  ready(timeoutMs: number): Promise<void>;
}

/**
 * @param given an open store to use instead; whoever opened it closes it.
 * @param closing takes the step that closes what was opened: whoever comes later is closed before it.
 */
export function createStoreOpener(
  place: Pick<HubConfig, 'databaseUrl' | 'dataDir'>,
  given: SqlStore | undefined,
  closing: (() => Promise<void>)[],
): StoreOpener {
  let opened = given ? Promise.resolve(given) : undefined;
  closing.push(async () => (given ? undefined : (await opened)?.close()));
  const open = (): Promise<SqlStore> => (opened ??= openStore(place));
  return {
    open,
    later: {
      query: async (...statement) => (await open()).query(...statement),
      transaction: async (work) => (await open()).transaction(work),
      migrate: async (...tables) => (await open()).migrate(...tables),
      ping: async (timeoutMs) => (await open()).ping(timeoutMs),
      close: () => Promise.resolve(),
    },
    ready: async (timeoutMs) => (await opened)?.ping(timeoutMs),
  };
}
