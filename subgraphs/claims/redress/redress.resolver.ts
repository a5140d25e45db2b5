import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Personal } from '../../shared/classify';
import type { RedressRow } from '../answering/parts.record';
import { Claim } from '../claim.type';
import type { ClaimsContext } from '../context';
import { paymentReference } from './redress-checks';
import { RedressState, type RedressType } from './redress.enum';
import { Redress } from './redress.type';

const claimant = { subject: 'claimant' } as const;

@Resolver(() => Claim)
export class ClaimRedressResolver {
  @Personal('bank.claim', claimant)
  @FieldResolver(() => [Redress], { nullable: true, description: 'What was granted, with its payment.' })
  async redress(@Root() claim: Claim, @Ctx() context: ClaimsContext): Promise<Redress[]> {
    const rows = await context.parts.redress(claim.seq);
    return shown(
      claim,
      rows.filter(({ state }) => state === RedressState.APPROVED),
      context,
    );
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
      paymentState:
        row.state === RedressState.APPROVED && number !== null
          ? await redress.stateOf(paymentReference(number, row.seq))
          : null,
    })),
  );
