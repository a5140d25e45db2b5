import { HubError } from '../../schema/kernel/errors';
import type { PaymentState, Payments } from '../../schema/ports/payments';
import type { Migration, SqlStore } from '../../schema/ports/store';
import { outboxStore } from '../shared/outbox/open';
import { createOutboxTable } from '../shared/outbox/table';
import { type OrderPayload, payloadOf } from './order-payload';

/** Orders whose booking is looked after. A row outlives its order in the outbox, and names nobody. */
const FOLLOWED: Migration = {
  name: '010_followed',
  sql: `
    create table payments.followed (
      reference   text primary key,
      state       text not null check (state in ('PENDING', 'POSTED', 'FAILED')),
      ordered_at  timestamptz not null,
      due_at      timestamptz not null
    );
    create index followed_due on payments.followed (due_at) where state = 'PENDING';
  `,
};

/** Opens the store with the tables that payments of claims are kept in. */
export function paymentsStore(open: () => Promise<SqlStore>): () => Promise<SqlStore> {
  const withOutbox = outboxStore('payments', open);
  let ready: Promise<SqlStore> | undefined;
  return () => {
    ready ??= withOutbox()
      .then(async (store) => {
        await store.migrate('payments', [FOLLOWED]);
        return store;
      })
      .catch((error: unknown) => {
        ready = undefined;
        throw error;
      });
    return ready;
  };
}

/**
 * Keeps orders in the payments' outbox.
 *
 * @param open our own store, which the process that looks after the outbox shares.
 */
export function createClaimPayments(open: () => Promise<SqlStore>): Payments {
  const store = paymentsStore(open);
  return {
    async prepare() {
      await store();
    },
    async order(session, { reason, ...terms }, now) {
      const outbox = createOutboxTable<OrderPayload>('payments', () => Promise.resolve(session));
      const { reference, claimNumber: subject } = terms;
      const added = await outbox.add({ reference, subject, payload: payloadOf(terms, reason) }, now);
      if (added === 'OTHER' || added === 'BUSY') {
        throw new HubError('IDEMPOTENCY_KEY_REUSED', 'This reference belongs to another payment order.');
      }
      await session.query(
        `insert into payments.followed (reference, state, ordered_at, due_at) values ($1, 'PENDING', $2, $2)
         on conflict do nothing`,
        [reference, now.toISOString()],
      );
    },
    async statesOf(references) {
      const rows = await (
        await store()
      ).query<{ reference: string; state: PaymentState }>(
        `select f.reference, case when f.state = 'PENDING' and o.state in ('UNKNOWN', 'FAILED') then o.state
                                  else f.state end as state
           from payments.followed f left join payments.outbox o on o.reference = f.reference
          where f.reference = any($1)`,
        [references],
      );
      return new Map(rows.map(({ reference, state }) => [reference, state]));
    },
  };
}
