import { ArgsType, Field, ObjectType } from 'type-graphql';
import { NotPersonal, Personal } from '../shared/classify';
import { GraphQLDateTime } from '../shared/scalars';

const customer = { subject: 'customer' } as const;

@ObjectType({
  description:
    'One time that data of a person were shown (art. 15 GDPR): when, what for and which kinds, and not to which employee.',
})
export class Consultation {
  @Personal('user.privacy_request', customer)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When.' })
  at!: string;

  @Personal('user.privacy_request', customer)
  @Field(() => String, { nullable: true, description: 'What for: a purpose of the access policy.' })
  purpose!: string;

  @Personal('user.privacy_request', customer)
  @Field(() => [String], { nullable: true, description: 'Bases of article 6 GDPR that it rested on.' })
  legalBases!: readonly string[];

  @Personal('user.privacy_request', customer)
  @Field(() => [String], { nullable: true, description: 'Kinds of data that were shown, also where masked.' })
  categories!: readonly string[];

  @Personal('user.privacy_request', customer)
  @Field(() => String, {
    nullable: true,
    description: '`self`, `bank`, or the recipient outside of it: `partner:…`, `mediator`.',
  })
  recipient!: string;
}

/** The period of a report. */
@ArgsType()
export class ConsultationPeriod {
  @NotPersonal()
  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'From when; twelve months before its end unless said.',
  })
  from?: string | null;

  @NotPersonal()
  @Field(() => GraphQLDateTime, { nullable: true, description: 'Before when; now unless said.' })
  to?: string | null;
}
