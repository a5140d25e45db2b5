import type { RowFilter } from '../../schema/policy/row';
import type { StoreValue } from '../../schema/ports/store';

/** Which rows a caller may know of, for a statement on our own store. */
export interface VisibleRows {
  /** A row is in where any one of these holds: one at least. Each alone can be read along an index. */
  readonly alternatives: readonly string[];
  /** All of them as one condition. */
  readonly sql: string;
  /** What is bound to their markers. */
  readonly values: readonly StoreValue[];
}

/** Which column of a table tells a fact; a fact without a column never holds. */
export type FactColumns = Readonly<Partial<Record<'self' | 'handler' | 'branch' | 'level', string>>>;

/**
 * The rows that a caller may know of, as a condition: lists ask the store for nothing else.
 *
 * @param firstMarker the number of the first `$n` to use.
 * @returns `undefined` where no row can be visible, so that the store need not be asked.
 */
export function visibleRows(
  filter: RowFilter,
  columns: FactColumns,
  firstMarker: number,
): VisibleRows | undefined {
  if (filter.all) return { alternatives: ['true'], sql: 'true', values: [] };
  const alternatives: string[] = [];
  const values: string[] = [];
  for (const fact of ['self', 'handler', 'branch', 'level'] as const) {
    const column = columns[fact];
    if (column === undefined) continue;
    for (const wanted of [filter[fact] ?? []].flat()) {
      alternatives.push(`${column} = $${firstMarker + values.length}`);
      values.push(wanted);
    }
  }
  return values.length > 0 ? { alternatives, sql: `(${alternatives.join(' or ')})`, values } : undefined;
}
