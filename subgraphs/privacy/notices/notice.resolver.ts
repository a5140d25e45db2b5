import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { NotPersonal, Personal } from '../../shared/classify';
import { checkedFirst } from '../../shared/connection';
import { dataSubjectById, type PrivacyContext } from '../context';
import { DataSubject } from '../data-subject.type';
import { requestOf } from '../request.record';
import { PrivacyRequest } from '../request.type';
import type { NoticeRow } from './notice.source';
import { PrivacyNotice, PrivacyNoticesArgs } from './notice.type';

const customer = { subject: 'customer' } as const;

@Resolver(() => PrivacyNotice)
export class PrivacyNoticeResolver {
  @NotPersonal('system.privacy_clock')
  @Query(() => [PrivacyNotice], {
    nullable: true,
    description: 'What was told of the clocks of data subjects’ requests, newest first.',
  })
  async privacyNotices(
    @Args(() => PrivacyNoticesArgs) { first, breachesOnly, openOnly }: PrivacyNoticesArgs,
    @Ctx() { notices }: PrivacyContext,
  ): Promise<PrivacyNotice[]> {
    const which = { breachesOnly: breachesOnly ?? false, openOnly: openOnly ?? false };
    return (await notices.newest(checkedFirst(first), which)).map(noticeOf);
  }

  @Personal('user.privacy_request', customer)
  @FieldResolver(() => PrivacyRequest, { nullable: true, description: 'The request.' })
  async request(
    @Root() { seq }: PrivacyNotice,
    @Ctx() context: PrivacyContext,
  ): Promise<PrivacyRequest | null> {
    const row = await context.notices.request(seq);
    return row ? requestOf(row, context) : null;
  }

  @Personal('user.privacy_request', customer)
  @FieldResolver(() => DataSubject, { nullable: true, description: 'Who made it.' })
  async dataSubject(
    @Root() { seq }: PrivacyNotice,
    @Ctx() context: PrivacyContext,
  ): Promise<DataSubject | null> {
    const row = await context.notices.request(seq);
    return row ? dataSubjectById(context.ids.seal('cus', row.customer_number), context) : null;
  }
}

@Resolver(() => PrivacyRequest)
export class RequestNoticesResolver {
  @NotPersonal('system.privacy_clock')
  @FieldResolver(() => [PrivacyNotice], {
    nullable: true,
    description: 'What was told of its clock ahead of time and at a breach, oldest first.',
  })
  async notices(
    @Root() { seq }: PrivacyRequest,
    @Ctx() { notices }: PrivacyContext,
  ): Promise<PrivacyNotice[]> {
    return (await notices.ofRequest(seq)).map(noticeOf);
  }
}

const noticeOf = (row: NoticeRow): PrivacyNotice => ({
  seq: row.request_seq,
  stage: row.stage,
  dueOn: row.due_on,
  noticedAt: row.noticed_at,
});
