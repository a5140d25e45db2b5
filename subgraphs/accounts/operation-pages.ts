import type { SqlValue } from '../../schema/ports/sql';
import type { TableQuestion, TableRow } from '../shared/table-ask';
import { ORDER_COLUMNS, type OperationReader, type OperationRecord } from './operation.record';

/** Where an operation stands in its account's list: the latest booking first, of one day the highest reference. */
export interface OperationPlace {
  /** MVT_DTO, as it stands in the table (CYYMMDD). */
  readonly booked: number;
  /** MVT_ID. */
  readonly reference: string;
}

/** Some operations of one account. */
export interface OperationPage {
  /** CPT_NUM. */
  readonly account: string;
  /** At most so many, 1 to 101. */
  readonly limit: number;
  /** Only what comes after this place. */
  readonly after?: OperationPlace;
}

/** The most pages that one statement reads. */
export const PAGES_MAX = 20;

/** Few sizes of pages and few numbers of pages make few statement texts: the database keeps their plans. */
const PAGE_SIZES = [6, 21, 51, 101];
const PAGE_COUNTS = [1, 2, 5, 10, PAGES_MAX];

/** Before every operation: no date is as late. */
const START: OperationPlace = { booked: 99_999_999, reference: '' };

const atLeast = (sizes: readonly number[], count: number): number => {
  const size = sizes.find((each) => each >= count);
  if (size === undefined) throw new RangeError(`at most ${sizes.at(-1)}`);
  return size;
};

/** @returns how many rows are read for a page of so many. */
export const pageSize = (limit: number): number => atLeast(PAGE_SIZES, limit);

/** @returns what two pages have in common that one reading can serve. */
export const samePage = ({ account, limit, after }: OperationPage): string =>
  [account, pageSize(limit), after?.booked, after?.reference].join('|');

/** Before the operation's own columns a row has the page's number. */
const FIRST = 1;

/** A union promises no order but its own. Columns count from 1. */
const inOrder = ({ columns }: OperationReader): string =>
  `ORDER BY 1, ${ORDER_COLUMNS.map((each) => `${FIRST + 1 + columns.indexOf(each)} DESC`).join(', ')}`;

function branch(page: number, size: number, { columns }: OperationReader): string {
  const inner =
    `SELECT ${columns.join(', ')} FROM BNQ.TMVT0010 M JOIN BNQ.TCPT0010 A ON A.CPT_NUM = M.MVT_CPT AND A.CPT_TOP <> 'S' ` +
    'WHERE M.MVT_CPT = ? AND M.MVT_DTO <= ? AND (M.MVT_DTO < ? OR M.MVT_ID < ?) ' +
    `ORDER BY M.MVT_DTO DESC, M.MVT_ID DESC FETCH FIRST ${size} ROWS ONLY`;
  // Some of the inner columns are expressions, which have no names of their own.
  return `SELECT ${page}, P.* FROM (${inner}) AS P (${columns.map((_, at) => `C${at}`).join(', ')})`;
}

/**
 * One statement for many pages.
 *
 * @param pages 1 to `PAGES_MAX` of them, all to be read `size` rows long.
 * @param reader of what the operation needs.
 * @returns the question, and what splits its rows into the pages' own, in the pages' order, each in list order.
 */
export function pagesQuestion(
  pages: readonly OperationPage[],
  size: number,
  reader: OperationReader,
): {
  readonly question: TableQuestion<OperationRecord>;
  readonly split: (rows: readonly TableRow<OperationRecord>[]) => TableRow<OperationRecord>[][];
} {
  const count = atLeast(PAGE_COUNTS, pages.length);
  const values = Array.from({ length: count }, (_, at): SqlValue[] => {
    // What fills up to the next count asks for an account that does not exist.
    const { account, after = START } = pages[at] ?? { account: '' };
    return [account, after.booked, after.booked, after.reference];
  });
  return {
    question: {
      name: 'operations.pages',
      text: `${values.map((_, at) => branch(at, size, reader)).join(' UNION ALL ')} ${inOrder(reader)}`,
      values: values.flat(),
      keys: pages.length,
      parse: (row, source) => reader.parse(row.slice(FIRST), source),
    },
    split(rows) {
      const found = Map.groupBy(rows, ({ raw }) => Number(raw[0]));
      return pages.map((_, at) => found.get(at) ?? []);
    },
  };
}
