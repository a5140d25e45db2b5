import { BadUserInput } from '../../../schema/kernel/errors';

/** Whole months, both ends included: `2026-01-01` to `2026-12-01`. */
export interface Period {
  readonly first: string;
  readonly last: string;
}

const PERIOD = /^(?<year>20\d\d)(?:-(?:Q(?<quarter>[1-4])|(?<month>0[1-9]|1[0-2])))?$/;

/**
 * @param text `2026`, `2026-Q3` or `2026-07`.
 * @throws {BadUserInput} naming the argument.
 */
export function periodOf(text: string, argument = 'period'): Period {
  const { year, quarter, month } = PERIOD.exec(text)?.groups ?? {};
  if (year === undefined)
    throw new BadUserInput(argument, 'a year, a quarter or a month: 2026, 2026-Q3, 2026-07.');
  const from = month ? Number(month) : quarter ? Number(quarter) * 3 - 2 : 1;
  const to = month ? from : quarter ? from + 2 : 12;
  const first = (each: number): string => `${year}-${String(each).padStart(2, '0')}-01`;
  return { first: first(from), last: first(to) };
}

/** A quarter. @throws {BadUserInput} where the text is none. */
export function quarterOf(text: string, argument = 'quarter'): Period {
  if (!/^\d{4}-Q\d$/.test(text)) throw new BadUserInput(argument, 'a quarter, as in 2026-Q3.');
  return periodOf(text, argument);
}
