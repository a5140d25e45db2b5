import type { Db } from 'pg-boss';
import type { SqlStore, StoreSession, StoreValue } from '../../../schema/ports/store';
import { statementsOf } from './statements';

/**
 * Our own store as the job library wants it: on a server by the store's pool, embedded by its one connection, in turn
 * with everybody else's statements.
 *
 * The library frames several statements by BEGIN and COMMIT in one text; the store's transactions do that here.
 */
export function jobDatabase(store: SqlStore): Db {
  return {
    async executeSql(text: string, values: unknown[] = []) {
      if (values.length > 0) return { rows: await store.query(text, values as StoreValue[]) };
      const statements = statementsOf(text);
      const [only] = statements;
      if (only !== undefined && statements.length === 1) return { rows: await store.query(only) };
      return { rows: await store.transaction((session) => runAll(session, statements)) };
    },
  };
}

async function runAll(session: StoreSession, statements: readonly string[]): Promise<unknown[]> {
  const rows: unknown[] = [];
  for (const statement of statements) {
    if (!/^(begin|commit)$/i.test(statement)) rows.push(...(await session.query(statement)));
  }
  return rows;
}
