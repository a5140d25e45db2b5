import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { NotPersonal, Personal } from '../../shared/classify';
import { checkFreeText } from '../../shared/free-text';
import type { MeteredSession } from '../../shared/metered-store';
import { claimById, type ClaimsContext } from '../context';
import { MESSAGE_MAX } from '../messages';
import { ClaimEventType } from '../timeline.enum';
import { applyChange as apply } from './apply-change';
import { ChangeClaimInput, ChangeClaimPayload } from './change.type';
import { mayTakeIn } from './merge';

const INPUT = { description: 'Which claim, as the caller saw it.' };
const claimant = { subject: 'claimant' } as const;

/** A change of one claim, in the graph's words: `rules/lifecycle.yaml` says where and by whom. */
const change = (description: string) => Mutation(() => ChangeClaimPayload, { nullable: true, description });

@Resolver(() => ChangeClaimPayload)
export class ChangeResolver {
  @NotPersonal()
  @change('Tells that the claimant was told of the arrival of their claim.')
  acknowledgeClaim(
    @NotPersonal() @Arg('input', () => ChangeClaimInput, INPUT) input: ChangeClaimInput,
    @Ctx() context: ClaimsContext,
  ): Promise<ChangeClaimPayload> {
    return apply(context, 'acknowledgeClaim', ClaimEventType.ACKNOWLEDGED, input);
  }

  @NotPersonal()
  @change('Takes a claim up: whoever does handles it from now on.')
  startClaim(
    @NotPersonal() @Arg('input', () => ChangeClaimInput, INPUT) input: ChangeClaimInput,
    @Ctx() context: ClaimsContext,
  ): Promise<ChangeClaimPayload> {
    return apply(context, 'startClaim', ClaimEventType.STARTED, input);
  }

  @NotPersonal()
  @change('Asks the claimant for something. The legal clocks go on.')
  requestInformation(
    @NotPersonal() @Arg('input', () => ChangeClaimInput, INPUT) input: ChangeClaimInput,
    @Personal('user.content.private', claimant)
    @Arg('text', () => String, {
      description: 'What is asked for, up to 10,000 characters; becomes a message.',
    })
    text: string,
    @Ctx() context: ClaimsContext,
  ): Promise<ChangeClaimPayload> {
    checkFreeText('text', text, MESSAGE_MAX);
    return apply(context, 'requestInformation', ClaimEventType.INFORMATION_REQUESTED, input, { text });
  }

  @NotPersonal()
  @change('Tells that what the claimant was asked for has come.')
  recordInformation(
    @NotPersonal() @Arg('input', () => ChangeClaimInput, INPUT) input: ChangeClaimInput,
    @Ctx() context: ClaimsContext,
  ): Promise<ChangeClaimPayload> {
    return apply(context, 'recordInformation', ClaimEventType.INFORMATION_RECEIVED, input);
  }

  @NotPersonal()
  @change(
    'Tells that another party, e.g. a merchant’s bank, was asked for something. The legal clocks go on.',
  )
  askThirdParty(
    @NotPersonal() @Arg('input', () => ChangeClaimInput, INPUT) input: ChangeClaimInput,
    @Ctx() context: ClaimsContext,
  ): Promise<ChangeClaimPayload> {
    return apply(context, 'askThirdParty', ClaimEventType.THIRD_PARTY_ASKED, input);
  }

  @NotPersonal()
  @change('Tells that the other party has answered.')
  recordThirdPartyAnswer(
    @NotPersonal() @Arg('input', () => ChangeClaimInput, INPUT) input: ChangeClaimInput,
    @Ctx() context: ClaimsContext,
  ): Promise<ChangeClaimPayload> {
    return apply(context, 'recordThirdPartyAnswer', ClaimEventType.THIRD_PARTY_ANSWERED, input);
  }

  @NotPersonal()
  @change('Hands a claim from the adviser to the complaints service.')
  escalateClaim(
    @NotPersonal() @Arg('input', () => ChangeClaimInput, INPUT) input: ChangeClaimInput,
    @Ctx() context: ClaimsContext,
  ): Promise<ChangeClaimPayload> {
    return apply(context, 'escalateClaim', ClaimEventType.ESCALATED, input);
  }

  @NotPersonal()
  @change('Withdraws one’s own claim.')
  withdrawClaim(
    @NotPersonal() @Arg('input', () => ChangeClaimInput, INPUT) input: ChangeClaimInput,
    @Ctx() context: ClaimsContext,
  ): Promise<ChangeClaimPayload> {
    return apply(context, 'withdrawClaim', ClaimEventType.WITHDRAWN, input);
  }

  @NotPersonal()
  @change('Tells that it is a request, not a complaint.')
  requalifyClaim(
    @NotPersonal() @Arg('input', () => ChangeClaimInput, INPUT) input: ChangeClaimInput,
    @Personal('bank.claim', claimant)
    @Arg('reason', () => String, { description: '`SERVICE_REQUEST`, `INFORMATION_REQUEST` or `OPINION`.' })
    reason: string,
    @Ctx() context: ClaimsContext,
  ): Promise<ChangeClaimPayload> {
    return apply(context, 'requalifyClaim', ClaimEventType.REQUALIFIED, input, { reason });
  }

  @NotPersonal()
  @change('Joins a claim to another of the same customer, in which the matter goes on.')
  async mergeClaim(
    @NotPersonal() @Arg('input', () => ChangeClaimInput, INPUT) input: ChangeClaimInput,
    @NotPersonal()
    @Arg('intoId', () => ID, { description: 'Opaque key of the claim in which it goes on.' })
    intoId: string,
    @Ctx() context: ClaimsContext,
  ): Promise<ChangeClaimPayload> {
    const into = await claimById(intoId, context);
    const reason = context.ids.open('clm', intoId) ?? null;
    const allowed = (session: MeteredSession, seq: string) => mayTakeIn(session, into, seq);
    return apply(context, 'mergeClaim', ClaimEventType.MERGED, input, { reason, allowed });
  }

  @NotPersonal()
  @change('Closes a claim that was answered.')
  closeClaim(
    @NotPersonal() @Arg('input', () => ChangeClaimInput, INPUT) input: ChangeClaimInput,
    @Ctx() context: ClaimsContext,
  ): Promise<ChangeClaimPayload> {
    return apply(context, 'closeClaim', ClaimEventType.CLOSED, input);
  }

  @NotPersonal()
  @change('Takes a claim up again after its answer: the complaints service has it then.')
  reopenClaim(
    @NotPersonal() @Arg('input', () => ChangeClaimInput, INPUT) input: ChangeClaimInput,
    @Ctx() context: ClaimsContext,
  ): Promise<ChangeClaimPayload> {
    return apply(context, 'reopenClaim', ClaimEventType.REOPENED, input);
  }
}
