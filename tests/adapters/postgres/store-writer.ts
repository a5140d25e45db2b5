import { createPgliteStore } from '../../../adapters/postgres';

/** Run as a process of its own: inserts rows into the folder named by its argument until it is killed. */
async function write(dir: string): Promise<void> {
  const store = await createPgliteStore({ dir });
  await store.migrate('writer', [{ name: '001', sql: 'create table row (n integer primary key)' }]);
  for (let n = 1; ; n += 1) {
    await store.transaction((session) => session.query('insert into writer.row values ($1)', [n]));
    process.send?.({ committed: n });
  }
}

void write(process.argv[2] ?? '').catch((error: unknown) => {
  process.send?.({ refused: error instanceof Error ? error.message : 'unknown' });
  process.disconnect();
});
