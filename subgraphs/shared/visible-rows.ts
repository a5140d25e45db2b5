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
export type FactColumns = Readonly<
  Partial<Record<'self' | 'handler' | 'branch' | 'level' | 'cases', string>>
> & {
  /**
   * The condition that a mandate in force covers a row.
   *
   * @param clientId marker of the application.
   * @param granted marker of what the token speaks of: JSON, `[{ customer, claim }]`, without claim all of the customer's.
   */
  readonly mandate?: (clientId: string, granted: string) => string;
};

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
  const values: (string | readonly string[])[] = [];
  const bind = (value: string | readonly string[]): string => `$${firstMarker - 1 + values.push(value)}`;
  if (filter.cases && columns.cases === undefined) return undefined;
  const within = filter.cases ? ` and ${columns.cases} = any(${bind(filter.cases)})` : '';
  if (filter.all) return { alternatives: [`true${within}`], sql: `(true${within})`, values };
  const alternatives: string[] = [];
  for (const fact of ['self', 'handler', 'branch', 'level'] as const) {
    const column = columns[fact];
    if (column === undefined) continue;
    for (const wanted of [filter[fact] ?? []].flat()) {
      alternatives.push(`${column} = ${bind(wanted)}${within}`);
    }
  }
  if (filter.mandate && columns.mandate) {
    const { clientId, granted } = filter.mandate;
    const told = granted.map((each) => ({ customer: each.customerNumber, claim: each.claimNumber ?? null }));
    alternatives.push(`${columns.mandate(bind(clientId), bind(JSON.stringify(told)))}${within}`);
  }
  return alternatives.length > 0
    ? { alternatives, sql: `(${alternatives.map((each) => `(${each})`).join(' or ')})`, values }
    : undefined;
}
