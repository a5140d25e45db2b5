import { createPgStore } from '../../../adapters/postgres';
import { createTestDatabase, type TestDatabase } from '../../harness/postgres-database';
import { withServer } from '../../harness/server-suite';
import { createCuttableProxy } from '../../harness/tcp-proxy';
import { badDaySuite } from './bad-day.suite';
import { killedSuite } from './killed.suite';
import { purgeSuite } from './purge.suite';
import { tamperSuite } from './tamper.suite';
import { openTrail, requestIds, requests, wipe } from './trail-world';
import { trailSuite } from './trail.suite';
import { PATIENCE_MS } from '../../harness/patience-ms';

withServer('TEST_POSTGRES_URL', (serverUrl) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase(serverUrl);
  });
  afterAll(() => database.drop());
  const patient = { acquireTimeoutMs: PATIENCE_MS, statementTimeoutMs: PATIENCE_MS };
  const open = async () => createPgStore({ url: database.url, ...patient });

  trailSuite('a PostgreSQL server', open);
  tamperSuite('a PostgreSQL server', open);
  purgeSuite('a PostgreSQL server', open);
  badDaySuite('a PostgreSQL server', open);
  killedSuite('a PostgreSQL server', async () => {
    const store = await open();
    await wipe(store);
    await store.close();
    return { place: ['postgres', database.url], open };
  });

  it('goes on with one chain after the connection was cut in the middle of appends', async () => {
    const { hostname: host, port } = new URL(database.url);
    const proxy = await createCuttableProxy({ host, port: Number(port) });
    const through = new URL(database.url);
    through.host = `127.0.0.1:${proxy.port}`;
    const store = createPgStore({ url: through.href, ...patient });
    const direct = await open();
    await wipe(direct);
    const log = openTrail(store, { retryMs: 20 });
    const saved: string[] = [];
    let refused = 0;
    let back = false;
    const append = async (name: string): Promise<boolean> => {
      try {
        await log.append(requests(name, 1));
        saved.push(`${name}-0`);
        return true;
      } catch {
        refused += 1;
        await new Promise((resolve) => setTimeout(resolve, 10));
        return false;
      }
    };
    const appends = async (index: number): Promise<void> => {
      for (let call = 0; call < 40; call += 1) {
        if (index === 3 && call === 10) proxy.cut();
        if (index === 3 && call === 20) {
          proxy.restore();
          back = true;
        }
        for (let time = 0; !(await append(`cut.${index}.${call}.${time}`)) && back;) time += 1;
      }
    };
    await Promise.all(Array.from({ length: 10 }, (_, index) => appends(index)));
    await log.close();
    const after = openTrail(direct);
    expect(await after.verify()).toMatchObject({ ok: true });
    const kept = new Set(await requestIds(after));
    // Ten calls before the cut and twenty after it are of the one that cut.
    expect(saved.length).toBeGreaterThanOrEqual(30);
    expect(refused).toBeGreaterThanOrEqual(10);
    expect(saved.filter((id) => !kept.has(id))).toEqual([]);
    await Promise.all([store.close(), direct.close(), proxy.close()]);
  });
});
