import type { Wanted } from './wanted';

/** Columns of our own tables that hold what a person wrote, paid or answered, by the field that shows them. */
export type PersonalColumns = Readonly<Record<string, string>>;

/**
 * The columns of a statement on our own store: what rules, order and course need is always read; a column of personal
 * content is, where the operation needs its field.
 *
 * @param always e.g. `c.seq, c.number`.
 * @param personal columns by field, e.g. `{ description: 'c.description' }`.
 * @returns what stands after `select`.
 */
export const storeColumns = (
  type: string,
  always: string,
  personal: PersonalColumns,
  wanted: Wanted,
): string =>
  [always, ...Object.keys(personal).flatMap((field) => (wanted(type, field) ? [personal[field]] : []))].join(
    ', ',
  );
