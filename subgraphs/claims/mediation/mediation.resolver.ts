import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { BadUserInput } from '../../../schema/kernel/errors';
import { NotPersonal, Personal } from '../../shared/classify';
import { checkFreeText } from '../../shared/free-text';
import { Claim } from '../claim.type';
import type { ClaimsContext } from '../context';
import { applyChange } from '../lifecycle/apply-change';
import type { ClaimChange } from '../lifecycle/change';
import { ChangeClaimInput, ChangeClaimPayload } from '../lifecycle/change.type';
import { MESSAGE_MAX } from '../messages';
import { Actor, ClaimEventType } from '../timeline.enum';
import { invalid } from './invalid';
import { eligibilityNow, mediationOf } from './mediation';
import { keepFollowUp, keepNotice, keepOpinion, keepReferral } from './mediation.source';
import { Mediation } from './mediation.type';

const INPUT = { description: 'Which claim, as the caller saw it.' };
const claimant = { subject: 'claimant' } as const;
const change = (description: string) => Mutation(() => ChangeClaimPayload, { nullable: true, description });

@Resolver(() => Claim)
export class MediationResolver {
  @Personal('bank.claim', claimant)
  @FieldResolver(() => Mediation, {
    nullable: true,
    description: 'Whether the claimant may go to the banking mediator, and what came of it.',
  })
  mediation(@Root() claim: Claim, @Ctx() context: ClaimsContext): Promise<Mediation> {
    return mediationOf(claim, context);
  }

  @NotPersonal()
  @change('Takes a claim to the banking mediator, where the claimant may: `Claim.mediation` says whether.')
  async referToMediator(
    @NotPersonal() @Arg('input', () => ChangeClaimInput, INPUT) input: ChangeClaimInput,
    @Ctx() context: ClaimsContext,
  ): Promise<ChangeClaimPayload> {
    const { eligible, reason } = await eligibilityNow(input.claimId, context);
    return apply(context, 'referToMediator', ClaimEventType.REFERRED_TO_MEDIATOR, input, {
      async allowed(session, seq) {
        if (!eligible) throw invalid(`The claimant may not go to the mediator: ${reason}.`);
        await keepReferral(session, seq, context.clock.now());
      },
    });
  }

  @NotPersonal()
  @change(
    'Tells that both parties know that the mediator has the claim: the opinion’s time counts from here.',
  )
  notifyMediationParties(
    @NotPersonal() @Arg('input', () => ChangeClaimInput, INPUT) input: ChangeClaimInput,
    @Ctx() context: ClaimsContext,
  ): Promise<ChangeClaimPayload> {
    return apply(context, 'notifyMediationParties', ClaimEventType.MEDIATOR_NOTIFIED, input, {
      actor: Actor.MEDIATOR,
      allowed: (session, seq) => keepNotice(session, seq, context.clock.now()),
    });
  }

  @NotPersonal()
  @change('Gives the mediator’s opinion, once.')
  giveMediatorOpinion(
    @NotPersonal() @Arg('input', () => ChangeClaimInput, INPUT) input: ChangeClaimInput,
    @Personal('user.content.private', claimant)
    @Arg('opinion', () => String, { description: 'The opinion, up to 10,000 characters.' })
    opinion: string,
    @Ctx() context: ClaimsContext,
  ): Promise<ChangeClaimPayload> {
    checkFreeText('opinion', opinion, MESSAGE_MAX);
    return apply(context, 'giveMediatorOpinion', ClaimEventType.MEDIATOR_OPINION, input, {
      actor: Actor.MEDIATOR,
      details: { opinion },
      allowed: (session, seq) => keepOpinion(session, seq, opinion, context.clock.now()),
    });
  }

  @NotPersonal()
  @change('Tells whether the bank follows the mediator’s opinion, once.')
  followUpMediation(
    @NotPersonal() @Arg('input', () => ChangeClaimInput, INPUT) input: ChangeClaimInput,
    @Personal('bank.claim', claimant)
    @Arg('follows', () => Boolean, { description: 'Whether the bank follows it.' })
    follows: boolean,
    @Personal('user.content.private', claimant)
    @Arg('reason', () => String, { nullable: true, description: 'Why; a bank that does not follow says so.' })
    reason: string | null | undefined,
    @Ctx() context: ClaimsContext,
  ): Promise<ChangeClaimPayload> {
    const why = reason ?? null;
    if (why !== null) checkFreeText('reason', why, MESSAGE_MAX);
    else if (!follows) throw new BadUserInput('reason', 'why the bank does not follow is expected.');
    return apply(context, 'followUpMediation', ClaimEventType.MEDIATION_FOLLOWED_UP, input, {
      details: { follows, reason: why },
      allowed: (session, seq) =>
        keepFollowUp(session, seq, { follows, reason: why, at: context.clock.now() }),
    });
  }
}

async function apply(
  context: ClaimsContext,
  mutation: string,
  event: ClaimEventType,
  input: ChangeClaimInput,
  more: Partial<Pick<ClaimChange, 'allowed' | 'details' | 'actor'>>,
): Promise<ChangeClaimPayload> {
  // The policy lets only the mediator ask for what the mediator does; the life cycle asks for the capacity again.
  const payload = await applyChange(context, mutation, event, input, more);
  context.mediations.forget();
  return payload;
}
