import { createHash } from 'node:crypto';
import type { MeteredSession } from '../../shared/metered-store';
import { Channel, Outcome } from '../claim.enum';
import { lockClaim, writeState } from '../lifecycle/change';
import { writeMessage } from '../lifecycle/message';
import { after } from '../lifecycle/state';
import { Actor, ClaimEventType, MessageAuthor } from '../timeline.enum';
import type { Grant } from './decide';
import type { Recording } from './record';
import { grantText } from './words';

/** A claim about an operation of an account. */
export interface ContestedClaim {
  readonly seq: string;
  readonly number: string;
  /** `CPT_NUM`: the account that was charged, and is credited. */
  readonly account: string;
  readonly disputed_minor: string | null;
  readonly language: string | null;
}

/** Does what a rule grants, within the transaction that keeps the decision: event, state, message and payment order. */
export async function grant(
  session: MeteredSession,
  { seq, number, account, disputed_minor: disputed, language }: ContestedClaim,
  { rule, cents, refunds, evidence }: Grant,
  now: Date,
  { automation, lifeCycle }: Pick<Recording, 'automation' | 'lifeCycle'>,
): Promise<void> {
  for (const { operation, cents: back } of refunds) {
    await session.query(
      1,
      'insert into claims.automation_refund (operation_reference, claim_seq, amount_minor) values ($1, $2::bigint, $3)',
      [operation.reference, seq, back.toString()],
    );
  }
  const at = now.toISOString();
  const actor = Actor.SYSTEM;
  const locked = await lockClaim(session, seq);
  const granted = after(lifeCycle, locked, { type: ClaimEventType.AUTOMATICALLY_GRANTED, actor, at });
  const reason = rule.id;
  await writeState(
    session,
    seq,
    { event: ClaimEventType.AUTOMATICALLY_GRANTED, actor, reason },
    granted,
    now,
  );
  // Less than what is disputed would be a refusal of the rest: that is for a person to say.
  const fee = evidence.find(({ role }) => role === 'FEE')?.operation.cents ?? 0n;
  const full = cents >= (disputed === null ? fee : BigInt(disputed));
  if (full) {
    const said = { type: ClaimEventType.ANSWERED, actor, at, outcome: Outcome.UPHELD };
    const answered = after(lifeCycle, granted, said);
    const event = { event: said.type, actor, channel: Channel.ONLINE, outcome: Outcome.UPHELD };
    await writeState(session, seq, event, answered, now);
  }
  const text = grantText(automation.words, language, full, cents, rule.legalReference);
  await writeMessage(session, seq, text, MessageAuthor.BANK, now);
  await automation.payments?.order(
    { query: (statement, values) => session.query(1, statement, values) },
    {
      reference: automaticReference(number),
      claimNumber: number,
      type: 'REFUND',
      amount: { minorUnits: cents, currency: 'EUR' },
      accountNumber: account,
      reason: `Reclamation ${number}`,
    },
    now,
  );
}

/** One order per claim, whoever asks and however often; it tells nothing about the claim. */
export const automaticReference = (number: string): string =>
  `RDR-AUTO-${createHash('sha256').update(`automation\0${number}`).digest('hex').slice(0, 16)}`;
