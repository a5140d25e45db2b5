import { parseRows, type RawRow, type SqlQuery, type SqlReader } from '../../schema/ports/sql';
import type { Guard } from './guard';

/** Puts a guard before a relational system. Rows are shared as they came; each caller reads them for itself. */
export function guardSql(reader: SqlReader, guard: Guard): SqlReader {
  return {
    ...reader,
    async read<Row>(query: SqlQuery<Row>): Promise<readonly Row[]> {
      const { parse, timeoutMs, signal, cost, budgetMs, ...asked } = query;
      const rows = await guard.ask<readonly RawRow[]>({
        ...{ timeoutMs, budgetMs, signal, cost },
        key: JSON.stringify(asked),
        send: (limit) => reader.read({ ...asked, ...limit, parse: (row) => row }),
      });
      return parseRows(reader.source, rows, parse);
    },
    async close() {
      guard.close();
      await reader.close();
    },
  };
}
