import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { NotPersonal, Personal } from '../shared/classify';
import { GraphQLDate, GraphQLDateTime } from '../shared/scalars';
import { PrivacyClockStatus, PrivacyOutcome, PrivacyRequestKind } from './request.enum';

const customer = { subject: 'customer' } as const;

@ObjectType({ description: 'One request of a data subject (art. 15 to 22 GDPR), with its clock.' })
export class PrivacyRequest {
  /** Its number in the store; the graph shows a sealed key instead. */
  seq!: string;

  @NotPersonal()
  @Field(() => ID, { nullable: true, description: 'Opaque key.' })
  id!: string;

  @Personal('user.privacy_request', customer)
  @Field(() => PrivacyRequestKind, { nullable: true, description: 'What is asked for.' })
  kind!: PrivacyRequestKind;

  @Personal('user.privacy_request', customer)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it reached the bank.' })
  receivedAt!: string;

  @Personal('user.privacy_request', customer)
  @Field(() => GraphQLDate, {
    nullable: true,
    description: 'The last day that is in time, extension included.',
  })
  dueOn!: string;

  @Personal('user.privacy_request', customer)
  @Field(() => String, { nullable: true, description: 'What sets the clock.' })
  legalReference!: string;

  @Personal('user.privacy_request', customer)
  @Field(() => PrivacyClockStatus, { nullable: true, description: 'Where the clock stands.' })
  status!: PrivacyClockStatus;

  @Personal('user.privacy_request', customer)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When the person was told of an extension.' })
  extendedAt!: string | null;

  @Personal('user.privacy_request', customer)
  @Field(() => String, { nullable: true, description: 'Why it takes longer.' })
  extensionReason!: string | null;

  @Personal('user.privacy_request', customer)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it was answered.' })
  closedAt!: string | null;

  @Personal('user.privacy_request', customer)
  @Field(() => PrivacyOutcome, { nullable: true, description: 'How it ended.' })
  outcome!: PrivacyOutcome | null;

  @Personal('user.privacy_request', customer)
  @Field(() => String, { nullable: true, description: 'Why it ended so.' })
  outcomeReason!: string | null;
}

@InputType({ description: 'A request that a person made, on any channel.' })
export class RecordPrivacyRequestInput {
  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key of the customer.' })
  dataSubjectId!: string;

  @Personal('user.privacy_request', customer)
  @Field(() => PrivacyRequestKind, { description: 'What is asked for.' })
  kind!: PrivacyRequestKind;

  @Personal('user.privacy_request', customer)
  @Field(() => GraphQLDateTime, { description: 'When it reached the bank: the clock starts there.' })
  receivedAt!: Date;
}

@InputType({ description: 'Two more months for a complex request, told to the person within the first.' })
export class ExtendPrivacyRequestInput {
  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key of the request.' })
  requestId!: string;

  @Personal('user.privacy_request', customer)
  @Field(() => String, { description: 'Why, as the person was told; 2,000 characters at most.' })
  reason!: string;
}

@InputType({ description: 'How a request ended.' })
export class ClosePrivacyRequestInput {
  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key of the request.' })
  requestId!: string;

  @Personal('user.privacy_request', customer)
  @Field(() => PrivacyOutcome, { description: 'How it ended.' })
  outcome!: PrivacyOutcome;

  @Personal('user.privacy_request', customer)
  @Field(() => String, { description: 'Why, as the person was told; 2,000 characters at most.' })
  reason!: string;
}
