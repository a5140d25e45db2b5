import type { Measure } from './cells';

/** A count of the tally, summed over the months of a period. */
export interface TallyRow {
  readonly key: string;
  readonly measure: Measure;
  readonly bucket: number;
  /** A whole number, as text. */
  readonly n: string;
}

/** What is told of a group of claims. Shares are between 0 and 1; `null`: of nothing. */
export interface Figures {
  readonly filed: number;
  readonly answered: number;
  readonly meanDays: number | null;
  readonly medianDays: number | null;
  readonly p90Days: number | null;
  readonly firstReplyMedianMinutes: number | null;
  readonly firstReplyP90Minutes: number | null;
  readonly withinDeadlineShare: number | null;
  readonly automationShare: number | null;
  readonly onlineShare: number | null;
  readonly mobileShare: number | null;
  readonly repeatedShare: number | null;
}

/** @param rows of one group. */
export function figuresOf(rows: readonly TallyRow[]): Figures {
  const sum = (measure: Measure): number =>
    rows.reduce((total, row) => (row.measure === measure ? total + Number(row.n) : total), 0);
  const filed = sum('FILED');
  const answered = sum('ANSWERED');
  const days = spread(rows, 'ANSWERED');
  const replies = spread(rows, 'FIRST_REPLY');
  return {
    ...{ filed, answered },
    meanDays: mean(days),
    medianDays: percentile(days, 0.5),
    p90Days: percentile(days, 0.9),
    firstReplyMedianMinutes: percentile(replies, 0.5),
    firstReplyP90Minutes: percentile(replies, 0.9),
    withinDeadlineShare: share(sum('IN_TIME'), answered),
    automationShare: share(sum('GRANTED'), sum('SIMPLE')),
    onlineShare: share(sum('ONLINE'), filed),
    mobileShare: share(sum('MOBILE'), filed),
    repeatedShare: share(sum('REPEATED'), filed),
  };
}

/** How often each value was there, smallest value first. */
type Spread = readonly (readonly [value: number, n: number])[];

const spread = (rows: readonly TallyRow[], measure: Measure): Spread =>
  rows
    .filter((row) => row.measure === measure && Number(row.n) > 0)
    .map(({ bucket, n }) => [bucket, Number(n)] as const)
    .toSorted(([a], [b]) => a - b);

const countOf = (values: Spread): number => values.reduce((total, [, n]) => total + n, 0);

function mean(values: Spread): number | null {
  const count = countOf(values);
  return count === 0 ? null : rounded(values.reduce((total, [value, n]) => total + value * n, 0) / count);
}

/** The smallest value that so large a part does not exceed (nearest rank). */
function percentile(values: Spread, part: number): number | null {
  let left = Math.ceil(countOf(values) * part);
  for (const [value, n] of values) {
    left -= n;
    if (left <= 0) return value;
  }
  return null;
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : rounded(part / whole));

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;
