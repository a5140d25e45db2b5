import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Personal } from '../../shared/classify';
import type { RedressRow } from '../answering/parts.record';
import { automaticReference } from '../automation/grant';
import { Claim } from '../claim.type';
import type { ClaimsContext } from '../context';
import { paymentReference } from './redress-checks';
import { RedressState, RedressType } from './redress.enum';
import { Redress } from './redress.type';

const claimant = { subject: 'claimant' } as const;

@Resolver(() => Claim)
export class ClaimRedressResolver {
  @Personal('bank.claim', claimant)
  @FieldResolver(() => [Redress], { nullable: true, description: 'What was granted, with its payment.' })
  async redress(@Root() claim: Claim, @Ctx() context: ClaimsContext): Promise<Redress[]> {
    const [granted, rows] = await Promise.all([
      grantedByRules(claim, context),
      context.parts.redress(claim.seq),
    ]);
    const approved = await shown(
      claim,
      rows.filter(({ state }) => state === RedressState.APPROVED),
      context,
    );
    return granted ? [granted, ...approved] : approved;
  }

  /** Internal as a whole: what is not granted is promised to nobody. */
  @Personal('bank.internal', claimant)
  @FieldResolver(() => [Redress], {
    nullable: true,
    description: 'What was proposed and not granted: it waits for a decision, or was rejected.',
  })
  async redressProposals(@Root() claim: Claim, @Ctx() context: ClaimsContext): Promise<Redress[]> {
    const rows = await context.parts.redress(claim.seq);
    return shown(
      claim,
      rows.filter(({ state }) => state !== RedressState.APPROVED),
      context,
    );
  }
}

/** What rules gave back without a person; it comes before whatever people add. */
async function grantedByRules(
  { seq, number }: Claim,
  { automations, ids, redress }: ClaimsContext,
): Promise<Redress | undefined> {
  const row = await automations.of(seq);
  if (number === null || row?.decision !== 'GRANTED' || row.amount_minor === null) return undefined;
  return {
    id: ids.seal('rdr', `AUTO-${number}`),
    type: RedressType.REFUND_FEE,
    amount: { minorUnits: BigInt(row.amount_minor), currency: 'EUR' },
    grounds: row.legal_reference,
    state: RedressState.APPROVED,
    ...{ proposedBy: null, approvedBy: null, decidedAt: row.at, remarks: null, automatic: true },
    paymentState: await redress.stateOf(automaticReference(number)),
  };
}

const shown = (
  { number }: Claim,
  rows: readonly RedressRow[],
  { ids, redress }: ClaimsContext,
): Promise<Redress[]> =>
  Promise.all(
    rows.map(async (row) => ({
      id: ids.seal('rdr', row.seq),
      type: row.type as RedressType,
      amount: { minorUnits: BigInt(row.amount_minor), currency: row.currency },
      grounds: row.grounds,
      state: RedressState[row.state],
      proposedBy: row.proposed_as,
      approvedBy: row.state === RedressState.APPROVED ? row.decided_as : null,
      decidedAt: row.decided_at,
      remarks: row.remarks,
      automatic: false,
      paymentState:
        row.state === RedressState.APPROVED && number !== null
          ? await redress.stateOf(paymentReference(number, row.seq))
          : null,
    })),
  );
