import { Field, ObjectType } from 'type-graphql';
import type { RowFacts } from '../../schema/policy/row';
import { Personal } from '../shared/classify';
import { GraphQLDateTime } from '../shared/scalars';
import { ContactChangeFailure, ContactChangeState, ContactDetail } from './customer.enum';

const customer = { subject: 'customer' } as const;

@ObjectType({
  description: 'A change of how a customer is reached, on its way to the customer file or settled lately.',
})
export class ContactChange {
  /** Whose this is, for row rules; not part of the graph. */
  facts!: RowFacts;

  @Personal('user.contact', customer)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it was asked for.' })
  requestedAt!: Date | null;

  @Personal('user.contact', customer)
  @Field(() => [ContactDetail], { nullable: true, description: 'What it changes.' })
  details!: readonly ContactDetail[] | null;

  @Personal('user.contact', customer)
  @Field(() => ContactChangeState, { nullable: true, description: 'Where it stands.' })
  state!: ContactChangeState | null;

  @Personal('user.contact', customer)
  @Field(() => ContactChangeFailure, { nullable: true, description: 'Why it was not made, where it failed.' })
  failure!: ContactChangeFailure | null;
}
