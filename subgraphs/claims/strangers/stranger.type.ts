import { Field, Int, ObjectType } from 'type-graphql';
import type { RowFacts } from '../../../schema/policy/row';
import { NotPersonal } from '../../shared/classify';
import { GraphQLDate } from '../../shared/scalars';
import { Claim } from '../claim.type';

@ObjectType({
  description:
    'What is held of somebody who made a claim and is no customer: the claims that they made, with all that hangs on them.',
})
export class ClaimantRecord {
  /** Nobody's row: for the policy, and not part of the graph. */
  facts!: RowFacts;

  @NotPersonal()
  @Field(() => [Claim], { nullable: true, description: 'Their claims, oldest first.' })
  claims!: Claim[] | null;
}

@ObjectType({
  description: 'What became of the claims of somebody who is no customer and asked to be forgotten.',
})
export class ClaimantErasure {
  @NotPersonal('system.retention')
  @Field(() => Int, { nullable: true, description: 'Claims that were deleted, with all that hung on them.' })
  erased!: number | null;

  @NotPersonal('system.retention')
  @Field(() => Int, { nullable: true, description: 'Claims that are kept.' })
  kept!: number | null;

  @NotPersonal('system.retention')
  @Field(() => GraphQLDate, {
    nullable: true,
    description: 'Until when the last of them is kept, where that is known.',
  })
  keptUntil!: string | null;

  @NotPersonal('system.retention')
  @Field(() => String, { nullable: true, description: 'Why.' })
  reason!: string | null;
}
