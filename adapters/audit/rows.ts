import type { SearchKeys } from '../../schema/audit/search-keys';
import type { StoreSession, StoreValue } from '../../schema/ports/store';

/** One number of the trail, as the tables hold it. */
export interface StoredRow {
  readonly seq: number;
  readonly hash: string;
  /** Absent once the record was deleted. */
  readonly record?: { readonly prev: string; readonly body: string; readonly keys: SearchKeys };
}

/** Rows that are read at once. */
const PAGE = 1_000;

type Query = StoreSession['query'];

interface Row extends SearchKeys {
  readonly seq: string;
  readonly hash: string;
  readonly prev: string | null;
  readonly body: string | null;
}

const EVERYTHING = `
  select * from (
    select seq, hash, prev, body, kind, at, actor, token, subjects from audit.record
    union all
    select seq, hash, null, null, null, null, null, null, null from audit.purged
  ) as trail`;

/** Kept and deleted records, by number, page by page. @param query of a session, for all of it at one moment. */
export async function* storedRows(
  query: Query,
  from = 0,
  to = Number.MAX_SAFE_INTEGER,
): AsyncIterable<StoredRow> {
  const text = `${EVERYTHING} where seq >= $1 and seq < $2 order by seq limit ${PAGE}`;
  for await (const row of pages<Row>(query, text, [from, to])) {
    const { seq, hash, prev, body, kind, at, actor, token, subjects } = row;
    yield {
      seq: Number(seq),
      hash,
      ...(prev === null || body === null
        ? {}
        : { record: { prev, body, keys: { kind, at, actor, token, subjects } } }),
    };
  }
}

/** The hashes of kept and deleted records, by number. */
export async function* storedHashes(query: Query, from: number, to: number): AsyncIterable<string> {
  const text = `
    select seq, hash from (select seq, hash from audit.record union all select seq, hash from audit.purged) as trail
     where seq >= $1 and seq < $2 order by seq limit ${PAGE}`;
  for await (const { hash } of pages<{ seq: string; hash: string }>(query, text, [from, to])) yield hash;
}

/** The records that a search finds, by number. @param condition with `$1` for the lowest number, `$2` … for values. */
export async function* foundBodies(
  query: Query,
  condition: string,
  values: readonly StoreValue[],
): AsyncIterable<string> {
  const text = `select seq, body from audit.record where seq >= $1 and ${condition} order by seq limit ${PAGE}`;
  for await (const { body } of pages<{ seq: string; body: string }>(query, text, [0, ...values])) yield body;
}

/** @param values the first is where to begin, and moves on. */
async function* pages<R extends { readonly seq: string }>(
  query: Query,
  text: string,
  [from, ...others]: readonly StoreValue[],
): AsyncIterable<R> {
  for (let next = Number(from); ;) {
    const rows = await query<R>(text, [next, ...others]);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    next = Number(last.seq) + 1;
  }
}
