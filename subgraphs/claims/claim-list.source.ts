import DataLoader from 'dataloader';
import { Temporal } from 'temporal-polyfill';
import type { RowFilter } from '../../schema/policy/row';
import type { StoreValue } from '../../schema/ports/store';
import type { Keyset, KeysetShape, PageRequest } from '../shared/connection';
import type { MeteredStore } from '../shared/metered-store';
import { startOfParisDay } from '../shared/paris-day';
import { visibleRows } from '../shared/visible-rows';
import type { ClaimFilter } from './claim.input';
import type { ClaimRow } from './claim.record';

/** Claims stand newest first: by the instant of filing, then by the store's number. */
export const CLAIM_KEYSET: KeysetShape = ['instant', 'integer'];

/** A claim's place in every list of claims. */
export const claimKeyset = (row: ClaimRow): Keyset => [row.filed_at, Number(row.seq)];

/** Before the first: every claim comes after it. */
export const TOP: Keyset = ['infinity', Number.MAX_SAFE_INTEGER];

/** What other subgraphs' entities may have claims, and the column that says so. */
const OWNERS = {
  customer: 'customer_number',
  account: 'account_number',
  operation: 'operation_reference',
} as const;

/** What claims can be listed by. */
export type ClaimOwner = keyof typeof OWNERS;

/** Lists of the claims that one caller may know of, for one operation. */
export interface ClaimLists {
  /** @returns up to `first + 1` rows after the place asked for. One statement. */
  page(request: PageRequest, filter: ClaimFilter): Promise<ClaimRow[]>;
  /**
   * The claims of one customer, account or operation, as `page`. Batched: all that is asked for at the same time is one
   * statement, whatever the pages.
   *
   * @param reference the legacy's own: `numeroTiers`, `CPT_NUM`, `MVT_ID`.
   */
  of(owner: ClaimOwner, reference: string, request: PageRequest): Promise<ClaimRow[]>;
  /** Forgets what was read before a change. */
  forget(): void;
}

interface OwnedPage {
  readonly reference: string;
  readonly request: PageRequest;
}

/**
 * @param rows which claims the caller may know of.
 * @param columns what the operation needs of them.
 */
export function createClaimLists(store: MeteredStore, rows: RowFilter, columns: string): ClaimLists {
  const visible = visibleRows(rows, CLAIM_FACTS, 2);
  const loaderOf = (owner: ClaimOwner) =>
    new DataLoader<OwnedPage, ClaimRow[], string>(
      async (pages) => {
        if (!visible) return pages.map(() => []);
        const wanted = pages.map(({ reference, request: { first, after = TOP } }, ord) => ({
          ord,
          reference,
          first: first + 1,
          at: after[0],
          seq: after[1],
        }));
        const found = await store.query<ClaimRow & { ord: number }>(
          pages.length,
          ownedStatement(owner, visible.sql, columns),
          [JSON.stringify(wanted), ...visible.values],
        );
        const groups = Map.groupBy(found, ({ ord }) => ord);
        return pages.map((_, ord) => groups.get(ord) ?? []);
      },
      { cacheKeyFn: ({ reference, request }) => JSON.stringify([reference, request.first, request.after]) },
    );
  const loaders = {
    customer: loaderOf('customer'),
    account: loaderOf('account'),
    operation: loaderOf('operation'),
  } satisfies Record<ClaimOwner, unknown>;

  return {
    async page({ first, after = TOP }, filter) {
      const values: StoreValue[] = [];
      const bind = (value: StoreValue): string => `$${values.push(value)}`;
      const limit = bind(first + 1);
      const conditions = [
        `(c.filed_at, c.seq) < (${bind(after[0] ?? null)}::timestamptz, ${bind(after[1] ?? null)}::bigint)`,
        ...filterConditions(filter, bind),
      ].join(' and ');
      const seen = visibleRows(rows, CLAIM_FACTS, values.length + 1);
      if (!seen) return [];
      values.push(...seen.values);
      return store.query<ClaimRow>(1, pageStatement(conditions, seen.alternatives, limit, columns), values);
    },
    of: (owner, reference, request) => loaders[owner].load({ reference, request }),
    forget() {
      for (const loader of Object.values(loaders)) loader.clearAll();
    },
  };
}

/** Which columns tell what the policy asks of a claim, the table being `c`. */
export const CLAIM_FACTS = {
  self: 'c.customer_number',
  handler: 'c.handled_by',
  branch: 'c.branch',
  level: 'c.level',
  cases: 'c.number',
  mandate: (clientId: string, granted: string) => `c.customer_number in (select m.customer_number
     from claims.mandate m
     join jsonb_to_recordset(${granted}::jsonb) as g(customer text, claim text) on g.customer = m.customer_number
    where m.client_id = ${clientId} and m.starts_at <= now() and (m.ends_at is null or m.ends_at > now())
      and coalesce(m.claim_number, c.number) = c.number and coalesce(g.claim, c.number) = c.number)`,
} as const;

/** The order of lists of claims, the table being `c`. */
export const NEWEST_FIRST = 'order by c.filed_at desc, c.seq desc';

/** Every reason to see a claim is read along its own index, and the newest of all are kept: `or` would read everything. */
const pageStatement = (
  conditions: string,
  alternatives: readonly string[],
  limit: string,
  columns: string,
): string => {
  const reads = alternatives.map(
    (each) =>
      `(select c.seq from claims.claim c where ${conditions} and ${each} ${NEWEST_FIRST} limit ${limit})`,
  );
  return `select ${columns}
    from (${reads.join(' union ')}) seen
    join claims.claim c on c.seq = seen.seq
    left join claims.dated_copy d on d.claim_seq = c.seq
   ${NEWEST_FIRST} limit ${limit}`;
};

const ownedStatement = (owner: ClaimOwner, visible: string, columns: string): string => `
  select k.ord, ${columns}
    from jsonb_to_recordset($1::jsonb) as k(ord int, reference text, first int, at timestamptz, seq bigint)
   cross join lateral (
     select * from claims.claim c
      where c.${OWNERS[owner]} = k.reference and (c.filed_at, c.seq) < (k.at, k.seq) and ${visible}
      ${NEWEST_FIRST} limit k.first) c
    left join claims.dated_copy d on d.claim_seq = c.seq
   order by k.ord, c.filed_at desc, c.seq desc`;

function filterConditions(filter: ClaimFilter, bind: (value: StoreValue) => string): string[] {
  const { status, product, motive, filedFrom, filedTo } = filter;
  return [
    status && `c.status = any(${bind(status)})`,
    product && `c.product = ${bind(product)}`,
    motive && `c.motive = ${bind(motive)}`,
    filedFrom && `c.filed_at >= ${bind(parisMidnight(filedFrom, 0))}::timestamptz`,
    filedTo && `c.filed_at < ${bind(parisMidnight(filedTo, 1))}::timestamptz`,
  ].filter((condition) => typeof condition === 'string' && condition !== '') as string[];
}

/** Days without any claim, before the hub and long after it, are moved to where every system can count. */
function parisMidnight(text: string, daysLater: number): string {
  const day = Temporal.PlainDate.from(text);
  const year = Math.min(Math.max(day.year, 1900), 2999);
  return startOfParisDay(day.with({ year }).add({ days: daysLater })).toISOString();
}
