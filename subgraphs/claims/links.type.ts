import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { RowFacts } from '../../schema/policy/row';
import { NotPersonal } from '../shared/classify';

// What other subgraphs answer for: here it is a key that claims are joined to.

@Directive('@key(fields: "id")')
@ObjectType({
  description: 'A person or an organisation that the bank knows, as its customer file holds it.',
})
export class Customer {
  /** Whose this is, for the policy; not part of the graph. */
  facts!: RowFacts;

  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key.' })
  id!: string;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: 'An account of the core ledger.' })
export class Account {
  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key.' })
  id!: string;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: 'An operation of an account.' })
export class Operation {
  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key.' })
  id!: string;
}
