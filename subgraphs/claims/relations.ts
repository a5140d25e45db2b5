import type { Clock } from '../../schema/kernel/clock';
import type { ClaimParties, RelationReader } from '../../schema/ports/relation';
import type { SqlStore } from '../../schema/ports/store';

/** A claim is recent for as long after its end: the customer may still come back to whoever handled it. */
const RECENT_DAYS = 90;

const HANDLERS = `select distinct c.customer_number, c.handled_by from claims.claim c
  where c.customer_number = any($1) and c.handled_by is not null and (c.closed_at is null or c.closed_at >= $2::timestamptz)
  order by c.customer_number, c.handled_by`;

const LEVELS = 'select c.number, c.level from claims.claim c where c.number = any($1)';

const PARTIES = `select c.number, c.customer_number as customer, c.branch, c.handled_by as handler, c.level, c.status
  from claims.claim c where c.number = any($1)`;

const MANDATES = `select m.customer_number, m.client_id, m.claim_number from claims.mandate m
  where m.customer_number = any($1) and m.starts_at <= $2::timestamptz and (m.ends_at is null or m.ends_at > $2::timestamptz)
  order by m.seq`;

interface MandateRow {
  readonly customer_number: string;
  readonly client_id: string;
  readonly claim_number: string | null;
}

/**
 * Reads relations from the claims' tables, and writes nothing.
 *
 * @param open our own store, in which the claims subgraph has made its tables; opened on first use.
 */
export function createClaimRelations(open: () => Promise<SqlStore>, clock: Clock): RelationReader {
  return {
    async handlersOf(customerNumbers) {
      const since = new Date(clock.now().getTime() - RECENT_DAYS * 86_400_000).toISOString();
      const store = await open();
      const rows = await store.query<{ readonly customer_number: string; readonly handled_by: string }>(
        HANDLERS,
        [customerNumbers, since],
      );
      const groups = Map.groupBy(rows, (row) => row.customer_number);
      return new Map([...groups].map(([number, each]) => [number, each.map((row) => row.handled_by)]));
    },
    async levelsOf(claimNumbers) {
      const store = await open();
      const rows = await store.query<{ readonly number: string; readonly level: string }>(LEVELS, [
        claimNumbers,
      ]);
      return new Map(rows.map((row) => [row.number, row.level]));
    },
    async mandatesOf(customerNumbers) {
      const store = await open();
      const rows = await store.query<MandateRow>(MANDATES, [customerNumbers, clock.now().toISOString()]);
      const groups = Map.groupBy(rows, (row) => row.customer_number);
      const mandateOf = ({ client_id: clientId, claim_number: claimNumber }: MandateRow) => ({
        clientId,
        claimNumber,
      });
      return new Map([...groups].map(([number, each]) => [number, each.map(mandateOf)]));
    },
    async partiesOf(claimNumbers) {
      const store = await open();
      const rows = await store.query<ClaimParties & { readonly number: string }>(PARTIES, [claimNumbers]);
      return new Map(rows.map(({ number, ...parties }) => [number, parties]));
    },
  };
}
