import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { RowFacts } from '../../schema/policy/row';
import { NotPersonal, Personal } from '../shared/classify';

const customer = { subject: 'customer' } as const;

@Directive('@key(fields: "id")')
@ObjectType({
  description: 'A customer as someone whose data the bank holds, with their rights (art. 12 to 22 GDPR).',
})
export class DataSubject {
  /** Whose this is, for row rules; not part of the graph. */
  facts!: RowFacts;
  /** `numeroTiers`; the graph shows a sealed key instead. */
  customerNumber!: string;

  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key: that of the customer.' })
  id!: string;

  @Personal('user.privacy_request', customer)
  @Field(() => String, {
    nullable: true,
    description: 'Where the gateway gives a copy of all of their data, as JSON (art. 15 and 20 GDPR).',
  })
  exportPath!: string;
}

@Directive('@key(fields: "id")')
@ObjectType({
  description: 'A person or an organisation that the bank knows, as its customer file holds it.',
})
export class Customer {
  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key.' })
  id!: string;
}

@ObjectType({ description: 'A data subject after a change.' })
export class DataSubjectPayload {
  @NotPersonal()
  @Field(() => DataSubject, { nullable: true, description: 'The data subject as it stands.' })
  dataSubject!: DataSubject | null;
}
