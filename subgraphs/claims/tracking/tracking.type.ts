import { Field, ObjectType } from 'type-graphql';
import type { Temporal } from 'temporal-polyfill';
import type { RowFacts } from '../../../schema/policy/row';
import { NotPersonal } from '../../shared/classify';
import { GraphQLDate } from '../../shared/scalars';
import { ClaimStatus } from '../claim.enum';
import { ClaimEventType, DeadlineRuleName, DeadlineStatus } from '../timeline.enum';

@ObjectType({ description: 'Until when the bank must do something about a claim that is followed.' })
export class TrackedDeadline {
  @NotPersonal('bank.tracking')
  @Field(() => DeadlineRuleName, { nullable: true, description: 'Which clock.' })
  rule!: `${DeadlineRuleName}` | null;

  @NotPersonal('bank.tracking')
  @Field(() => GraphQLDate, { nullable: true, description: 'The last day that is in time.' })
  dueOn!: Temporal.PlainDate | null;

  @NotPersonal('bank.tracking')
  @Field(() => DeadlineStatus, { nullable: true, description: 'How it stands today, in Paris.' })
  status!: `${DeadlineStatus}` | null;
}

@ObjectType({
  description:
    'What whoever has a claim’s number and secret is told: how it goes, and nothing about whom it concerns.',
})
export class TrackedClaim {
  /** The claim's, for the policy; not part of the graph. */
  facts!: RowFacts;

  @NotPersonal('bank.tracking')
  @Field(() => ClaimStatus, { nullable: true, description: 'Where it stands.' })
  status!: ClaimStatus | null;

  @NotPersonal('bank.tracking')
  @Field(() => [TrackedDeadline], { nullable: true, description: 'Its clocks.' })
  deadlines!: readonly TrackedDeadline[] | null;

  @NotPersonal('bank.tracking')
  @Field(() => [ClaimEventType], { nullable: true, description: 'What happened, oldest first.' })
  timeline!: readonly ClaimEventType[] | null;
}
