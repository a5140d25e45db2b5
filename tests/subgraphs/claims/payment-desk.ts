import type { Clock } from '../../../schema/kernel/clock';
import type { SqlStore } from '../../../schema/ports/store';
import { createClaimPayments, paymentsStore } from '../../../subgraphs/payments/claim-payments';
import { createOrderFollower } from '../../../subgraphs/payments/follow-orders';
import type { OrderPayload } from '../../../subgraphs/payments/order-payload';
import type { PaymentOrderState } from '../../../subgraphs/payments/payment-order.enum';
import { Declined, type Delivery, type Trace } from '../../../subgraphs/shared/outbox/entry';
import { createOutbox } from '../../../subgraphs/shared/outbox/outbox';
import { createOutboxTable } from '../../../subgraphs/shared/outbox/table';

const trace: Trace = { requestId: 'test', measure: (_keys, call) => call() };

/** How long an order may be on its way, ms. */
const SETTLE_MS = 60_000;

/** A payment service that keeps what it is sent, and takes every reference as often as it comes: it would pay twice. */
export interface CarelessService {
  /** Every order that it was sent, in order. */
  readonly taken: { readonly reference: string; readonly payload: OrderPayload }[];
  /** Books all that it has. */
  book(): void;
  /** Declines what is sent to it from now on, or takes it again. */
  decline(declines: boolean): void;
  /** Gives no answer to what is sent to it from now on and does not take it, or takes it again. */
  lose(loses: boolean): void;
  readonly delivery: Delivery<OrderPayload, string>;
  readonly states: (references: readonly string[]) => Promise<ReadonlyMap<string, PaymentOrderState>>;
}

export function createCarelessService(): CarelessService {
  const taken: { reference: string; payload: OrderPayload }[] = [];
  const states = new Map<string, PaymentOrderState>();
  let declines = false;
  let loses = false;
  return {
    taken,
    book: () => [...states.keys()].forEach((reference) => states.set(reference, 'POSTED')),
    decline: (now) => void (declines = now),
    lose: (now) => void (loses = now),
    delivery: {
      find: (_payload, reference) => Promise.resolve(states.has(reference) ? reference : undefined),
      send(payload, reference) {
        if (loses) return Promise.reject(new Error('no answer'));
        if (declines) return Promise.reject(new Declined('08/PAI0404'));
        taken.push({ reference, payload });
        states.set(reference, 'PENDING');
        return Promise.resolve(reference);
      },
      keep: () => null,
    },
    states: (references) =>
      Promise.resolve(new Map([...states].filter(([reference]) => references.includes(reference)))),
  };
}

/** What brings orders to the service, as the payments' process does. @param open the store of that process. */
export function createPaymentDesk(open: () => Promise<SqlStore>, clock: Clock, service: CarelessService) {
  const store = paymentsStore(open);
  const outbox = createOutbox({
    table: createOutboxTable<OrderPayload>('payments', store),
    delivery: service.delivery,
    ...{ clock, times: { callMs: 2_000, settleMs: SETTLE_MS, pauseMs: 2_000, pauseMaxMs: 30_000 } },
    random: () => 0.5,
  });
  const follower = createOrderFollower({ store, outbox, statesAtService: service.states, clock });
  return {
    payments: createClaimPayments(open),
    /** One turn of the worker. */
    async turn() {
      await outbox.attendDue(trace);
      await follower.follow(trace);
    },
    /** Forgets what is settled, as after months. */
    purge: () => outbox.purge(-1),
  };
}
