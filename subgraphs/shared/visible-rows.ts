import type { RowFilter } from '../../schema/policy/row';
import type { StoreValue } from '../../schema/ports/store';

/** A condition for a statement on our own store, and what is bound to its markers. */
export interface Condition {
  readonly sql: string;
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
): Condition | undefined {
  if (filter.all) return { sql: 'true', values: [] };
  const alternatives: string[] = [];
  const values: StoreValue[] = [];
  for (const fact of ['self', 'handler', 'branch', 'level'] as const) {
    const wanted = filter[fact];
    const column = columns[fact];
    if (wanted === undefined || column === undefined) continue;
    const marker = `$${firstMarker + values.length}`;
    alternatives.push(typeof wanted === 'string' ? `${column} = ${marker}` : `${column} = any(${marker})`);
    values.push(wanted);
  }
  return values.length > 0 ? { sql: `(${alternatives.join(' or ')})`, values } : undefined;
}
