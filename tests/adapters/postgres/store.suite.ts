import { randomUUID } from 'node:crypto';
import { StoreConflict, type Migration, type SqlStore } from '../../../schema/ports/store';
import { PATIENCE_MS } from '../../harness/patience-ms';

/** Opens one more store on the same database, as another process of the hub would. */
export type OpenStore = () => Promise<SqlStore>;

const MIGRATIONS: readonly Migration[] = [
  {
    name: '001_things',
    sql: `create table thing (
            id bigint primary key,
            label text constraint thing_label unique,
            amount numeric(12, 2),
            day date,
            at timestamptz,
            facts jsonb,
            tags text[],
            done boolean not null default false);
          create index on thing (at);`,
  },
  { name: '002_counter', sql: `create table counter (name text primary key, value integer not null);` },
];

/** What every `SqlStore` promises. */
export function storeSuite(name: string, open: OpenStore): void {
  describe(`store on ${name}`, () => {
    // A schema of its own for every run: a server's database may outlive it.
    const owner = `suite_${randomUUID().slice(0, 8)}`;
    const thing = `${owner}.thing`;
    let store: SqlStore;

    beforeAll(async () => {
      store = await open();
      await store.migrate(owner, MIGRATIONS);
    });
    beforeEach(async () => {
      await store.query(`truncate ${thing}, ${owner}.counter`);
    });
    afterAll(async () => {
      await store.query(`drop schema if exists ${owner} cascade`);
      await store.close();
    });

    const label = (id: number): Promise<{ label: string }[]> =>
      store.query(`select label from ${thing} where id = $1`, [id]);

    it('hands big numbers, decimals, days and instants over as text, and JSON parsed', async () => {
      await store.query(
        `insert into ${thing} (id, label, amount, day, at, facts, tags) values ($1, $2, $3, $4, $5, $6, $7)`,
        [
          '9007199254740993',
          'é€\'"\\',
          '-120.50',
          '2026-02-28',
          '2026-01-15T09:30:05.120+01:00',
          '{"a":[1,null]}',
          ['x,y', 'é€'],
        ],
      );
      expect(await store.query(`select * from ${thing}`)).toEqual([
        {
          id: '9007199254740993',
          label: 'é€\'"\\',
          amount: '-120.50',
          day: '2026-02-28',
          at: '2026-01-15T08:30:05.120Z',
          facts: { a: [1, null] },
          tags: ['x,y', 'é€'],
          done: false,
        },
      ]);
    });

    it('keeps the microseconds of an instant that has them', async () => {
      expect(await store.query(`select timestamptz '2026-10-25 02:30:00.000007+02' as at`)).toEqual([
        { at: '2026-10-25T00:30:00.000007Z' },
      ]);
    });

    it('sees a table as it is now, however often the statement was run before it changed', async () => {
      const all = () => store.query<Record<string, unknown>>(`select * from ${thing}`);
      await store.query(`insert into ${thing} (id) values (1)`);
      for (const _ of [1, 2, 3]) expect(await all()).toHaveLength(1);
      await store.query(`alter table ${thing} add column late text default 'new'`);
      expect((await all())[0]).toMatchObject({ late: 'new' });
      await store.migrate(owner, [
        ...MIGRATIONS,
        { name: '003_late', sql: `alter table thing drop column late` },
      ]);
      expect((await all())[0]).not.toHaveProperty('late');
    });

    it('goes on with statements that ran beside one that changed a table', async () => {
      await store.transaction(async ({ query }) => {
        const beside = Array.from({ length: 5 }, (_, index) => `select ${index} as beside from ${thing}`);
        for (const _ of [1, 2])
          await Promise.all([
            query(`alter table ${thing} alter column label set default 'x'`),
            ...beside.map((text) => query(text)),
          ]);
        await query(`alter table ${thing} alter column label drop default`);
      });
    });

    it('takes more texts than it keeps ready, and runs each again', async () => {
      const sum = async (index: number) => {
        const [row] = await store.query<{ sum: number }>(`select $1::int4 + ${index} as sum`, [1]);
        return row?.sum;
      };
      for (const many of [210, 20])
        for (let index = 0; index < many; index += 1) expect(await sum(index)).toBe(index + 1);
    });

    it('answers with no rows where nothing matches, and with null where nothing is written', async () => {
      expect(await label(1)).toEqual([]);
      await store.query(`insert into ${thing} (id) values (1)`);
      expect(await label(1)).toEqual([{ label: null }]);
    });

    it('finds any of a list of values', async () => {
      await store.query(`insert into ${thing} (id, label) values (1, 'a'), (2, 'b'), (3, 'c')`);
      const rows = await store.query(`select label from ${thing} where label = any($1) order by id`, [
        ['c', 'a', 'z'],
      ]);
      expect(rows).toEqual([{ label: 'a' }, { label: 'c' }]);
    });

    it('names the constraint that refused a row, and repeats no value of it', async () => {
      await store.query(`insert into ${thing} (id, label) values (1, 'someone@example.org')`);
      const refused: unknown = await store
        .query(`insert into ${thing} (id, label) values ($1, $2)`, [2, 'someone@example.org'])
        .catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(StoreConflict);
      expect(refused).toMatchObject({ constraint: 'thing_label' });
      expect(everythingIn(refused)).not.toContain('someone');
    });

    it('says that a wrong statement is wrong without repeating its values', async () => {
      const refused: unknown = await store
        .query(`select $1::text::integer`, ['someone@example.org'])
        .catch((error: unknown) => error);
      expect(refused).toMatchObject({ message: 'the store refused a statement (SQLSTATE 22P02)' });
      expect(everythingIn(refused)).not.toContain('someone');
    });

    it('commits a transaction whose work resolved, and returns what it returned', async () => {
      const answer = await store.transaction(async (session) => {
        await session.query(`insert into ${thing} (id, label) values (1, 'kept')`);
        return session.query(`select label from ${thing}`);
      });
      expect(answer).toEqual([{ label: 'kept' }]);
      expect(await label(1)).toEqual([{ label: 'kept' }]);
    });

    it('rolls back a transaction whose work rejected, with the error of the work', async () => {
      const work = store.transaction(async (session) => {
        await session.query(`insert into ${thing} (id, label) values (1, 'lost')`);
        throw new TypeError('the work gave up');
      });
      await expect(work).rejects.toThrow(new TypeError('the work gave up'));
      expect(await label(1)).toEqual([]);
    });

    it('does not report as committed what a swallowed error has rolled back', async () => {
      await store.query(`insert into ${thing} (id, label) values (1, 'first')`);
      const work = store.transaction(async (session) => {
        await session.query(`insert into ${thing} (id, label) values (2, 'second')`);
        await session.query(`insert into ${thing} (id, label) values (3, 'first')`).catch(() => undefined);
      });
      await expect(work).rejects.toMatchObject({ name: 'StoreConflict', constraint: 'thing_label' });
      expect(await label(2)).toEqual([]);
    });

    it('lets work go on after an error that it caught behind a savepoint', async () => {
      await store.query(`insert into ${thing} (id, label) values (1, 'first')`);
      await store.transaction(async (session) => {
        await session.query('savepoint attempt');
        await session.query(`insert into ${thing} (id, label) values (2, 'first')`).catch(() => undefined);
        await session.query('rollback to savepoint attempt');
        await session.query(`insert into ${thing} (id, label) values (2, 'second')`);
      });
      expect(await label(2)).toEqual([{ label: 'second' }]);
    });

    it('keeps transactions that run at once apart, and loses none of their updates', async () => {
      await store.query(`insert into ${owner}.counter values ('c', 0)`);
      const add = (): Promise<void> =>
        store.transaction(async (session) => {
          const [row] = await session.query<{ value: number }>(
            `select value from ${owner}.counter for update`,
          );
          await session.query(`update ${owner}.counter set value = $1`, [(row?.value ?? 0) + 1]);
        });
      await Promise.all(Array.from({ length: 30 }, add));
      expect(await store.query(`select value from ${owner}.counter`)).toEqual([{ value: 30 }]);
    });

    it('runs work again after a serialisation failure', async () => {
      let runs = 0;
      await store.transaction(async (session) => {
        runs += 1;
        await session.query(`insert into ${thing} (id, label) values ($1, 'once')`, [runs]);
        if (runs < 3)
          await session.query(`do $$ begin raise exception 'met' using errcode = '40001'; end $$`);
      });
      expect(runs).toBe(3);
      expect(await store.query(`select id from ${thing}`)).toEqual([{ id: '3' }]);
    });

    it('gives up on work that keeps meeting others', async () => {
      let runs = 0;
      const work = store.transaction(async (session) => {
        runs += 1;
        await session.query(`do $$ begin raise exception 'met' using errcode = '40P01'; end $$`);
      });
      await expect(work).rejects.toBeInstanceOf(StoreConflict);
      expect(runs).toBe(5);
    });

    it('refuses a statement that would wait for the transaction around it', async () => {
      const work = store.transaction(async () => store.query('select 1'));
      await expect(work).rejects.toThrow('inside a transaction, use its session');
      expect(await store.query('select 1 as one')).toEqual([{ one: 1 }]);
    });

    it('migrates once, whoever asks and however many at once', async () => {
      const others = await Promise.all([open(), open()]);
      const fresh = `${owner}_again`;
      await Promise.all([store, ...others].map((each) => each.migrate(fresh, MIGRATIONS)));
      await store.migrate(fresh, MIGRATIONS);
      const applied = await store.query(`select name from ${fresh}.hub_migration order by name`);
      expect(applied).toEqual([{ name: '001_things' }, { name: '002_counter' }]);
      await store.query(`drop schema ${fresh} cascade`);
      await Promise.all(others.filter((each) => each !== store).map((each) => each.close()));
    });

    it('keeps the owners of tables apart', async () => {
      const neighbour = `${owner}_neighbour`;
      await store.migrate(neighbour, [{ name: '001_things', sql: 'create table thing (own integer)' }]);
      expect(await store.query(`select own from ${neighbour}.thing`)).toEqual([]);
      await store.query(`drop schema ${neighbour} cascade`);
    });

    it('names an applied migration whose text has changed', async () => {
      const changed = [{ name: '001_things', sql: 'create table thing (id integer)' }];
      await expect(store.migrate(owner, changed)).rejects.toThrow(
        /"001_things" of suite_\w+ was applied with another text/,
      );
    });

    it('does not mind other line ends in a migration', async () => {
      const windows = MIGRATIONS.map(({ name: each, sql }) => ({
        name: each,
        sql: sql.replaceAll('\n', '\r\n'),
      }));
      await expect(store.migrate(owner, windows)).resolves.toBeUndefined();
    });

    it('leaves nothing of a migration that failed half-way, and applies it when it is repaired', async () => {
      const half = {
        name: '003_half',
        sql: 'create table half (id integer); create table thing (id integer);',
      };
      await expect(store.migrate(owner, [...MIGRATIONS, half])).rejects.toThrow('migration "003_half"');
      await store.migrate(owner, [
        ...MIGRATIONS,
        { name: '003_half', sql: 'create table half (id integer);' },
      ]);
      expect(await store.query(`select id from ${owner}.half`)).toEqual([]);
    });

    it('refuses an owner that is not a plain name', async () => {
      await expect(store.migrate('a"; drop schema public', [])).rejects.toThrow(RangeError);
    });

    it('answers a ping', async () => {
      await expect(store.ping(PATIENCE_MS)).resolves.toBeUndefined();
    });

    it('is unavailable after it was closed, and can be closed twice', async () => {
      const other = await open();
      if (other === store) return;
      await other.close();
      await other.close();
      await expect(other.query('select 1')).rejects.toMatchObject({
        code: 'SOURCE_UNAVAILABLE',
        facts: { source: 'store' },
      });
    });
  });
}

/** Every text that an error carries, its causes included. */
function everythingIn(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return [error.message, error.stack, JSON.stringify(error), everythingIn(error.cause)].join('\n');
}
