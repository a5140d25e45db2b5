import { type Eraser, ErasureStatus } from '../../schema/ports/erasure';

/**
 * Erases what the outbox keeps of orders that the payment service declined: the words that were meant for the customer's
 * statement and, once the claim itself is gone, the account; type, amount and the service's code stay, for the books. It
 * comes after the claims. What the service has is another system's (`payments`).
 */
export const orderEraser: Eraser = {
  system: 'declined-orders',
  async erase(session, customerNumber) {
    const [tables] = await session.query<{ made: boolean }>(
      `select to_regclass('payments.outbox') is not null as made`,
    );
    const rows = tables?.made
      ? await session.query(
          `update payments.outbox o
              set payload = case when c.number is null then o.payload - 'reason' - 'accountNumber' else o.payload - 'reason' end
             from payments.outbox s left join claims.claim c on c.number = s.subject
            where s.reference = o.reference and o.state = 'FAILED'
              and (c.number is null or c.customer_number = $1)
              and (o.payload ? 'reason' or (c.number is null and o.payload ? 'accountNumber'))
        returning o.reference`,
          [customerNumber],
        )
      : [];
    return rows.length > 0
      ? {
          status: ErasureStatus.DONE_AT_SOURCE,
          reason: 'Of declined orders, what was written for the customer is deleted; amounts are kept.',
        }
      : { status: ErasureStatus.NOTHING_HELD, reason: 'There was no declined order with personal words.' };
  },
};
