import type { Clock } from '../../schema/kernel/clock';
import type { SqlStore } from '../../schema/ports/store';
import type { Trace } from '../shared/outbox/entry';
import type { Outbox } from '../shared/outbox/outbox';
import type { OrderPayload } from './order-payload';
import type { PaymentOrderState } from './payment-order.enum';

/** Follows orders of claims until they are booked or declined. */
export interface OrderFollower {
  /** Looks after those that are due. @returns how many there were. */
  follow(trace: Trace): Promise<number>;
}

/** What a follower asks. */
export interface OrderFollowerDeps {
  readonly store: () => Promise<SqlStore>;
  readonly outbox: Pick<Outbox<OrderPayload, unknown>, 'get'>;
  /** Asks the service. @returns by reference, of at most 20; orders that it does not have are missing. */
  readonly statesAtService: (
    references: readonly string[],
    trace: Trace,
  ) => Promise<ReadonlyMap<string, PaymentOrderState>>;
  readonly clock: Clock;
}

/** Orders that are looked after in one turn: the service answers as many. */
const TURN = 20;
/** The first pause between two looks at an order, and the longest, ms; in between, a quarter of its age. */
const [PAUSE_MS, PAUSE_MAX_MS] = [2_000, 60 * 60_000];

interface Followed {
  readonly reference: string;
  readonly ordered_at: string;
}

export function createOrderFollower({
  store: open,
  outbox,
  statesAtService,
  clock,
}: OrderFollowerDeps): OrderFollower {
  return {
    async follow(trace) {
      const store = await open();
      const now = clock.now();
      const due = await store.query<Followed>(
        `select reference, ordered_at from payments.followed where state = 'PENDING' and due_at <= $1
          order by due_at limit ${TURN}`,
        [now.toISOString()],
      );
      if (due.length === 0) return 0;
      const kept = await Promise.all(due.map(async ({ reference }) => (await outbox.get(reference))?.state));
      const arrived = due.filter((_, index) => kept[index] === 'DONE' || kept[index] === undefined);
      const told: ReadonlyMap<string, PaymentOrderState> =
        arrived.length === 0
          ? new Map()
          : await statesAtService(
              arrived.map(({ reference }) => reference),
              trace,
            );
      for (const [index, { reference, ordered_at: orderedAt }] of due.entries()) {
        const there = told.get(reference);
        // An order that is neither kept nor known to the service was never one: its reference was another's.
        const gone = kept[index] === undefined && there === undefined;
        const failed = gone || kept[index] === 'FAILED' || there === 'FAILED';
        const state = failed ? 'FAILED' : there === 'POSTED' ? 'POSTED' : 'PENDING';
        const pause = Math.min(Math.max((now.getTime() - Date.parse(orderedAt)) / 4, PAUSE_MS), PAUSE_MAX_MS);
        await store.query(
          `update payments.followed set state = $2, due_at = $3 where reference = $1 and state = 'PENDING'`,
          [reference, state, new Date(now.getTime() + pause).toISOString()],
        );
      }
      return due.length;
    },
  };
}
