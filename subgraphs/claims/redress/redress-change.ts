import { BadUserInput, HubError, NotFound } from '../../../schema/kernel/errors';
import { SourceUnavailable } from '../../../schema/kernel/source-errors';
import type { MeteredSession } from '../../shared/metered-store';
import { type ChangingClaim, nextVersion, refuse } from '../answering/part-change';
import type { RedressRow } from '../answering/parts.record';
import { read } from '../answering/parts.source';
import { staffOf } from '../answering/staff';
import type { ClaimsContext } from '../context';
import { giveBackOnce, grantedByRules, isClaimants, paymentReference } from './redress-checks';
import type { RedressInput } from './redress.type';
import { mayApprove } from './rules';

/** Keeps a proposal. @param accountNumber to credit; `null`: the claim's own. */
export async function proposeRedress(
  { session, claim, locked, now }: ChangingClaim,
  { type, amount, grounds }: Pick<RedressInput, 'type' | 'amount' | 'grounds'>,
  accountNumber: string | null,
  context: ClaimsContext,
): Promise<void> {
  mayBeRedressed(locked, context);
  const credited = accountNumber ?? claim.about.account;
  if (credited === null || !(await isClaimants(session, claim.seq, credited))) {
    throw new BadUserInput(
      'redress.accountId',
      'an account of this claim, or of another claim of the same claimant, is expected.',
    );
  }
  const { person, capacity } = staffOf(context.operation.caller);
  await session.query(
    1,
    `insert into claims.redress (claim_seq, type, amount_minor, currency, grounds, account_number, state, proposed_at,
       proposed_by, proposed_as) values ($1::bigint, $2, $3::bigint, $4, $5, $6, 'PROPOSED', $7, $8, $9)`,
    [
      ...[claim.seq, type, amount.minorUnits.toString(), amount.currency, grounds, credited],
      ...[now.toISOString(), person, capacity],
    ],
  );
  await nextVersion(session, claim.seq);
}

/**
 * Grants a proposal and orders its payment, in one transaction: there is an order exactly where there is a decision.
 *
 * @throws {HubError} `OPERATION_ACCESS_DENIED`: it is more than the caller may approve, alone or as the second person.
 */
export async function approveRedress(
  { session, claim, locked, now }: ChangingClaim,
  seq: string,
  context: ClaimsContext,
): Promise<void> {
  mayBeRedressed(locked, context);
  const { rules, payments } = context.redress;
  if (!payments) throw new SourceUnavailable('payment-service');
  const rows = await read.redress(session, [claim.seq]);
  const proposal = proposed(rows, seq);
  const { person, capacity } = staffOf(context.operation.caller);
  const cents = ({ amount_minor: minor }: RedressRow): bigint => BigInt(minor);
  const granted = rows
    .filter(({ state }) => state === 'APPROVED')
    .reduce((sum, row) => sum + cents(row), await grantedByRules(session, claim.seq));
  const own = proposal.proposed_by === person;
  if (!mayApprove(rules, capacity, granted + cents(proposal), own)) {
    const how = own ? 'propose and approve alone' : 'approve';
    throw new HubError(
      'OPERATION_ACCESS_DENIED',
      `This is more than a ${capacity} may ${how} for one claim.`,
    );
  }
  const { once, order: type } = rules.types[proposal.type as RedressInput['type']];
  if (once && claim.about.operation !== null) {
    await giveBackOnce(session, claim.about.operation, proposal);
  }
  await decide(session, proposal, 'APPROVED', now, context);
  const { number } = claim;
  if (number === null) throw new TypeError('a claim of the store has its columns');
  await payments.order(
    { query: (text, values) => session.query(1, text, values) },
    {
      reference: paymentReference(number, seq),
      claimNumber: number,
      type,
      amount: { minorUnits: cents(proposal), currency: proposal.currency },
      accountNumber: proposal.account_number,
      reason: `Reclamation ${number}`,
    },
    now,
  );
  await nextVersion(session, claim.seq);
}

/** Turns a proposal down. */
export async function rejectRedress(
  { session, claim, now }: ChangingClaim,
  seq: string,
  remarks: string,
  context: ClaimsContext,
): Promise<void> {
  const proposal = proposed(await read.redress(session, [claim.seq]), seq);
  await decide(session, proposal, 'REJECTED', now, context, remarks);
  await nextVersion(session, claim.seq);
}

/** @throws {NotFound} not one of the claim's. @throws {HubError} `INVALID_STATE`: it was decided on before. */
function proposed(rows: readonly RedressRow[], seq: string): RedressRow {
  const row = rows.find((each) => each.seq === seq);
  if (!row) throw new NotFound('Redress');
  if (row.state !== 'PROPOSED') refuse(`This redress is ${row.state}.`, { state: row.state });
  return row;
}

function mayBeRedressed({ status }: ChangingClaim['locked'], { redress }: ClaimsContext): void {
  if (redress.rules.states.includes(status)) return;
  refuse(`Nothing is paid for a claim that is ${status}.`, { status });
}

async function decide(
  session: MeteredSession,
  { seq }: RedressRow,
  state: 'APPROVED' | 'REJECTED',
  now: Date,
  { operation }: ClaimsContext,
  remarks: string | null = null,
): Promise<void> {
  const { person, capacity } = staffOf(operation.caller);
  await session.query(
    1,
    `update claims.redress set state = $2, decided_at = $3, decided_by = $4, decided_as = $5, remarks = $6
      where seq = $1::bigint and state = 'PROPOSED'`,
    [seq, state, now.toISOString(), person, capacity, remarks],
  );
}
