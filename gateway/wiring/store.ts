import { join } from 'node:path';
import { createPgliteStore, createPgStore } from '../../adapters/postgres';
import type { SqlStore } from '../../schema/ports/store';
import type { HubConfig } from '../config';

/** Our own database: opened when somebody first asks for it. */
export interface StoreOpener {
  open(): Promise<SqlStore>;
  /** Resolves when it answers, or when nobody needs it. */
  ready(timeoutMs: number): Promise<void>;
}

/**
 * @param given an open store to use instead; whoever opened it closes it.
 * @param closing takes the step that closes what was opened.
 */
export function createStoreOpener(
  { databaseUrl, dataDir }: HubConfig,
  given: SqlStore | undefined,
  closing: (() => Promise<void>)[],
): StoreOpener {
  let opened = given ? Promise.resolve(given) : undefined;
  return {
    open() {
      if (!opened) {
        const store = (opened =
          databaseUrl === undefined
            ? createPgliteStore({ dir: join(dataDir, 'store') })
            : Promise.resolve(createPgStore({ url: databaseUrl })));
        closing.push(async () => (await store).close());
      }
      return opened;
    },
    ready: async (timeoutMs) => (await opened)?.ping(timeoutMs),
  };
}
