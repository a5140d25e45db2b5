import { createPgStore } from '../../../adapters/postgres';
import type { SqlStore } from '../../../schema/ports/store';
import { withServer } from '../../harness/server-suite';
import { createCuttableProxy } from '../../harness/tcp-proxy';
import { storeSuite } from './store.suite';
import { PATIENCE_MS } from '../../harness/patience-ms';

const answers = (store: SqlStore): Promise<boolean> =>
  store.ping(PATIENCE_MS).then(
    () => true,
    () => false,
  );

withServer('TEST_POSTGRES_URL', (url) => {
  const patient = { acquireTimeoutMs: PATIENCE_MS, statementTimeoutMs: PATIENCE_MS };
  storeSuite('a PostgreSQL server', async () => createPgStore({ url, ...patient }));

  describe('a store whose server has a bad day', () => {
    it('is unavailable while connections are cut, and works again afterwards without a restart', async () => {
      const { hostname: host, port } = new URL(url);
      const proxy = await createCuttableProxy({ host, port: Number(port) });
      const through = new URL(url);
      through.host = `127.0.0.1:${proxy.port}`;
      const store = createPgStore({ ...patient, url: through.href, poolSize: 2 });
      expect(await store.query('select 1 as one')).toEqual([{ one: 1 }]);

      const sleep = 'select pg_sleep(300)';
      const running = store.query(sleep);
      const inTransaction = store.transaction((session) => session.query(sleep));
      const direct = createPgStore({ url, ...patient });
      const asleep = `select from pg_stat_activity where state = 'active' and query = $1`;
      void (async () => {
        while ((await direct.query(asleep, [sleep])).length < 2);
        proxy.cut();
      })();
      await expect(running).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE', facts: { source: 'store' } });
      await expect(inTransaction).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
      await expect(store.query('select 1')).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });

      proxy.restore();
      expect(await store.query('select 1 as one')).toEqual([{ one: 1 }]);
      await direct.query('select pg_terminate_backend(pid) from pg_stat_activity where query = $1', [sleep]);
      await Promise.all([store.close(), direct.close()]);
      await proxy.close();
    });

    it('says that a statement took too long, and how long it was allowed', async () => {
      const store = createPgStore({ ...patient, url, statementTimeoutMs: 100 });
      const slow = { code: 'SOURCE_TIMEOUT', facts: { source: 'store', timeoutMs: 100 } };
      await expect(store.query('select pg_sleep(300)')).rejects.toMatchObject(slow);
      await expect(store.transaction((each) => each.query('select pg_sleep(300)'))).rejects.toMatchObject(
        slow,
      );
      // Even so little may take a busy server more than a tenth of a second.
      while (!(await answers(store)));
      await store.close();
    });

    it('says that the store is not there when every connection is taken for too long', async () => {
      const store = createPgStore({ ...patient, url, poolSize: 1, acquireTimeoutMs: 100 });
      // From here on the connection is open: whoever comes first has it at once.
      while (!(await answers(store)));
      let release = (): void => undefined;
      const released = new Promise<void>((resolve) => (release = resolve));
      let holding: Promise<void> = Promise.resolve();
      await new Promise<void>((taken) => {
        holding = store.transaction(async () => {
          taken();
          await released;
        });
      });
      await expect(store.query('select 1')).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
      release();
      await holding;
      await store.close();
    });

    it('commits to disk before it acknowledges, in UTC, whatever the server is set to', async () => {
      const store = createPgStore({ url });
      const [settings] = await store.query(
        `select current_setting('synchronous_commit') as commits, current_setting('timezone') as zone`,
      );
      expect(settings).toEqual({ commits: 'on', zone: 'UTC' });
      await store.close();
    });
  });
});
