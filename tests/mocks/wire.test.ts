import { PGlite } from '@electric-sql/pglite';
import { Pool, type PoolClient } from 'pg';
import { emptyDatabase } from '../../mocks/empty-database';
import { serveWire, type WireServer } from '../../mocks/ledger/wire';

let db: PGlite;
let server: WireServer;
const url = ({ port }: WireServer): string => `postgres://hub@127.0.0.1:${port}/store`;
let pools: Pool[];
beforeAll(async () => {
  db = await PGlite.create({ loadDataDir: await emptyDatabase() });
  server = await serveWire(db, 0);
});
afterAll(async () => {
  await server.close();
  await db.close();
});
beforeEach(async () => {
  pools = [0, 1, 2].map(() => new Pool({ connectionString: url(server), max: 5 }));
  for (const pool of pools) pool.on('error', () => undefined);
  await db.exec(
    'drop table if exists t; create table t (id int primary key, n int); insert into t values (1, 0)',
  );
});
afterEach(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
});

const pool = (index: number): Pool => pools[index % pools.length]!;
const count = async (): Promise<number> =>
  (await pool(0).query<{ n: number }>('select n from t')).rows[0]?.n ?? -1;

/** Breaks a connection as a killed process does. */
function kill(client: PoolClient): void {
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  client.release(true);
}

it('gives every connection its own answer, however many ask at once', async () => {
  const answers = await Promise.all(
    Array.from({ length: 300 }, async (_, index) => {
      const text = index % 2 ? 'select $1::int as a' : 'select $1::int as a, $2::text as b';
      const { rows } = await pool(index).query<{ a: number }>(text, index % 2 ? [index] : [index, 'x']);
      return rows[0]?.a;
    }),
  );
  expect(answers).toEqual(Array.from({ length: 300 }, (_, index) => index));
});

it('keeps a transaction whole while others ask', async () => {
  const increment = async (index: number): Promise<void> => {
    const client = await pool(index).connect();
    await client.query('begin');
    const { rows } = await client.query<{ n: number }>('select n from t where id = $1', [1]);
    await client.query('update t set n = $1', [(rows[0]?.n ?? 0) + 1]);
    await client.query('commit');
    client.release();
  };
  await Promise.all(Array.from({ length: 40 }, (_, index) => increment(index)));
  expect(await count()).toBe(40);
});

it('rolls back what a killed connection left open, and goes on', async () => {
  for (let index = 0; index < 5; index += 1) {
    const client = await pool(index).connect();
    await client.query('begin');
    await client.query('update t set n = 99');
    kill(client);
    expect(await count()).toBe(0);
  }
});

it('drops what a killed connection had only begun to ask', async () => {
  const others = Promise.all(
    Array.from({ length: 50 }, (_, index) => pool(index).query('select $1::int', [index])),
  );
  for (let index = 0; index < 10; index += 1) {
    const client = await pool(index).connect();
    client.query('update t set n = n + $1', [1]).catch(() => undefined);
    kill(client);
  }
  await expect(others).resolves.toHaveLength(50);
  expect(await count()).toBeLessThanOrEqual(10);
});

it('answers a refused statement, in and out of a transaction, and goes on', async () => {
  await expect(pool(0).query('select 1 / $1::int', [0])).rejects.toMatchObject({ code: '22012' });
  await expect(pool(0).query('selec')).rejects.toMatchObject({ code: '42601' });
  const client = await pool(1).connect();
  await client.query('begin');
  await expect(client.query('select 1 / $1::int', [0])).rejects.toMatchObject({ code: '22012' });
  await expect(client.query('select 1')).rejects.toMatchObject({ code: '25P02' });
  await client.query('rollback');
  client.release();
  expect(await count()).toBe(0);
});

it('frees its port and ends its connections when closed', async () => {
  const other = await serveWire(db, 0);
  const late = new Pool({ connectionString: url(other) });
  late.on('error', () => undefined);
  await late.query('select 1');
  await other.close();
  await expect(late.query('select 1')).rejects.toThrow();
  await late.end();
});
