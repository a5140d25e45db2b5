import { Args, ArgsType, Ctx, Field, Query, Resolver } from 'type-graphql';
import { NotPersonal, Personal } from '../../shared/classify';
import { connection, type Connection, PageArgs, pageRequest } from '../../shared/connection';
import { checkFreeText } from '../../shared/free-text';
import { CLAIM_KEYSET, claimKeyset } from '../claim-list.source';
import { claimOf } from '../claim.record';
import { type Claim, ClaimConnection } from '../claim.type';
import type { ClaimsContext } from '../context';

/** The longest search, in characters. */
const TEXT_MAX = 200;

@ArgsType()
class ClaimSearchArgs extends PageArgs {
  @Personal('user.content.private', { subject: 'claimant' })
  @Field(() => String, {
    description:
      'Words, all of which are to be there; `"in this order"`, `or`, `-without`. Accents, case and endings of French words do not matter. Up to 200 characters.',
  })
  text!: string;
}

@Resolver()
export class SearchResolver {
  @NotPersonal()
  @Query(() => ClaimConnection, {
    nullable: true,
    description:
      'Claims by what the claimants wrote, for staff: those that the caller may know of, newest first.',
  })
  async searchClaims(
    @Args(() => ClaimSearchArgs) args: ClaimSearchArgs,
    @Ctx() { search, ids }: ClaimsContext,
  ): Promise<Connection<Claim>> {
    checkFreeText('text', args.text, TEXT_MAX);
    const request = pageRequest(args, 'claim-search', CLAIM_KEYSET, ids);
    const rows = await search.page(args.text, request);
    return connection(rows, request, claimKeyset, (row) => claimOf(row, ids));
  }
}
