import { Arg, Args, Ctx, ID, Query, Resolver } from 'type-graphql';
import { NotPersonal, Personal } from '../shared/classify';
import { connection, type Connection, pageRequest } from '../shared/connection';
import { CLAIM_KEYSET, claimKeyset } from './claim-list.source';
import { ClaimsArgs } from './claim.input';
import { claimOf } from './claim.record';
import { Claim, ClaimConnection } from './claim.type';
import { claimById, claimByNumber, type ClaimsContext } from './context';

@Resolver(() => Claim)
export class ClaimResolver {
  @NotPersonal()
  @Query(() => Claim, { nullable: true, description: 'One claim by key.' })
  claim(
    @NotPersonal() @Arg('id', () => ID, { description: 'Opaque key of a claim.' }) id: string,
    @Ctx() context: ClaimsContext,
  ): Promise<Claim> {
    return claimById(id, context);
  }

  @NotPersonal()
  @Query(() => Claim, { nullable: true, description: 'One claim by the number that the claimant quotes.' })
  claimByNumber(
    @Personal('user.unique_id.pseudonymous', { subject: 'claimant' })
    @Arg('number', () => String, { description: 'E.g. `RC-2026-0001234`.' })
    number: string,
    @Ctx() context: ClaimsContext,
  ): Promise<Claim> {
    return claimByNumber(/^RC-\d{4}-\d{7,12}$/.test(number) ? number : undefined, context);
  }

  @NotPersonal()
  @Query(() => ClaimConnection, {
    nullable: true,
    description: 'The claims that the caller may know of, newest first.',
  })
  async claims(
    @Args(() => ClaimsArgs) args: ClaimsArgs,
    @Ctx() { lists, ids }: ClaimsContext,
  ): Promise<Connection<Claim>> {
    const request = pageRequest(args, 'claims', CLAIM_KEYSET, ids);
    const rows = await lists.page(request, args.filter ?? {});
    return connection(rows, request, claimKeyset, (row) => claimOf(row, ids));
  }
}
