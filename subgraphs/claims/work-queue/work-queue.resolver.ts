import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql';
import { NotPersonal, Personal } from '../../shared/classify';
import { connection, type Connection, PageArgs, pageRequest } from '../../shared/connection';
import { Queue } from '../claim.enum';
import { claimOf } from '../claim.record';
import { type Claim, ClaimConnection } from '../claim.type';
import type { ClaimsContext } from '../context';
import { WORK_KEYSET, workKeyset } from './work-queue.source';

@Resolver()
export class WorkQueueResolver {
  @NotPersonal()
  @Query(() => ClaimConnection, {
    nullable: true,
    description:
      'The open claims of a team that the caller may know of, the most pressing first, of equally pressing ones what is due first.',
  })
  async workQueue(
    @Personal('bank.internal', { subject: 'claimant' })
    @Arg('queue', () => Queue, { description: 'Which team’s.' })
    queue: Queue,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { workQueues, ids }: ClaimsContext,
  ): Promise<Connection<Claim>> {
    const request = pageRequest(args, `work-${queue}`, WORK_KEYSET, ids);
    const rows = await workQueues.page(queue, request);
    return connection(rows, request, workKeyset, (row) => claimOf(row, ids));
  }
}
