import type { Migration, SqlStore, StoreSession } from '../../schema/ports/store';
import type { RegisteredOperation } from './manifest';
import type { OperationSource } from './safelist';

/** The owner of the table of registered operations, and its PostgreSQL schema. */
const OWNER = 'operations';

const MIGRATIONS: readonly Migration[] = [
  {
    name: '001_operations',
    sql: `
      create table operation (
        client        text not null,
        id            text not null,
        name          text not null,
        type          text not null check (type in ('query', 'mutation', 'subscription')),
        body          text not null,
        registered_at timestamptz(3) not null,
        retired_at    timestamptz(3),
        primary key (client, id)
      );

      -- Counts every change, so that who reads the table knows when to read it again.
      create table revision (
        one    boolean primary key default true check (one),
        number bigint not null
      );
      insert into revision (number) values (0);`,
  },
];

/** A registered operation as a list shows it; times in ISO 8601, UTC. */
export interface ListedOperation extends Omit<RegisteredOperation, 'body'> {
  readonly client: string;
  readonly registeredAt: string;
  /** `null` while the client may send it. */
  readonly retiredAt: string | null;
}

/** Operations that are registered in our own store. */
export interface OperationStore extends OperationSource {
  /**
   * Registers all or none. What was retired counts again.
   *
   * @returns how many were not registered before, and the ids of those that are registered with another text.
   */
  register(
    client: string,
    operations: readonly RegisteredOperation[],
    at: Date,
  ): Promise<{ readonly added: number; readonly taken: readonly string[] }>;
  /** @param ids all of the client's unless said. @returns how many were retired. */
  retire(client: string, ids: readonly string[] | undefined, at: Date): Promise<number>;
  /** @param client all clients unless said. */
  list(client?: string): Promise<readonly ListedOperation[]>;
}

export function createOperationStore(store: SqlStore): OperationStore {
  let ready: Promise<void> | undefined;
  const migrated = async (): Promise<SqlStore> => {
    await (ready ??= store.migrate(OWNER, MIGRATIONS).catch((error: unknown) => {
      ready = undefined;
      throw error;
    }));
    return store;
  };
  const changed = ({ query }: StoreSession) => query('update operations.revision set number = number + 1');
  return {
    async revision() {
      const { query } = await migrated();
      const [row] = await query<{ number: string }>('select number from operations.revision');
      return row?.number ?? '';
    },
    async read() {
      const { query } = await migrated();
      const clients = new Map<string, RegisteredOperation[]>();
      const rows = await query<RegisteredOperation & { client: string }>(
        'select client, id, name, type, body from operations.operation where retired_at is null order by client, id',
      );
      for (const { client, ...operation } of rows) {
        const own = clients.get(client);
        if (own) own.push(operation);
        else clients.set(client, [operation]);
      }
      return clients;
    },
    async register(client, operations, at) {
      return (await migrated()).transaction(async (session) => {
        await changed(session); // First: whoever registers at the same time waits here.
        const rows = await session.query<{ id: string; body: string; active: boolean }>(
          'select id, body, retired_at is null as active from operations.operation where client = $1',
          [client],
        );
        const known = new Map(rows.map((row) => [row.id, row]));
        const taken = operations.filter(({ id, body }) => (known.get(id)?.body ?? body) !== body);
        if (taken.length > 0) return { added: 0, taken: taken.map(({ id }) => id) };
        const missing = operations.filter(({ id }) => !known.get(id)?.active);
        for (const { id, name, type, body } of missing) {
          await session.query(
            `insert into operations.operation (client, id, name, type, body, registered_at)
             values ($1, $2, $3, $4, $5, $6)
             on conflict (client, id) do update set retired_at = null, registered_at = excluded.registered_at`,
            [client, id, name, type, body, at.toISOString()],
          );
        }
        return { added: missing.length, taken: [] };
      });
    },
    async retire(client, ids, at) {
      return (await migrated()).transaction(async (session) => {
        await changed(session);
        const rows = await session.query(
          `update operations.operation set retired_at = $2
           where client = $1 and retired_at is null and ($3::text[] is null or id = any($3)) returning id`,
          [client, at.toISOString(), ids ?? null],
        );
        return rows.length;
      });
    },
    async list(client) {
      const { query } = await migrated();
      return query<ListedOperation>(
        `select client, id, name, type, registered_at as "registeredAt", retired_at as "retiredAt"
         from operations.operation where $1::text is null or client = $1 order by client, name, id`,
        [client ?? null],
      );
    },
  };
}
