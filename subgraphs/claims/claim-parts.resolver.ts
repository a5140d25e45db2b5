import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Temporal } from 'temporal-polyfill';
import { NotPersonal, Personal } from '../shared/classify';
import { connection, type Connection, PageArgs, pageRequest } from '../shared/connection';
import { ClaimEvent, ClaimMessage, ClaimMessageConnection, Deadline } from './claim-parts.type';
import { Claim } from './claim.type';
import { MESSAGE_KEYSET, messageKeyset } from './claims.source';
import type { ClaimsContext } from './context';
import { type ClockedClaim, deadlinesOf } from './deadlines/deadlines';
import { Account, Customer, Operation } from './links.type';

@Resolver(() => Claim)
export class ClaimPartsResolver {
  @Personal('bank.claim', { subject: 'claimant' })
  @FieldResolver(() => [Deadline], {
    nullable: true,
    description: 'Its clocks, with where they stand: the law’s, the claimant’s and the bank’s own.',
  })
  deadlines(@Root() claim: Claim, @Ctx() context: ClaimsContext): Promise<Deadline[]> {
    return claimDeadlines(claim, context);
  }

  @Personal('bank.claim', { subject: 'claimant' })
  @FieldResolver(() => [ClaimEvent], { nullable: true, description: 'What happened, oldest first.' })
  timeline(@Root() { seq }: Claim, @Ctx() { claims }: ClaimsContext): Promise<ClaimEvent[]> {
    return claims.timeline(seq);
  }

  @NotPersonal()
  @FieldResolver(() => ClaimMessageConnection, {
    nullable: true,
    description: 'What the claimant and the bank wrote to each other, oldest first.',
  })
  async messages(
    @Root() { seq }: Claim,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { claims, ids }: ClaimsContext,
  ): Promise<Connection<ClaimMessage>> {
    const request = pageRequest(args, 'messages', MESSAGE_KEYSET, ids);
    const rows = await claims.messages(seq, request);
    return connection(rows, request, messageKeyset, (row) => row);
  }

  @NotPersonal()
  @FieldResolver(() => Customer, {
    nullable: true,
    description: 'The customer concerned; none where somebody else complains about something else.',
  })
  customer(@Root() { about, facts }: Claim, @Ctx() { ids }: ClaimsContext): Customer | null {
    if (about.customer === null) return null;
    return { facts: { customer: facts.customer }, id: ids.seal('cus', about.customer) };
  }

  @NotPersonal()
  @FieldResolver(() => Account, { nullable: true, description: 'The account that it is about.' })
  account(@Root() { about }: Claim, @Ctx() { ids }: ClaimsContext): Account | null {
    return about.account === null ? null : { id: ids.seal('acc', about.account) };
  }

  @NotPersonal()
  @FieldResolver(() => Operation, { nullable: true, description: 'The operation that it is about.' })
  operation(@Root() { about }: Claim, @Ctx() { ids }: ClaimsContext): Operation | null {
    return about.operation === null ? null : { id: ids.seal('opr', about.operation) };
  }
}

/** The clocks of a claim, by its timeline and the present. */
export const claimDeadlines = async (claim: Claim, context: ClaimsContext): Promise<Deadline[]> =>
  deadlinesOf(await clockedClaim(claim, context), context.rules, context.clock.now());

/** What clocks need to know of a claim. */
export async function clockedClaim(claim: Claim, context: ClaimsContext): Promise<ClockedClaim> {
  const { seq, about, facts, product, sentAt, receivedAt } = claim;
  if (product === null || receivedAt === null) throw new TypeError('a claim of the store has its columns');
  const events = await context.claims.timeline(seq);
  const held = events.some(({ type }) => type === 'HOLDING_REPLY_SENT');
  const promised = held ? await context.clocks.holdingReply(seq) : undefined;
  return {
    product,
    aboutOperation: about.operation !== null,
    channel: claim.channel,
    branch: facts.branch ?? null,
    sentAt: sentAt === null ? null : new Date(sentAt),
    receivedAt: new Date(receivedAt),
    promisedOn: promised ? Temporal.PlainDate.from(promised.latest_on) : null,
    events: events.map(({ type, at }) => ({ type, at: new Date(at) })),
  };
}
