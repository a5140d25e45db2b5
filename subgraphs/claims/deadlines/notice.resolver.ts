import { Args, Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Temporal } from 'temporal-polyfill';
import { NotPersonal, Personal } from '../../shared/classify';
import { connection, type Connection, pageRequest } from '../../shared/connection';
import { checkFreeText } from '../../shared/free-text';
import { GraphQLDate } from '../../shared/scalars';
import { clockedClaim } from '../claim-parts.resolver';
import { claimOf } from '../claim.record';
import { Claim } from '../claim.type';
import { claimById, type ClaimsContext } from '../context';
import { applyChange } from '../lifecycle/apply-change';
import { ChangeClaimInput, ChangeClaimPayload } from '../lifecycle/change.type';
import { MESSAGE_MAX } from '../messages';
import { ClaimEventType, type DeadlineRuleName } from '../timeline.enum';
import { NOTICE_KEYSET, noticeKeyset, type NoticeRow } from './clocks.source';
import { deadlinesOf } from './deadlines';
import { checkPromise, keepHoldingReply } from './holding-reply';
import { DeadlineNotice, DeadlineNoticeConnection, DeadlineNoticesArgs, HoldingReply } from './notice.type';

const claimant = { subject: 'claimant' } as const;

@Resolver(() => Claim)
export class DeadlineNoticeResolver {
  @Personal('bank.claim', claimant)
  @FieldResolver(() => HoldingReply, {
    nullable: true,
    description: 'Why the answer takes longer and until when, where the claimant was told so.',
  })
  async holdingReply(@Root() { seq }: Claim, @Ctx() { clocks }: ClaimsContext): Promise<HoldingReply | null> {
    const row = await clocks.holdingReply(seq);
    return row
      ? { sentAt: new Date(row.at), reason: row.reason, latestOn: Temporal.PlainDate.from(row.latest_on) }
      : null;
  }

  @Personal('bank.internal', claimant)
  @FieldResolver(() => [DeadlineNotice], {
    nullable: true,
    description: 'What was told of its clocks ahead of time and at a breach, oldest first.',
  })
  async deadlineNotices(@Root() claim: Claim, @Ctx() { clocks }: ClaimsContext): Promise<DeadlineNotice[]> {
    return (await clocks.notices(claim.seq)).map((row) => noticeOf(row, claim));
  }

  @NotPersonal()
  @Query(() => DeadlineNoticeConnection, {
    name: 'deadlineNotices',
    nullable: true,
    description: 'What was told of the clocks of the claims that the caller may know of, newest first.',
  })
  async notices(
    @Args(() => DeadlineNoticesArgs) args: DeadlineNoticesArgs,
    @Ctx() { clocks, claims, ids }: ClaimsContext,
  ): Promise<Connection<DeadlineNotice>> {
    const request = pageRequest(args, 'deadlineNotices', NOTICE_KEYSET, ids);
    const rows = await clocks.page(request, args.breachesOnly ?? false);
    const found = await Promise.all(rows.map(({ number }) => claims.byNumber(number)));
    const byNumber = new Map(found.flatMap((row) => (row ? [[row.number, claimOf(row, ids)]] : [])));
    const notices = rows.flatMap((row) => {
      const claim = byNumber.get(row.number);
      // A claim that was purged between the two reads takes its notices along.
      return claim ? [{ ...row, claim }] : [];
    });
    return connection(notices, request, noticeKeyset, (row) => noticeOf(row, row.claim));
  }

  @NotPersonal()
  @Mutation(() => ChangeClaimPayload, {
    nullable: true,
    description:
      'Tells the claimant why the answer takes longer and by which day it will come: once, and no later than the law allows.',
  })
  sendHoldingReply(
    @NotPersonal()
    @Arg('input', () => ChangeClaimInput, { description: 'Which claim, as the caller saw it.' })
    input: ChangeClaimInput,
    @Personal('bank.claim', claimant)
    @Arg('reason', () => String, { description: '`THIRD_PARTY`, `INVESTIGATION` or `MISSING_DOCUMENT`.' })
    reason: string,
    @Personal('bank.claim', claimant)
    @Arg('latestOn', () => GraphQLDate, { description: 'The latest day of the answer.' })
    latestOn: string,
    @Personal('user.content.private', claimant)
    @Arg('text', () => String, { description: 'What the claimant is told, up to 10,000 characters.' })
    text: string,
    @Ctx() context: ClaimsContext,
  ): Promise<ChangeClaimPayload> {
    return holdingReply(input, { reason, text, latestOn: Temporal.PlainDate.from(latestOn) }, context);
  }
}

async function holdingReply(
  input: ChangeClaimInput,
  { reason, text, latestOn }: { reason: string; text: string; latestOn: Temporal.PlainDate },
  context: ClaimsContext,
): Promise<ChangeClaimPayload> {
  checkFreeText('text', text, MESSAGE_MAX);
  const claim = await claimById(input.claimId, context);
  const at = context.clock.now();
  const deadlines = deadlinesOf(await clockedClaim(claim, context), context.rules, at);
  const payload = await applyChange(context, 'sendHoldingReply', ClaimEventType.HOLDING_REPLY_SENT, input, {
    reason,
    text,
    details: { latestOn: latestOn.toString() },
    async allowed(session, seq) {
      checkPromise(latestOn, deadlines, at);
      await keepHoldingReply(session, seq, { reason, latestOn, at });
    },
  });
  context.clocks.forget();
  return payload;
}

const noticeOf = (
  { rule, stage, due_on: dueOn, noticed_at: at }: NoticeRow,
  claim: Claim,
): DeadlineNotice => ({
  facts: claim.facts,
  claim,
  rule: rule as DeadlineRuleName,
  stage,
  dueOn: Temporal.PlainDate.from(dueOn),
  noticedAt: new Date(at),
});
