import { Temporal } from 'temporal-polyfill';
import { BadUserInput, HubError } from '../../../schema/kernel/errors';
import { parisDay } from '../../shared/paris-day';
import type { MeteredSession } from '../../shared/metered-store';
import type { ClaimDeadline } from './deadlines';

/** The clocks within which the last answer has to come: a holding reply cannot promise a later day. */
const FINAL: readonly string[] = ['PAYMENT_FINAL', 'ANSWER'];

/** @returns the latest day that a holding reply may name. @param deadlines of the claim. */
export function latestPromise(deadlines: readonly ClaimDeadline[]): Temporal.PlainDate | undefined {
  return deadlines
    .filter(({ rule }) => FINAL.includes(rule))
    .map(({ dueOn }) => dueOn)
    .toSorted(Temporal.PlainDate.compare)[0];
}

/**
 * Checks the day that a holding reply names.
 *
 * @param named `YYYY-MM-DD`.
 * @throws {BadUserInput} it is over, or later than the law allows.
 */
export function checkPromise(
  named: Temporal.PlainDate,
  deadlines: readonly ClaimDeadline[],
  now: Date,
): void {
  const limit = latestPromise(deadlines);
  const isOver = Temporal.PlainDate.compare(named, parisDay(now)) < 0;
  if (isOver || !limit || Temporal.PlainDate.compare(named, limit) > 0) {
    throw new BadUserInput(
      'latestOn',
      `a day from today to ${limit?.toString() ?? 'the last day of the answer'} is expected.`,
    );
  }
}

/** Keeps the holding reply of a claim that is locked. @throws {HubError} `INVALID_STATE`: there was one already. */
export async function keepHoldingReply(
  session: MeteredSession,
  seq: string,
  reply: { readonly reason: string; readonly latestOn: Temporal.PlainDate; readonly at: Date },
): Promise<void> {
  const [kept] = await session.query(
    1,
    `insert into claims.holding_reply (claim_seq, at, reason, latest_on) values ($1::bigint, $2, $3, $4)
     on conflict do nothing returning claim_seq`,
    [seq, reply.at.toISOString(), reply.reason, reply.latestOn.toString()],
  );
  if (!kept)
    throw new HubError('INVALID_STATE', 'A claim has one holding reply, and this one has had it.', {});
}
