import { createPgStore } from '../../../adapters/postgres';
import { withServer } from '../../harness/server-suite';
import { createCuttableProxy } from '../../harness/tcp-proxy';
import { storeSuite } from './store.suite';

withServer('TEST_POSTGRES_URL', (url) => {
  storeSuite('a PostgreSQL server', async () => createPgStore({ url }));

  describe('a store whose server has a bad day', () => {
    it('is unavailable while connections are cut, and works again afterwards without a restart', async () => {
      const { hostname: host, port } = new URL(url);
      const proxy = await createCuttableProxy({ host, port: Number(port) });
      const through = new URL(url);
      through.host = `127.0.0.1:${proxy.port}`;
      const store = createPgStore({ url: through.href, poolSize: 2 });
      expect(await store.query('select 1 as one')).toEqual([{ one: 1 }]);

      const running = store.query('select pg_sleep(5)');
      const inTransaction = store.transaction((session) => session.query('select pg_sleep(5)'));
      setTimeout(() => proxy.cut(), 200);
      await expect(running).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE', facts: { source: 'store' } });
      await expect(inTransaction).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
      await expect(store.query('select 1')).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });

      proxy.restore();
      expect(await store.query('select 1 as one')).toEqual([{ one: 1 }]);
      await store.close();
      await proxy.close();
    });

    it('says that a statement took too long, and how long it was allowed', async () => {
      const store = createPgStore({ url, statementTimeoutMs: 100 });
      const slow = { code: 'SOURCE_TIMEOUT', facts: { source: 'store', timeoutMs: 100 } };
      await expect(store.query('select pg_sleep(5)')).rejects.toMatchObject(slow);
      await expect(store.transaction((each) => each.query('select pg_sleep(5)'))).rejects.toMatchObject(slow);
      await expect(store.ping(2_000)).resolves.toBeUndefined();
      await store.close();
    });

    it('says that the store is not there when every connection is taken for too long', async () => {
      const store = createPgStore({ url, poolSize: 1, acquireTimeoutMs: 100 });
      const holding = store.transaction((session) => session.query('select pg_sleep(0.5)'));
      await expect(store.query('select 1')).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
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
