import { Arg, Ctx, ID, Resolver, Subscription } from 'type-graphql';
import { NotPersonal } from '../../shared/classify';
import { drivenByMarks } from '../../shared/subscriptions';
import { Claim } from '../claim.type';
import { claimById, type ClaimsContext } from '../context';

@Resolver()
export class ClaimChangedResolver {
  /** The gateway follows the claim's mark, and asks `Query.claim` again whenever it has grown. */
  @NotPersonal()
  @Subscription(() => Claim, {
    ...drivenByMarks,
    nullable: true,
    description: 'One claim by key: as it is, and again whenever it has changed.',
  })
  claimChanged(
    @NotPersonal() @Arg('id', () => ID, { description: 'Opaque key of a claim.' }) id: string,
    @Ctx() context: ClaimsContext,
  ): Promise<Claim> {
    return claimById(id, context);
  }
}
