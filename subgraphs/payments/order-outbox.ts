import type { Clock } from '../../schema/kernel/clock';
import type { SoapCaller } from '../../schema/ports/soap';
import type { SqlStore } from '../../schema/ports/store';
import { outboxStore } from '../shared/outbox/open';
import { createOutbox, type Outbox } from '../shared/outbox/outbox';
import { createOutboxTable } from '../shared/outbox/table';
import { createOrderDelivery } from './order-delivery';
import type { OrderPayload } from './order-payload';
import type { PaymentOrderRecord } from './payment-order.record';

/** For how long after it was sent an order may still reach the service, ms. */
const SETTLE_MS = 60_000;
/** The first pause before an order is looked after again, and the longest, ms. */
const PAUSE = { pauseMs: 2_000, pauseMaxMs: 15 * 60_000 };

/** Orders on their way to the payment service: kept in our store before they are sent. */
export function createOrderOutbox(
  soap: SoapCaller,
  { store, clock, timeoutMs }: { store: () => Promise<SqlStore>; clock: Clock; timeoutMs: number },
): Outbox<OrderPayload, PaymentOrderRecord> {
  return createOutbox({
    table: createOutboxTable<OrderPayload>('payments', outboxStore('payments', store)),
    delivery: createOrderDelivery(soap, timeoutMs),
    clock,
    times: { callMs: timeoutMs, settleMs: SETTLE_MS, ...PAUSE },
    random: Math.random,
  });
}
