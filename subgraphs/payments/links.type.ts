import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { NotPersonal } from '../shared/classify';

@Directive('@key(fields: "id")')
@ObjectType({
  description: 'A complaint: dissatisfaction said to the bank, by anyone, on any channel, spoken or written.',
})
export class Claim {
  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key.' })
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType({ description: 'An account of the core ledger.' })
export class Account {
  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key.' })
  id!: string;
}
