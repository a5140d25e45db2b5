import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { BadUserInput } from '../../../schema/kernel/errors';
import { NotPersonal, Personal } from '../../shared/classify';
import { checkFreeText } from '../../shared/free-text';
import { moneyText } from '../../shared/scalars';
import { changePart } from '../answering/part-change';
import type { ClaimsContext } from '../context';
import { ChangeClaimInput, ChangeClaimPayload } from '../lifecycle/change.type';
import { approveRedress, proposeRedress, rejectRedress } from './redress-change';
import { RedressInput } from './redress.type';
import { largest } from './rules';

const INPUT = { description: 'Which claim, as the caller saw it.' };
const ID_ARGUMENT = { description: 'Opaque key of the redress.' };
const claimant = { subject: 'claimant' } as const;

/** How much grounds and remarks may say. */
const TEXT_MAX = 2_000;

/** A change of what is paid for a claim, in the graph's words. */
const change = (description: string) => Mutation(() => ChangeClaimPayload, { nullable: true, description });

@Resolver(() => ChangeClaimPayload)
export class RedressChangeResolver {
  @NotPersonal()
  @change('Proposes that something is paid for a claim.')
  proposeRedress(
    @NotPersonal() @Arg('input', () => ChangeClaimInput, INPUT) input: ChangeClaimInput,
    @NotPersonal()
    @Arg('redress', () => RedressInput, { description: 'What, and why.' })
    redress: RedressInput,
    @Ctx() context: ClaimsContext,
  ): Promise<ChangeClaimPayload> {
    const { type, amount, grounds, accountId = null } = redress;
    const most = largest(context.redress.rules);
    if (amount.currency !== 'EUR' || amount.minorUnits <= 0n || amount.minorUnits > most) {
      const limit = moneyText({ minorUnits: most, currency: 'EUR' });
      throw new BadUserInput('redress.amount', `more than 0.00 EUR and at most ${limit} is expected.`);
    }
    checkFreeText('redress.grounds', grounds, TEXT_MAX);
    const account = accountId === null ? null : context.ids.open('acc', accountId);
    if (account === undefined) throw new BadUserInput('redress.accountId', 'not a key of that kind.');
    const more = { type, amount: moneyText(amount), grounds, account };
    return changePart(context, 'proposeRedress', input, more, (claim) =>
      proposeRedress(claim, redress, account, context),
    );
  }

  @NotPersonal()
  @change('Grants what was proposed. Its payment is ordered with that, once, whatever happens.')
  async approveRedress(
    @NotPersonal() @Arg('input', () => ChangeClaimInput, INPUT) input: ChangeClaimInput,
    @NotPersonal() @Arg('redressId', () => ID, ID_ARGUMENT) redressId: string,
    @Ctx() context: ClaimsContext,
  ): Promise<ChangeClaimPayload> {
    const seq = opened(redressId, context);
    await context.redress.payments?.prepare();
    return changePart(context, 'approveRedress', input, seq, (claim) => approveRedress(claim, seq, context));
  }

  @NotPersonal()
  @change('Turns down what was proposed.')
  rejectRedress(
    @NotPersonal() @Arg('input', () => ChangeClaimInput, INPUT) input: ChangeClaimInput,
    @NotPersonal() @Arg('redressId', () => ID, ID_ARGUMENT) redressId: string,
    @Personal('user.content.private', claimant)
    @Arg('remarks', () => String, { description: 'Why, up to 2,000 characters.' })
    remarks: string,
    @Ctx() context: ClaimsContext,
  ): Promise<ChangeClaimPayload> {
    const seq = opened(redressId, context);
    checkFreeText('remarks', remarks, TEXT_MAX);
    return changePart(context, 'rejectRedress', input, { seq, remarks }, (claim) =>
      rejectRedress(claim, seq, remarks, context),
    );
  }
}

function opened(redressId: string, { ids }: ClaimsContext): string {
  const seq = ids.open('rdr', redressId);
  // What rules granted has a key too, and is for nobody to decide on.
  if (seq === undefined || !/^\d+$/.test(seq)) throw new BadUserInput('redressId', 'not a key of that kind.');
  return seq;
}
