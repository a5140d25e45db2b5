import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { NotPersonal } from '../shared/classify';

// Another subgraph answers for customers: here one is a key that accounts are joined to.

@Directive('@key(fields: "id")')
@ObjectType({
  description: 'A person or an organisation that the bank knows, as its customer file holds it.',
})
export class Customer {
  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key.' })
  id!: string;
}
