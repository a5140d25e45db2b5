import { HubError } from '../../../schema/kernel/errors';
import type { CustomerMarks } from '../../../schema/ports/customer-marks';
import type { SqlStore } from '../../../schema/ports/store';
import { ownOperation } from '../../shared/own-operation';

/** The customer file's own limit. */
const CUSTOMERS = 20;
/** Milliseconds for one call. */
const CALL_MS = 10_000;

const UNKNOWN = `select distinct c.customer_number as customer
  from claims.routing r join claims.claim c on c.seq = r.claim_seq
 where r.vulnerable is null and c.closed_at is null and c.customer_number is not null
 order by c.customer_number limit ${CUSTOMERS}`;

/** Whoever is fragile is looked at anew, by the next look at priorities. */
const KNOWN = `update claims.routing r
   set vulnerable = c.customer_number = any($2::text[]),
       assessed_on = case when c.customer_number = any($2::text[]) then '-infinity' else r.assessed_on end
  from claims.claim c
 where c.seq = r.claim_seq and r.vulnerable is null and c.customer_number = any($1::text[])`;

/**
 * Learns whose open claims are those of fragile customers. While the customer file does not answer nothing changes: it is
 * asked again the next time.
 */
export async function sweepMarks(store: SqlStore, marks: CustomerMarks): Promise<void> {
  for (;;) {
    const rows = await store.query<{ customer: string }>(UNKNOWN);
    if (rows.length === 0) return;
    const customers = rows.map(({ customer }) => customer);
    try {
      const fragile = await marks.fragileAmong(customers, ownOperation('claim-priorities', CALL_MS));
      await store.query(KNOWN, [customers, [...fragile]]);
    } catch (error) {
      if (error instanceof HubError) return;
      throw error;
    }
    if (rows.length < CUSTOMERS) return;
  }
}
