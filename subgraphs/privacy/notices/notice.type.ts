import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import { NotPersonal } from '../../shared/classify';
import { GraphQLDate, GraphQLDateTime } from '../../shared/scalars';

@ObjectType({
  description:
    'A warning ahead of the end of a data subject’s request’s clock, or of its breach. Told once, never changed.',
})
export class PrivacyNotice {
  /** The request's number in the store; not part of the graph. */
  seq!: string;

  @NotPersonal('system.privacy_clock')
  @Field(() => String, { nullable: true, description: '`BREACH`, or how long before the end: `7 days`.' })
  stage!: string | null;

  @NotPersonal('system.privacy_clock')
  @Field(() => GraphQLDate, { nullable: true, description: 'The last day that is in time.' })
  dueOn!: string | null;

  @NotPersonal('system.privacy_clock')
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it was told.' })
  noticedAt!: string | null;
}

@ArgsType()
export class PrivacyNoticesArgs {
  @NotPersonal('system.privacy_clock')
  @Field(() => Int, { defaultValue: 100, description: 'How many, 1 to 100.' })
  first = 100;

  @NotPersonal('system.privacy_clock')
  @Field(() => Boolean, { nullable: true, description: 'Clocks that were missed only.' })
  breachesOnly?: boolean | null;

  @NotPersonal('system.privacy_clock')
  @Field(() => Boolean, { nullable: true, description: 'Of requests that are not answered yet only.' })
  openOnly?: boolean | null;
}
