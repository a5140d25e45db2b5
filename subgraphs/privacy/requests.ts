import { Temporal } from 'temporal-polyfill';
import { BadUserInput, HubError, NotFound } from '../../schema/kernel/errors';
import type { MeteredSession } from '../shared/metered-store';
import { parisDay } from '../shared/paris-day';
import { clockOf, type ClockRules } from './clock';
import { REQUEST_COLUMNS, type RequestRow } from './privacy.source';
import type { PrivacyOutcome, PrivacyRequestKind } from './request.enum';

/** The longest reason, in characters. */
export const REASON_MAX = 2_000;

/** A request as it came in. */
interface NewRequest {
  readonly customerNumber: string;
  readonly kind: PrivacyRequestKind;
  readonly receivedAt: Date;
}

/** @returns the customer number. @throws {BadUserInput} received before the law was there. */
export async function recordRequest(
  session: MeteredSession,
  { customerNumber, kind, receivedAt }: NewRequest,
  rules: ClockRules,
  now: Date,
): Promise<string> {
  try {
    clockOf({ receivedAt, extended: false, closed: false }, rules, now);
  } catch (error) {
    if (error instanceof RangeError) throw new BadUserInput('input.receivedAt', 'no clock ran on that day.');
    throw error;
  }
  await session.query(
    1,
    'insert into privacy.request (customer_number, kind, received_at, recorded_at) values ($1, $2, $3, $4)',
    [customerNumber, kind, receivedAt.toISOString(), now.toISOString()],
  );
  return customerNumber;
}

/**
 * @returns the customer number.
 * @throws {NotFound}
 * @throws {HubError} `INVALID_STATE`: closed, extended already, or the first term is over.
 */
export async function extendRequest(
  session: MeteredSession,
  seq: string,
  reason: string,
  rules: ClockRules,
  now: Date,
): Promise<string> {
  const row = await openRequest(session, seq);
  if (row.extended_at !== null) throw invalid('A request is extended once.');
  const { firstDueOn } = clockOf(
    { receivedAt: new Date(row.received_at), extended: false, closed: false },
    rules,
    now,
  );
  if (Temporal.PlainDate.compare(parisDay(now), firstDueOn) > 0) {
    throw invalid('The person has to be told of an extension within the first term, and it is over.');
  }
  await session.query(
    1,
    'update privacy.request set extended_at = $2, extension_reason = $3 where seq = $1::bigint',
    [seq, now.toISOString(), reason],
  );
  return row.customer_number;
}

/** @returns the customer number. @throws {NotFound} @throws {HubError} `INVALID_STATE`: closed already. */
export async function closeRequest(
  session: MeteredSession,
  seq: string,
  { outcome, reason }: { readonly outcome: PrivacyOutcome; readonly reason: string },
  now: Date,
): Promise<string> {
  const row = await openRequest(session, seq);
  await session.query(
    1,
    'update privacy.request set closed_at = $2, outcome = $3, outcome_reason = $4 where seq = $1::bigint',
    [seq, now.toISOString(), outcome, reason],
  );
  return row.customer_number;
}

/** Locks a request that is not closed. */
async function openRequest(session: MeteredSession, seq: string): Promise<RequestRow> {
  const [row] = await session.query<RequestRow>(
    1,
    `select ${REQUEST_COLUMNS} from privacy.request where seq = $1::bigint for no key update`,
    [seq],
  );
  if (!row) throw new NotFound('PrivacyRequest');
  if (row.closed_at !== null) throw invalid('The request is closed.');
  return row;
}

const invalid = (message: string): HubError => new HubError('INVALID_STATE', message);
