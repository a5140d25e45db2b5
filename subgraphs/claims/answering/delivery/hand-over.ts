import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../../schema/kernel/clock';
import { HubError } from '../../../../schema/kernel/errors';
import type { OperationContext } from '../../../../schema/kernel/operation';
import type { SqlStore } from '../../../../schema/ports/store';
import { ownOperation } from '../../../shared/own-operation';
import type { AnswerMedium } from '../answer.enum';
import {
  type DueDelivery,
  dueDeliveries,
  handingOver,
  type Lease,
  leaseDelivery,
  postpone,
  settle,
} from './deliveries';
import { DeliveryFailure, DeliveryStatus } from './delivery.enum';
import { type DeliveryRules, isOver, pauseAfter } from './rules';

/** What became of one attempt: it has it, it never will, not now, or nobody knows. */
export type HandedOver = 'DONE' | DeliveryFailure | 'LATER' | 'UNKNOWN';

/** One way to the claimant. */
export interface Carrier {
  readonly medium: AnswerMedium;
  /** Whether what is on its way may arrive yet, however long it takes: then it is never given up. */
  readonly patient?: boolean;
  /**
   * Gets ready what is handed over: until it is, nothing has left.
   *
   * @returns what hands it over, once; or why it cannot be, for good.
   * @throws {HubError} a `SOURCE_…` error: it is tried again.
   */
  prepare(
    delivery: DueDelivery,
    operation: OperationContext,
  ): Promise<DeliveryFailure | (() => Promise<HandedOver>)>;
}

/** What answers are brought on their way with. */
export interface DeliveryDeps {
  readonly store: SqlStore;
  readonly clock: Clock;
  readonly rules: DeliveryRules;
  /** From 0 up to 1, for pauses that do not meet. */
  readonly random: () => number;
}

/** Answers in one turn. */
const TURN = 20;
/** Longer than any attempt takes: whoever holds a row for so long has died, ms. */
const LEASE_MS = 5 * 60_000;
/** Milliseconds that other systems have to say where a claimant is reached. */
const CALL_MS = 10_000;

/**
 * Hands over the answers that are due by one medium. A row says that it is handed over before it is: whatever ends the process,
 * it tells at least as much as has happened, and the next turn goes on from there.
 */
export async function handOverDue(carrier: Carrier, deps: DeliveryDeps): Promise<void> {
  const due = await dueDeliveries(deps.store, carrier.medium, deps.clock.now(), TURN);
  for (const seq of due) await attend(seq, carrier, deps);
}

async function attend(seq: string, carrier: Carrier, deps: DeliveryDeps): Promise<void> {
  const { store, clock, rules, random } = deps;
  const by = randomUUID();
  const lease = (): Lease => {
    const now = clock.now();
    return { by, now, until: new Date(now.getTime() + LEASE_MS) };
  };
  const delivery = await leaseDelivery(store, seq, lease());
  if (!delivery) return;
  const tryAgain = async (status: DeliveryStatus, attempts: number): Promise<void> => {
    const held = lease();
    if (!carrier.patient && isOver(new Date(delivery.created_at), rules, held.now)) {
      return settle(store, seq, held, DeliveryFailure.GIVEN_UP);
    }
    const dueAt = new Date(held.now.getTime() + pauseAfter(attempts, rules, random));
    return postpone(store, seq, held, { status, dueAt });
  };
  const ready = await carrier
    .prepare(delivery, ownOperation('claim-answers', CALL_MS))
    .catch((error: unknown) => {
      if (error instanceof HubError && error.code.startsWith('SOURCE_')) return undefined;
      throw error;
    });
  if (ready === undefined) return tryAgain(delivery.status, delivery.attempts);
  if (typeof ready === 'string') return settle(store, seq, lease(), ready);
  if (!(await handingOver(store, seq, lease()))) return;
  const outcome = await ready();
  if (outcome === 'DONE') return settle(store, seq, lease());
  // What was not taken now may have been taken the time before.
  if (outcome === 'LATER') return tryAgain(delivery.status, delivery.attempts + 1);
  if (outcome === 'UNKNOWN') return tryAgain(DeliveryStatus.UNKNOWN, delivery.attempts + 1);
  return settle(store, seq, lease(), outcome);
}
