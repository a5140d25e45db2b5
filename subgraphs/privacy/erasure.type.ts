import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { ErasureStatus } from '../../schema/ports/erasure';
import { NotPersonal, Personal } from '../shared/classify';
import { GraphQLDate, GraphQLDateTime } from '../shared/scalars';

const customer = { subject: 'customer' } as const;

registerEnumType(ErasureStatus, {
  name: 'ErasureStatus',
  description: 'What became of a person’s data in one system, once erasure was asked for.',
  valuesConfig: {
    DONE_AT_SOURCE: { description: 'They are gone.' },
    RETAINED: { description: 'The law has them kept; until when, if that is known, and why.' },
    MANUAL_PENDING: {
      description: 'The hub cannot write there: someone has to do it, and nobody said yet that it is done.',
    },
    NOTHING_HELD: { description: 'There were none.' },
  },
});

@ObjectType({ description: 'Where the erasure of a person’s data stands in one system.' })
export class SystemErasure {
  @NotPersonal()
  @Field(() => String, { nullable: true, description: 'The system: a subgraph’s name.' })
  system!: string;

  @Personal('user.privacy_request', customer)
  @Field(() => ErasureStatus, { nullable: true, description: 'Where it stands.' })
  status!: ErasureStatus;

  @Personal('user.privacy_request', customer)
  @Field(() => GraphQLDate, {
    nullable: true,
    description: 'Until when the data are kept, where that is known.',
  })
  until!: string | null;

  @Personal('user.privacy_request', customer)
  @Field(() => String, { nullable: true, description: 'Why.' })
  reason!: string;

  @Personal('user.privacy_request', customer)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'Since when it stands so.' })
  changedAt!: string;
}

@InputType({ description: 'Whose data are to be erased.' })
export class EraseDataSubjectInput {
  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key of the customer.' })
  dataSubjectId!: string;
}

@InputType({ description: 'That someone erased a person’s data in a system that the hub cannot write.' })
export class ConfirmErasureInput {
  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key of the customer.' })
  dataSubjectId!: string;

  @NotPersonal()
  @Field(() => String, { description: 'The system, as `DataSubject.erasure` names it.' })
  system!: string;

  @Personal('user.privacy_request', customer)
  @Field(() => String, { description: 'Who or what says so, e.g. a ticket; 2,000 characters at most.' })
  reason!: string;
}
