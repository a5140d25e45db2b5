import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { NotPersonal, Personal } from '../shared/classify';
import { GraphQLDateTime } from '../shared/scalars';

const customer = { subject: 'customer' } as const;

/** Why data may be stored and not used. */
export enum RestrictionGround {
  ACCURACY_CONTESTED = 'ACCURACY_CONTESTED',
  UNLAWFUL_PROCESSING = 'UNLAWFUL_PROCESSING',
  LEGAL_CLAIMS = 'LEGAL_CLAIMS',
  OBJECTION_PENDING = 'OBJECTION_PENDING',
}
registerEnumType(RestrictionGround, {
  name: 'RestrictionGround',
  description: 'Why data may be stored and not used (art. 18(1) GDPR).',
  valuesConfig: {
    ACCURACY_CONTESTED: { description: 'The person contests that they are accurate (a).' },
    UNLAWFUL_PROCESSING: {
      description: 'They should not have been used, and the person wants them kept (b).',
    },
    LEGAL_CLAIMS: { description: 'The person needs them for legal claims (c): a legal hold.' },
    OBJECTION_PENDING: { description: 'The person objected, and it is being weighed (d).' },
  },
});

@ObjectType({ description: 'A time in which a person’s data are stored and not used (art. 18 GDPR).' })
export class ProcessingRestriction {
  @NotPersonal()
  @Field(() => ID, { nullable: true, description: 'Opaque key.' })
  id!: string;

  @Personal('user.privacy_request', customer)
  @Field(() => RestrictionGround, { nullable: true, description: 'The ground in law.' })
  ground!: RestrictionGround;

  @Personal('user.privacy_request', customer)
  @Field(() => String, { nullable: true, description: 'Why, in words.' })
  reason!: string;

  @Personal('user.privacy_request', customer)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'In force from here on.' })
  from!: string;

  @Personal('user.privacy_request', customer)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'In force before this; open without it.' })
  until!: string | null;

  @Personal('user.privacy_request', customer)
  @Field(() => Boolean, { nullable: true, description: 'Whether it is in force now.' })
  inForce!: boolean;

  @Personal('user.privacy_request', customer)
  @Field(() => String, { nullable: true, description: 'Why it was lifted.' })
  endReason!: string | null;
}

@ObjectType({ description: 'A person’s objection to a purpose of use (art. 21 GDPR).' })
export class ProcessingObjection {
  @NotPersonal()
  @Field(() => ID, { nullable: true, description: 'Opaque key.' })
  id!: string;

  @Personal('user.privacy_request', customer)
  @Field(() => String, { nullable: true, description: 'The purpose, as the access policy names it.' })
  purpose!: string;

  @Personal('user.privacy_request', customer)
  @Field(() => String, { nullable: true, description: 'Why, in words.' })
  reason!: string;

  @Personal('user.privacy_request', customer)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'Heeded from here on.' })
  from!: string;

  @Personal('user.privacy_request', customer)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'Heeded before this; open without it.' })
  until!: string | null;

  @Personal('user.privacy_request', customer)
  @Field(() => Boolean, { nullable: true, description: 'Whether it is heeded now.' })
  inForce!: boolean;

  @Personal('user.privacy_request', customer)
  @Field(() => String, { nullable: true, description: 'Why it ended.' })
  endReason!: string | null;
}

@InputType({ description: 'From when to when a person’s data are stored and not used, and why.' })
export class RestrictProcessingInput {
  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key of the customer.' })
  dataSubjectId!: string;

  @Personal('user.privacy_request', customer)
  @Field(() => RestrictionGround, { description: 'The ground in law.' })
  ground!: RestrictionGround;

  @Personal('user.privacy_request', customer)
  @Field(() => String, { description: 'Why, in words; 2,000 characters at most.' })
  reason!: string;

  @Personal('user.privacy_request', customer)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'From when on; now without it.' })
  from?: Date | null;

  @Personal('user.privacy_request', customer)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'Until when; until it is lifted without it.' })
  until?: Date | null;
}

@InputType({ description: 'A purpose for which a person does not want their data used, and why.' })
export class ObjectToProcessingInput {
  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key of the customer.' })
  dataSubjectId!: string;

  @Personal('user.privacy_request', customer)
  @Field(() => String, {
    description:
      'A purpose of the access policy that rests on the bank’s interest, e.g. `quality_improvement`.',
  })
  purpose!: string;

  @Personal('user.privacy_request', customer)
  @Field(() => String, { description: 'Why, in words; 2,000 characters at most.' })
  reason!: string;

  @Personal('user.privacy_request', customer)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'From when on; now without it.' })
  from?: Date | null;

  @Personal('user.privacy_request', customer)
  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'Until when; until it is withdrawn without it.',
  })
  until?: Date | null;
}

@InputType({ description: 'The end of a restriction or an objection, from now on.' })
export class EndStandingInput {
  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key of the restriction or the objection.' })
  id!: string;

  @Personal('user.privacy_request', customer)
  @Field(() => String, { description: 'Why; of a restriction, as the person was told (art. 18(3) GDPR).' })
  reason!: string;
}
