import { ArgsType, Field, ObjectType } from 'type-graphql';
import { Temporal } from 'temporal-polyfill';
import type { RowFacts } from '../../../schema/policy/row';
import { NotPersonal, Personal } from '../../shared/classify';
import { connectionType, PageArgs } from '../../shared/connection';
import { GraphQLDate, GraphQLDateTime } from '../../shared/scalars';
import { Claim } from '../claim.type';
import { DeadlineRuleName } from '../timeline.enum';

const claimant = { subject: 'claimant' } as const;

@ObjectType({
  description: 'Why an answer takes longer, and until when: told to the claimant once. Never changed.',
})
export class HoldingReply {
  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it left.' })
  sentAt!: Date | null;

  @Personal('bank.claim', claimant)
  @Field(() => String, {
    nullable: true,
    description: '`THIRD_PARTY`, `INVESTIGATION` or `MISSING_DOCUMENT`.',
  })
  reason!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDate, { nullable: true, description: 'The latest day of the answer.' })
  latestOn!: Temporal.PlainDate | null;
}

@ObjectType({ description: 'A warning ahead of a clock’s end, or of its breach. Told once, never changed.' })
export class DeadlineNotice {
  /** The claim's, for the policy; not part of the graph. */
  facts!: RowFacts;

  @NotPersonal()
  @Field(() => Claim, { nullable: true, description: 'The claim.' })
  claim!: Claim | null;

  @Personal('bank.internal', claimant)
  @Field(() => DeadlineRuleName, { nullable: true, description: 'Which clock.' })
  rule!: DeadlineRuleName | null;

  @Personal('bank.internal', claimant)
  @Field(() => String, {
    nullable: true,
    description: '`BREACH`, or how long before the end: `5 days`, `5 minutes`.',
  })
  stage!: string | null;

  @Personal('bank.internal', claimant)
  @Field(() => GraphQLDate, { nullable: true, description: 'The last day that is in time.' })
  dueOn!: Temporal.PlainDate | null;

  @Personal('bank.internal', claimant)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it was told.' })
  noticedAt!: Date | null;
}

/** A page of notices. */
export const DeadlineNoticeConnection = connectionType(() => DeadlineNotice, 'DeadlineNotice');

@ArgsType()
export class DeadlineNoticesArgs extends PageArgs {
  @NotPersonal()
  @Field(() => Boolean, { nullable: true, description: 'Clocks that were missed only.' })
  breachesOnly?: boolean | null;
}
