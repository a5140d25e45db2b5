import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { NotPersonal, Personal } from '../../../shared/classify';
import { connection, type Connection, PageArgs, pageRequest } from '../../../shared/connection';
import { CLAIM_KEYSET, claimKeyset } from '../../claim-list.source';
import { claimOf } from '../../claim.record';
import { type Claim, ClaimConnection } from '../../claim.type';
import type { ClaimsContext } from '../../context';
import { ChangeClaimInput, ChangeClaimPayload } from '../../lifecycle/change.type';
import { AnswerMedium } from '../answer.enum';
import { changePart } from '../part-change';
import { deliverAgain } from './choose-medium';

@Resolver()
export class DeliveryResolver {
  @NotPersonal()
  @Query(() => ClaimConnection, {
    nullable: true,
    description:
      'Claims of which the last answer did not arrive, newest first: for each of them somebody has to choose another medium.',
  })
  async undeliveredAnswers(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { undelivered, ids }: ClaimsContext,
  ): Promise<Connection<Claim>> {
    const request = pageRequest(args, 'undelivered-answers', CLAIM_KEYSET, ids);
    return connection(await undelivered.page(request), request, claimKeyset, (row) => claimOf(row, ids));
  }

  @NotPersonal()
  @Mutation(() => ChangeClaimPayload, {
    nullable: true,
    description: 'Sends the last answer once more, as it is, where it did not arrive.',
  })
  deliverAnswerAgain(
    @NotPersonal()
    @Arg('input', () => ChangeClaimInput, { description: 'Which claim, as the caller saw it.' })
    input: ChangeClaimInput,
    @Personal('bank.claim', { subject: 'claimant' })
    @Arg('medium', () => AnswerMedium, { description: 'How it is to reach the claimant now.' })
    medium: AnswerMedium,
    @Ctx() context: ClaimsContext,
  ): Promise<ChangeClaimPayload> {
    return changePart(context, 'deliverAnswerAgain', input, medium, (claim) => deliverAgain(claim, medium));
  }
}
